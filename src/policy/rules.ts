import { adviceView } from './adviceView.ts'
import { type Facts, type Field, fields, type Stint } from './facts.ts'
import { type Advised, advise } from './needTransfer.ts'

type Answers = Readonly<Record<string, unknown>>

/** What a rule says: which way a flow goes on, and the facts for its words. */
export type Verdict = { outcome: string; facts: Readonly<Record<string, unknown>> }

/** Whether to transfer: the next fact that can still change the advice, or the advice, by its verdict. */
function needTransfer(answers: Answers, today: string): Verdict {
  const facts = factsOf(answers)
  const given = fields.filter((field) => answers[field] !== undefined)
  const first = advise(facts, today)
  if (first.kind === 'ask' && first.because.missing && answers.firstEnrolledOn === undefined) {
    return { outcome: 'firstEnrolledOn', facts: { because: first.because } }
  }
  const result =
    first.kind === 'ask' && given.includes(first.field) ? advise(facts, today, given) : first
  if (result.kind === 'ask') return { outcome: result.field, facts: { because: result.because } }
  return { outcome: wayOf(result), facts: adviceView(result, today) }
}

/** The verdict; of schemes that the national platforms do not move, also how they are moved. */
function wayOf({ advice, situation }: Advised): string {
  const { verdict, kind } = advice
  if (verdict !== 'transfer') return verdict
  if (kind === 'residentScheme') return 'transferElsewhere'
  if (kind !== 'armyScheme' && kind !== 'governmentScheme') return verdict
  return situation.to === 'enterprise' ? 'transferByCertificate' : 'transferElsewhere'
}

/** The answers that are facts of the case. A skipped one (`null`) stays unknown. */
function factsOf(answers: Answers): Partial<Facts> {
  const known = fields.flatMap((field: Field) => {
    const value = answers[field]
    return value === undefined || value === null ? [] : [[field, value] as const]
  })
  const facts: Partial<Facts> = Object.fromEntries(known)
  const { firstEnrolledOn } = answers
  if (!facts.stints || typeof firstEnrolledOn !== 'string') return facts
  return { ...facts, stints: beginning(facts.stints, firstEnrolledOn) }
}

/** A record whose time in the present province began in a month that was asked for. */
function beginning(stints: readonly Stint[], from: string): Stint[] {
  const here = stints.at(-1)?.province
  const first = stints.findIndex(({ province }) => province === here)
  return stints.map((stint, index) => (index === first ? { ...stint, from } : stint))
}

/** The rules that flows may decide by. */
export const rules = { needTransfer }

/** Every outcome that a rule can name; a flow must have a way for each. */
export const outcomesOf: Readonly<Record<string, readonly string[]>> = {
  needTransfer: [
    ...[...fields, 'firstEnrolledOn', 'transfer', 'transferByCertificate', 'transferElsewhere'],
    ...['later', 'cannot', 'none'],
  ],
}
