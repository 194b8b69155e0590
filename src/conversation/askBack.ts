import type { Ambiguous, Misunderstood } from '../answers/answer.ts'
import { askStep, type Draft, lead, update } from './draft.ts'

/** Says what keeps words from being the value of a field, and asks which of the readings was meant, where there are any. */
export function askBack(
  draft: Draft,
  field: string,
  read: Ambiguous<unknown> | Misunderstood,
  text: string,
): void {
  const { answer } = askStep(draft, field)!
  lead(draft, `misunderstood/${answer}.${read.reason}`, { ...read.facts, text })
  if (read.kind !== 'ambiguous' || !read.choices || read.choices.length === 0) return
  update(draft, { aside: { kind: 'reading', field, readings: read.choices } })
}
