import type { Flow, Step } from '../flow/schema.ts'
import type { Frame } from './state.ts'

/**
 * The remembered choices after one at the open step. A page that offers the same way as a choice
 * before it changes that choice; going back to a choice forgets it.
 */
export function chosenAfter(
  frame: Frame,
  steps: Flow['steps'],
  event: string,
): Record<string, string> {
  const here = steps[frame.step]
  const to = here?.kind === 'confirm' ? here.next[event] : undefined
  const chosen = Object.entries(frame.chosen ?? {}).flatMap(([id, choice]) => {
    if (id === to) return []
    const step = steps[id]
    const same = step?.kind === 'confirm' && step.next[event] === to
    return [[id, same ? event : choice] as const]
  })
  if (isRemembered(here)) chosen.push([frame.step, event])
  return Object.fromEntries(chosen)
}

/** Whether a choice is kept when the answers are walked again. */
export const isRemembered = (step: Step | undefined): boolean =>
  step?.kind === 'confirm' && step.remember === true
