import { birthDateOf } from './identity.ts'

/** Two cells that do not go together, and the facts that the question about them needs. */
export type Contradiction = {
  fields: readonly [string, string]
  facts: Readonly<Record<string, string>>
}

/** Looks at answers that are there; null where nothing is wrong or something is still missing. */
export type Check = (answers: Readonly<Record<string, unknown>>) => Contradiction | null

type Period = { from: string; to: string }

/** More months paid than the period has. */
const monthsWithinPeriod: Check = ({ paidMonths, insuredPeriod }) => {
  if (typeof paidMonths !== 'number' || !isPeriod(insuredPeriod)) return null
  const months = monthsIn(insuredPeriod)
  if (paidMonths <= months) return null
  return { fields: ['insuredPeriod', 'paidMonths'], facts: { months: String(months) } }
}

/** A period that begins before the sixteenth birthday, under which nobody is insured as an employee. */
const afterSixteenthBirthday: Check = ({ idNumber, insuredPeriod }) => {
  if (typeof idNumber !== 'string' || !isPeriod(insuredPeriod)) return null
  const birthDate = birthDateOf(idNumber)
  if (!birthDate) return null
  const [year, month] = birthDate.split('-').map(Number) as [number, number]
  const sixteenth = `${year + 16}-${String(month).padStart(2, '0')}`
  if (insuredPeriod.from >= sixteenth) return null
  return { fields: ['insuredPeriod', 'idNumber'], facts: { birthDate } }
}

/** The checks that flows name. */
export const checks: Readonly<Record<string, Check>> = {
  monthsWithinPeriod,
  afterSixteenthBirthday,
}

/** How many months a period has, both ends included. */
function monthsIn({ from, to }: Period): number {
  const [fromYear, fromMonth] = from.split('-').map(Number) as [number, number]
  const [toYear, toMonth] = to.split('-').map(Number) as [number, number]
  return (toYear - fromYear) * 12 + toMonth - fromMonth + 1
}

const isPeriod = (value: unknown): value is Period =>
  typeof value === 'object' && value !== null && 'from' in value && 'to' in value
