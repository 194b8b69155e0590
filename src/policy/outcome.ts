import type { Field } from './facts.ts'
import type { Kind, Verdict } from './kinds.ts'
import type { Citation, Ruling } from './ruling.ts'

/** One step of the reasoning: a code for the words, what it saw, and the law it stands on. */
export type Step = {
  readonly code: StepCode
  readonly facts: Readonly<Record<string, string | number>>
  /** The answers that the step looked at. */
  readonly uses: readonly Field[]
  readonly citation?: Citation
  readonly holdsFrom?: string
  readonly checked?: string
}

/** All codes of {@link Step}, in the order of the rules. */
export const stepCodes = [
  'drawing',
  'scheme',
  'ageNotReached',
  'ageReached',
  'notEnrolled',
  'enrolled',
  'sameProvince',
  'provinces',
  'barred',
  'exempt',
  'barOpen',
  'plan',
  'place',
  'tenYearsCertain',
  'tenYearsMissed',
  'tenYearsOpen',
  'short',
  'settled',
] as const

export type StepCode = (typeof stepCodes)[number]

/** A point that the rules or the record leave open, and the article that does. */
export type Open = { readonly code: OpenCode; readonly citation: Citation }

/** What can be left open. */
export type OpenCode =
  /** The age of 50 or 40 is reached in the very month of the first enrolment. */
  | 'ageInMonthOfEnrolment'
  /** Ten years in the place are only completed when retirement is put off by choice. */
  | 'tenYearsOnlyWithDelay'
  /** The account is called temporary although the age bar does not stand. */
  | 'temporaryWithoutBar'
  /** The account is called general although the age bar seems to stand. */
  | 'generalDespiteBar'
  /** The years fall short of the minimum; where to go on paying is a local rule. */
  | 'minimumYearsShort'
  /** A fact that decides is not known to the person. */
  | 'factUnknown'

/** What the rules say about one complete enough set of facts. */
export type Outcome = {
  readonly kind: Kind
  readonly verdict: Verdict
  readonly place: string | null
  readonly basis: readonly Citation[]
  readonly steps: readonly Step[]
  readonly open: readonly Open[]
}

/** A fact that has to be known before the rules can say anything. */
export type Need = { readonly kind: 'need'; readonly field: Field; readonly because: Because }

/** Why a fact is asked: the rule that looks at it, and what it is about. */
export type Because = {
  readonly rule: StepCode
  /** Set where `stints` are known but lack the month of the first enrolment in `province`. */
  readonly missing?: 'firstMonth'
  readonly province?: string
}

/** Says that the rules cannot go on without a fact. */
export const need = (field: Field, because: Because): Need => ({ kind: 'need', field, because })

/** A step that rests on a ruling. */
export const stepOn = (
  code: StepCode,
  uses: readonly Field[],
  facts: Step['facts'],
  ruling: Pick<Ruling<unknown>, 'citation' | 'holdsFrom' | 'checked'>,
): Step => ({
  code,
  facts,
  uses,
  citation: ruling.citation,
  holdsFrom: ruling.holdsFrom,
  checked: ruling.checked,
})
