import type { Condition, Flow, Step } from './schema.ts'

/** One way from a step to another, and where in the file it is written. */
export type Link = { to: string; when?: Condition; path: readonly (string | number)[] }

/** Every way out of one step. */
export function linksOf(id: string, step: Step): Link[] {
  const at = (...path: (string | number)[]) => ['steps', id, ...path]
  switch (step.kind) {
    case 'end':
      return []
    case 'confirm':
      return named(step.next, at('next'))
    case 'submit':
    case 'lookUp':
      return named(step.next, at('next'))
    case 'wait':
      return named(step.until, at('until'))
    case 'call':
      return [{ to: step.next, path: at('next') }]
    case 'decide':
      return [...named(step.outcomes ?? {}, at('outcomes')), ...branches(step.next, at('next'))]
    case 'ask':
    case 'say':
      return branches(step.next, at('next'))
  }
}

/** Every place where the flow names one of its steps. */
export const links = (flow: Flow): Link[] => [
  { to: flow.start, path: ['start'] },
  ...Object.entries(flow.steps).flatMap(([id, step]) => linksOf(id, step)),
]

/** The steps that can be reached from `start`, itself included. */
export function reachable(flow: Flow, start: string): Set<string> {
  const seen = new Set<string>()
  const open = [start]
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const step = flow.steps[id]
    if (!step || seen.has(id)) continue
    seen.add(id)
    open.push(...linksOf(id, step).map((link) => link.to))
  }
  return seen
}

const named = (targets: Readonly<Record<string, string>>, path: (string | number)[]): Link[] =>
  Object.entries(targets).map(([name, to]) => ({ to, path: [...path, name] }))

function branches(
  next: string | { when?: Condition | undefined; go: string }[] | undefined,
  path: (string | number)[],
): Link[] {
  if (next === undefined) return []
  if (typeof next === 'string') return [{ to: next, path }]
  return next.map(({ when, go }, index) => ({
    to: go,
    path: [...path, index, 'go'],
    ...(when && { when }),
  }))
}
