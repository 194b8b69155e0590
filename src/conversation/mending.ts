import type { Answer, Context } from '../answers/answer.ts'
import { askStep, type Draft, topFrame } from './draft.ts'

/** What a parser may know of a field of the form in hand. */
export function contextOf(draft: Draft, field: string): Context {
  const { choices } = askStep(draft, field)!
  const { answers } = topFrame(draft)!
  return { today: draft.event.today, field, answers, ...(choices && { choices }) }
}

/** The fields that were answered and that words name (身份证号, 电话). */
export function fieldsNamed(draft: Draft, thing: string): string[] {
  if (thing === '') return []
  const { flow, answers } = topFrame(draft)!
  const steps = Object.keys(draft.catalogue.flows[flow]!.flow.steps)
  const { field, fields = field === undefined ? [] : [field] } =
    draft.catalogue.commandOf(`修改${thing}`, steps) ?? {}
  return fields.filter((one) => askStep(draft, one) && answers[one] !== undefined)
}

/** Reads words as the value of a field, whatever stands there. */
export function readField(draft: Draft, field: string, words: string): Answer<unknown> {
  const { answer } = askStep(draft, field)!
  return draft.catalogue.kinds[answer]!.parse(words, contextOf(draft, field))
}

/** What words make of the value that stands; null where they tell no part of it. An address asked anew still counts. */
export function readPart(draft: Draft, field: string, words: string): Answer<unknown> | null {
  const { answers, past } = topFrame(draft)!
  const { answer } = askStep(draft, field)!
  const { mend } = draft.catalogue.kinds[answer]!
  const last = past.at(-1)
  const isAskedAnew = answer === 'address' && last?.field === field && last.after === undefined
  const before = answers[field] ?? (isAskedAnew ? last.before : undefined)
  if (before === undefined || before === null || !mend) return null
  return mend(before, words, contextOf(draft, field))
}

/** Reads a new value; what it leaves out of a whole (李庄村14号) is taken from the one that stands. */
export const readMended = (draft: Draft, field: string, words: string): Answer<unknown> =>
  readPart(draft, field, words) ?? readField(draft, field, words)
