import { barAges } from './ageBar.ts'
import { decide } from './decide.ts'
import type { Facts, Field, Stint } from './facts.ts'
import { addMonths, daysIn, monthOf } from './months.ts'
import type { Need, Outcome } from './outcome.ts'
import { electiveMonths, type RetirementGroup, retirementAge } from './retirementAge.ts'
import { currentProvince, firstEnrolled, monthsIn } from './stints.ts'

/** Stands for every province that the record does not name. */
export const elsewhere = '(elsewhere)'

/** What is still possible: the outcomes, or null for whatever a whole unknown record might bring. */
export type Possibility = Outcome | null

/**
 * Every outcome that the facts not known yet can still lead to. Where it is told which fields were
 * needed on the way, `met` collects them.
 */
export function* possibilities(
  facts: Partial<Facts>,
  today: string,
  met?: Map<Field, Need>,
): Generator<Possibility> {
  const next = decide(facts, today)
  if (next.kind !== 'need') {
    yield next
    return
  }
  if (met && !met.has(next.field)) met.set(next.field, next)
  const values = alternatives(next, facts, today)
  if (values.length === 0) yield null
  for (const value of values) yield* possibilities({ ...facts, ...value }, today, met)
}

/** What an answer may be, one example for each way in which the rules can tell answers apart. */
export function alternatives(
  { field, because }: Need,
  facts: Partial<Facts>,
  today: string,
): readonly Partial<Facts>[] {
  switch (field) {
    case 'drawing':
      return [{ drawing: false }, { drawing: true }]
    case 'drawnScheme':
      return [{ drawnScheme: 'employee' }, { drawnScheme: 'resident' }]
    case 'moverScheme':
      return [
        { moverScheme: { from: 'enterprise', to: 'enterprise' } },
        { moverScheme: { from: 'resident', to: 'enterprise' } },
        { moverScheme: { from: 'government', to: 'enterprise' } },
        { moverScheme: { from: 'military', to: 'enterprise' } },
      ]
    case 'household':
      return householdsBeside(facts.stints ?? []).map((household) => ({ household }))
    case 'sex':
      return [{ sex: 'M' }, { sex: 'F' }]
    case 'retirementCategory':
      return [{ retirementCategory: 'worker' }, { retirementCategory: 'manager' }]
    case 'posting':
      return [{ posting: false }, { posting: true }]
    case 'plan':
      return [{ plan: 'stay' }, { plan: 'home' }, { plan: 'back' }, { plan: 'undecided' }]
    case 'birthDate':
      return birthDates(facts.stints ?? [], today).map((birthDate) => ({ birthDate }))
    case 'stints':
      if (!facts.stints || because.missing !== 'firstMonth' || !because.province) return []
      return firstMonths(facts.stints, because.province, today)
  }
}

/** Every province of the record, one for all others, one for people without a household. */
const householdsBeside = (stints: readonly Stint[]): readonly string[] => [
  ...new Set(stints.map((stint) => stint.province)),
  elsewhere,
  '香港',
]

/** The record with the first enrolment before the measure came into force, and as late as can be. */
function firstMonths(
  stints: readonly Stint[],
  province: string,
  today: string,
): readonly Partial<Facts>[] {
  const latest = addMonths(monthOf(today), 1 - monthsIn(stints, province))
  return ['2009-12', latest].map((from) => ({
    stints: stints.map((stint) =>
      stint.province === province && !stint.from ? { ...stint, from } : stint,
    ),
  }))
}

const groups: readonly RetirementGroup[] = ['man', 'worker', 'manager']

/** Birth dates on both sides of every day on which some rule changes its mind. */
function birthDates(stints: readonly Stint[], today: string): readonly string[] {
  const month = monthOf(today)
  const turns = [addMonths(month, -12 * 20), addMonths(month, -12 * 75)]
  const here = currentProvince(stints)
  const first = here === null ? null : (firstEnrolled(stints, here) ?? month)
  if (here !== null && first !== null) {
    turns.push(addMonths(first, -12 * barAges.M), addMonths(first, -12 * barAges.F))
    const left = 120 - monthsIn(stints, here, 'general')
    for (const group of groups) {
      turns.push(bornToRetire(group, addMonths(month, left), today))
      turns.push(bornToRetire(group, addMonths(month, left - electiveMonths), today))
    }
  }
  for (const group of groups) turns.push(bornToRetire(group, month, today))
  return turns.flatMap((turn) =>
    [-1, 0, 1].map((step) => {
      const near = addMonths(turn, step)
      const day = step === 0 ? Math.min(daysIn(near), Number(today.slice(8, 10))) : 15
      return `${near}-${String(day).padStart(2, '0')}`
    }),
  )
}

/** The latest month of birth that has somebody of a group retire by a month. */
function bornToRetire(group: RetirementGroup, by: string, today: string): string {
  let born = addMonths(by, -12 * 50)
  while (monthOf(retirementAge(`${born}-01`, group, today).conclusion.on) > by) {
    born = addMonths(born, -1)
  }
  return born
}
