/** What a person can be insured in; `military` and `militarySpouse` are run by the army. */
export type Scheme = 'enterprise' | 'government' | 'resident' | 'military' | 'militarySpouse'

/** What a person means to do: stay here until retirement, go home, go back to the old place. */
export type Plan = 'stay' | 'home' | 'back' | 'undecided'

/**
 * A time of contributions in one province. `months` are the months paid, deemed ones included.
 * `from` and `to` are `YYYY-MM`; absent where only the duration was told.
 */
export type Stint = {
  readonly province: string
  readonly from?: string | undefined
  readonly to?: string | undefined
  readonly months: number
  readonly temporary?: boolean | undefined
}

/** What the advice depends on, under the ids that the forms use for the same things. */
export type Facts = {
  readonly drawing: boolean
  /** Which scheme pays what is drawn: the residents' money settles no claim on the employees'. */
  readonly drawnScheme: 'employee' | 'resident'
  readonly moverScheme: { readonly from: Scheme; readonly to: Scheme }
  readonly stints: readonly Stint[]
  /** The province, without suffix; {@link noHousehold} has the words for people without one. */
  readonly household: string
  /** `YYYY-MM-DD` */
  readonly birthDate: string
  readonly sex: 'M' | 'F'
  readonly retirementCategory: 'worker' | 'manager'
  readonly posting: boolean
  readonly plan: Plan
}

/** The id of one fact. */
export type Field = keyof Facts

/** All facts, in the order in which they are asked when nothing else decides. */
export const fields: readonly Field[] = [
  'drawing',
  'drawnScheme',
  'moverScheme',
  'stints',
  'household',
  'birthDate',
  'sex',
  'retirementCategory',
  'posting',
  'plan',
]

/** Where people without a mainland household registration say they are from. */
export const noHousehold: ReadonlySet<string> = new Set(['香港', '澳门', '台湾', '外国'])
