import { linksOf } from './links.ts'
import type { Flow, Step } from './schema.ts'

/** What a step leaves behind on one of its ways out. `passing` is gone once somebody is waited for. */
export type Left = { lasting?: readonly string[]; passing?: readonly string[] }

/** What is surely known at a step, whichever way led there. */
export type Told = { lasting: ReadonlySet<string>; passing: ReadonlySet<string> }

/**
 * The names of what is known at each step: what was answered on every way to it, and what else the
 * steps on the way left.
 */
export function toldAt(
  flow: Flow,
  leaves: (step: Step, way: string) => Left,
): ReadonlyMap<string, Told> {
  const told = new Map<string, Told>([[flow.start, { lasting: new Set(), passing: new Set() }]])
  const open = [flow.start]
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const step = flow.steps[id]
    const { lasting, passing } = told.get(id)!
    for (const { to, path } of step ? linksOf(id, step) : []) {
      const left = leaves(step!, String(path.at(-1)))
      const own = step!.kind === 'ask' ? [id] : []
      const now = {
        lasting: new Set([...lasting, ...own, ...(left.lasting ?? [])]),
        passing: new Set([...(waits(step!) ? [] : passing), ...(left.passing ?? [])]),
      }
      const before = told.get(to)
      const both = before
        ? {
            lasting: now.lasting.intersection(before.lasting),
            passing: now.passing.intersection(before.passing),
          }
        : now
      if (before && sizeOf(both) === sizeOf(before)) continue
      told.set(to, both)
      open.push(to)
    }
  }
  return told
}

/** Whether somebody or something is waited for at a step. */
export const waits = ({ kind }: Step): boolean => kind !== 'say' && kind !== 'decide'

const sizeOf = ({ lasting, passing }: Told) => lasting.size + passing.size
