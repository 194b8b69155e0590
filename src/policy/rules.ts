import { adviceView } from './adviceView.ts'
import { type Facts, type Field, fields } from './facts.ts'
import { advise } from './needTransfer.ts'

type Answers = Readonly<Record<string, unknown>>

/** What a rule says: which way a flow goes on, and the facts for its words. */
export type Verdict = { outcome: string; facts: Readonly<Record<string, unknown>> }

/** Whether to transfer: the next fact that can still change the advice, or the advice, by its verdict. */
function needTransfer(answers: Answers, today: string): Verdict {
  const facts = factsOf(answers)
  const given = fields.filter((field) => answers[field] !== undefined)
  const first = advise(facts, today)
  const result =
    first.kind === 'ask' && given.includes(first.field) ? advise(facts, today, given) : first
  if (result.kind === 'ask') return { outcome: result.field, facts: { because: result.because } }
  return { outcome: result.advice.verdict, facts: adviceView(result, today) }
}

/** The answers that are facts of the case. A skipped one (`null`) stays unknown. */
function factsOf(answers: Answers): Partial<Facts> {
  const known = fields.flatMap((field: Field) => {
    const value = answers[field]
    return value === undefined || value === null ? [] : [[field, value] as const]
  })
  return Object.fromEntries(known)
}

/** The rules that flows may decide by. */
export const rules = { needTransfer }

/** Every outcome that a rule can name; a flow must have a way for each. */
export const outcomesOf: Readonly<Record<string, readonly string[]>> = {
  needTransfer: [...fields, 'transfer', 'later', 'cannot', 'none'],
}
