import { article } from './documents.ts'
import { type Ruling, rule } from './ruling.ts'
import { addWorkingDays, type DueDay } from './workingDays.ts'

/** 职工医保 or 居民医保 */
export type MedicalScheme = 'employee' | 'resident'

/** What a medical transfer is tested on. */
export type MedicalFacts = {
  readonly from: MedicalScheme
  readonly to: MedicalScheme
  /** Whether the old place has stopped the insurance. */
  readonly stopped: boolean
  /** Whether the person is enrolled in the new place. */
  readonly enrolled: boolean
  /** Full months without contributions so far. */
  readonly gapMonths: number
  /** Whether the person had been insured for two years in a row. */
  readonly twoYears?: boolean
}

/** What the rule says: whether to apply, what is missing, what happens to the gap. */
export type MedicalTransfer = {
  readonly apply: 'now' | 'nextYear' | 'notYet'
  readonly missing: readonly ('stop' | 'enrol')[]
  /** `retroactive`: may be paid up and is covered; `waiting`: up to six months of waiting. */
  readonly gap: 'none' | 'retroactive' | 'waiting'
}

/**
 * Whether a medical insurance relation can move now, and what a gap means: up to three months may
 * be paid up and are covered (employees, or two years insured in a row when the scheme changes),
 * more than three bring a waiting period of at most six months, as the place rules. Benefits
 * follow the insurance in force, so to move promptly is worth it.
 *
 * 医保办发〔2021〕43号
 */
export function medicalTransfer(facts: MedicalFacts): Ruling<MedicalTransfer> {
  const missing: ('stop' | 'enrol')[] = []
  if (!facts.stopped) missing.push('stop')
  if (!facts.enrolled) missing.push('enrol')
  const residents = facts.from === 'resident' && facts.to === 'resident'
  const apply = missing.length > 0 ? 'notYet' : residents ? 'nextYear' : 'now'
  return rule({ apply, missing, gap: gapOf(facts) }, facts, article('medical', '全文'))
}

function gapOf(facts: MedicalFacts): MedicalTransfer['gap'] {
  if (facts.gapMonths <= 0) return 'none'
  if (facts.gapMonths > 3) return 'waiting'
  const employees = facts.from === 'employee' && facts.to === 'employee'
  return employees || facts.twoYears ? 'retroactive' : 'waiting'
}

/**
 * By when both agencies have to be done after an application is accepted: 10 working days for the
 * old place, 5 for the new one.
 *
 * 医保办发〔2021〕43号
 */
export function medicalDeadlines(
  acceptedOn: string,
): Ruling<{ readonly origin: DueDay; readonly destination: DueDay }> {
  return rule(
    { origin: addWorkingDays(acceptedOn, 10), destination: addWorkingDays(acceptedOn, 15) },
    { acceptedOn },
    article('medical', '全文'),
  )
}
