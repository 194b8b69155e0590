import type { Facts } from './facts.ts'
import { retirementAge, retirementGroups } from './retirementAge.ts'
import { currentProvince, monthsIn, paidProvinces } from './stints.ts'

/** What the words need to know about the person besides the advice; null where it is not known. */
export type Situation = {
  /** The province where the person works now. */
  readonly here: string | null
  /** Months paid there, whatever the account is called. */
  readonly monthsHere: number
  /** Other provinces with paid months, in time order. */
  readonly elsewhere: readonly string[]
  readonly household: string | null
  /** All paid months together. */
  readonly monthsInAll: number
  /** The month of the statutory retirement age, `YYYY-MM`. */
  readonly retirement: string | null
  readonly from: string | null
  readonly to: string | null
  readonly posting: boolean | null
}

/** Sums up the facts for the words. */
export function situationOf(facts: Partial<Facts>, today: string): Situation {
  const stints = facts.stints ?? []
  const here = currentProvince(stints)
  const groups = retirementGroups(facts)
  const [group] = groups
  const known = facts.birthDate && group && groups.length === 1
  return {
    here,
    monthsHere: here === null ? 0 : monthsIn(stints, here),
    elsewhere: paidProvinces(stints).filter((province) => province !== here),
    household: facts.household ?? null,
    monthsInAll: stints.reduce((sum, stint) => sum + stint.months, 0),
    retirement: known
      ? retirementAge(facts.birthDate as string, group, today).conclusion.on.slice(0, 7)
      : null,
    from: facts.moverScheme?.from ?? null,
    to: facts.moverScheme?.to ?? null,
    posting: facts.posting ?? null,
  }
}
