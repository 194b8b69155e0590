import type { Facts } from './facts.ts'
import { type Need, need, type Step, stepOn } from './outcome.ts'
import { type Retirement, retirementAge, retirementGroups } from './retirementAge.ts'
import type { Ruling } from './ruling.ts'

/** Whether the statutory age is reached; `at` is every possibility that is still left. */
export type Reached = {
  readonly kind: 'reached'
  readonly reached: boolean
  readonly at: readonly Ruling<Retirement>[]
  readonly step: Step
}

/** Looks whether the statutory retirement age is reached, and asks only what that depends on. */
export function reachedAge(facts: Partial<Facts>, today: string): Reached | Need {
  const { birthDate } = facts
  if (!birthDate) return need('birthDate', { rule: 'ageReached' })
  const at = retirementGroups(facts).map((group) => retirementAge(birthDate, group, today))
  const [first, ...others] = at.map((ruling) => ruling.conclusion.on <= today)
  const reached = first === true
  if (others.some((other) => other !== first)) {
    return need(facts.sex ? 'retirementCategory' : 'sex', { rule: 'ageReached' })
  }
  const earliest = at.reduce((a, b) => (a.conclusion.on <= b.conclusion.on ? a : b))
  const uses = ['birthDate', ...(facts.sex ? (['sex'] as const) : [])] as const
  const step = stepOn(
    reached ? 'ageReached' : 'ageNotReached',
    facts.retirementCategory ? [...uses, 'retirementCategory'] : uses,
    {
      birthDate,
      on: earliest.conclusion.on,
      years: earliest.conclusion.years,
      months: earliest.conclusion.months,
      atLeast: at.length > 1 ? 1 : 0,
    },
    earliest,
  )
  return { kind: 'reached', reached, at, step }
}
