import type { Catalogue } from './catalogue.ts'
import type { Draft } from './draft.ts'
import type { Frame, State } from './state.ts'

/** How many questions of the form in hand are answered, of how many at most; null where that is unknown. */
export function progressOf(
  { flows }: Catalogue,
  { stack }: State,
): { done: number; total: number } | null {
  const frame = stack.at(-1)
  const compiled = frame && flows[frame.flow]
  if (!frame || !compiled) return null
  const isForm = Object.values(compiled.flow.steps).some((step) => step.kind === 'submit')
  const left = compiled.remaining(frame.step)
  if (!isForm || left === null) return null
  const done = frame.path.length
  return { done, total: done + left }
}

/** What was told before it was asked. */
export const toldAhead = ({ catalogue }: Draft, { flow, answers, path }: Frame): string[] =>
  Object.entries(catalogue.flows[flow]!.flow.steps).flatMap(([id, step]) =>
    step.kind === 'ask' && answers[id] !== undefined && !path.includes(id) ? [id] : [],
  )

/** How many cells are filled, asked for or not. */
export const filledIn = (draft: Draft, frame: Frame): number =>
  frame.path.length + toldAhead(draft, frame).length
