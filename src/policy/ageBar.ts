import { article } from './documents.ts'
import { addMonths, monthOf, monthsFrom } from './months.ts'
import { type Ruling, rule } from './ruling.ts'

/** Why the bar does or does not stand; `open`: the age is reached in the very month of enrolment. */
export type AgeBar =
  | { readonly barred: true; readonly age: number }
  | { readonly barred: false; readonly by: AgeBarExemption }
  | { readonly barred: 'open'; readonly age: number }

/** What keeps the bar away. */
export type AgeBarExemption =
  | 'household'
  | 'posting'
  | 'armySpouse'
  | 'before2010'
  | 'young'
  | 'notYetLaw'

/** What the bar is tested on; `firstEnrolled` is the first enrolment in `province`, `YYYY-MM`. */
export type AgeBarFacts = {
  readonly sex: 'M' | 'F'
  readonly birthDate: string
  readonly household: string
  readonly province: string
  readonly firstEnrolled: string
  readonly posting?: boolean
  readonly armySpouse?: boolean
}

/** The ages from which the bar stands, in years. */
export const barAges = { M: 50, F: 40 } as const

const inForce = '2010-01'

/**
 * Whether a province outside the household takes a relation in, or opens a temporary account
 * instead: from 50 (men) or 40 (women) on at the first enrolment there, not today. Household,
 * approved postings, army spouses, and enrolments there before 2010-01-01 are exempt.
 *
 * 国办发〔2009〕66号 第五条; the test at first enrolment as in provincial texts on it.
 */
export function ageBar(facts: AgeBarFacts, on: string): Ruling<AgeBar> {
  const answer = (conclusion: AgeBar) => rule(conclusion, facts, article('transfer', '第五条'))
  const free = (by: AgeBarExemption) => answer({ barred: false, by })
  if (monthOf(on) < inForce) return free('notYetLaw')
  if (facts.household === facts.province) return free('household')
  if (facts.armySpouse) {
    const source = article('army', '第二十七条')
    return rule<AgeBar>({ barred: false, by: 'armySpouse' }, facts, source)
  }
  if (facts.posting) return free('posting')
  if (facts.firstEnrolled < inForce) return free('before2010')
  const age = barAges[facts.sex]
  const reached = addMonths(monthOf(facts.birthDate), age * 12)
  const past = monthsFrom(reached, facts.firstEnrolled)
  if (past < 0) return free('young')
  return answer({ barred: past === 0 ? 'open' : true, age })
}
