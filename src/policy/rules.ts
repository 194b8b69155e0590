import { adviceView } from './adviceView.ts'
import { type Facts, type Field, fields, type Stint } from './facts.ts'
import { advise } from './needTransfer.ts'
import { currentProvince } from './stints.ts'

/** What a flow decides by: the name of an outcome, and facts for the words. */
type Decided = { outcome: string; facts: Readonly<Record<string, unknown>> }

type Answers = Readonly<Record<string, unknown>>

/**
 * Whether to transfer. The outcome is the field to ask next, `firstEnrolment` where only the month
 * of the first enrolment in the new province is missing from the stints, or `advised`. A field
 * that is answered with null is one that the person does not know.
 */
function needTransfer(answers: Answers, today: string): Decided {
  const known = fields.filter((field) => answers[field] !== undefined && answers[field] !== null)
  const unanswerable: Field[] = fields.filter((field) => answers[field] === null)
  const stated: Partial<Facts> = Object.fromEntries(known.map((field) => [field, answers[field]]))
  const { firstEnrolment } = answers
  if (firstEnrolment === null) unanswerable.push('stints')
  const facts =
    typeof firstEnrolment === 'string' && stated.stints
      ? { ...stated, stints: began(stated.stints, firstEnrolment.slice(0, 7)) }
      : stated
  const result = advise(facts, today, unanswerable)
  if (result.kind === 'advised') return { outcome: 'advised', facts: adviceView(result, today) }
  const { missing, rule, province } = result.because
  const outcome = missing === 'firstMonth' ? 'firstEnrolment' : result.field
  return { outcome, facts: { because: rule, province: province ?? '' } }
}

/** Stints of the new province, beginning in a month that was told separately. */
function began(stints: readonly Stint[], from: string): readonly Stint[] {
  const here = currentProvince(stints)
  return stints.map((stint) =>
    stint.province === here && !stint.from ? { ...stint, from } : stint,
  )
}

/** The rules that a flow may decide by, by name. */
export const rules = { needTransfer } as const

/** The outcomes that each rule can have; a flow has to say where each of them leads. */
export const outcomesOf: Readonly<Record<keyof typeof rules, readonly string[]>> = {
  needTransfer: [...fields, 'firstEnrolment', 'advised'],
}
