import { article } from './documents.ts'
import type { Facts } from './facts.ts'
import { addMonthsToDay, monthOf, monthsFrom } from './months.ts'
import { type Ruling, rule } from './ruling.ts'

/** Whose age: men, women of original age 50 (`worker`), women of original age 55 (`manager`). */
export type RetirementGroup = 'man' | 'worker' | 'manager'

/** When somebody reaches the statutory retirement age. */
export type Retirement = {
  /** The day on which the age is reached, `YYYY-MM-DD`. */
  readonly on: string
  /** Years and months of that age. */
  readonly years: number
  readonly months: number
  /** Months of delay against the original age. */
  readonly delay: number
}

const ages = {
  man: { original: 60, every: 4, cap: 36 },
  worker: { original: 50, every: 2, cap: 60 },
  manager: { original: 55, every: 4, cap: 36 },
} as const

const decided = '2024-09-13'
const first = '2025-01'

/** How far retirement may be advanced or put off by choice, in months; an agency decides on it. */
export const electiveMonths = 36

/**
 * The statutory retirement age of a group, as the law stood on a day. From 2025-01 on men and
 * women of 55 retire one month later for every four months, women of 50 for every two, up to 63,
 * 58 and 55 years.
 *
 * 全国人大常委会 2024-09-13 决定所附《国务院关于渐进式延迟法定退休年龄的办法》 第一条; before it
 * 国发〔1978〕104号.
 */
export function retirementAge(
  birthDate: string,
  group: RetirementGroup,
  on: string,
): Ruling<Retirement> {
  const { original, every, cap } = ages[group]
  const before = addMonthsToDay(birthDate, original * 12)
  const since = monthsFrom(first, monthOf(before))
  const delay = on < decided || since < 0 ? 0 : Math.min(cap, Math.floor(since / every) + 1)
  const total = original * 12 + delay
  return rule(
    {
      on: addMonthsToDay(birthDate, total),
      years: Math.floor(total / 12),
      months: total % 12,
      delay,
    },
    { birthDate, group },
    delay === 0
      ? { citation: { document: '国发〔1978〕104号', article: '第一条' }, holdsFrom: '1978-06-02' }
      : article('retirement', '第一条'),
  )
}

/** The groups that a person can be in, by what is known so far. */
export function retirementGroups(facts: {
  readonly sex?: Facts['sex'] | undefined
  readonly retirementCategory?: Facts['retirementCategory'] | undefined
}): readonly RetirementGroup[] {
  const women = facts.retirementCategory
    ? [facts.retirementCategory]
    : (['worker', 'manager'] as const)
  if (facts.sex === 'M') return ['man']
  return facts.sex === 'F' ? women : ['man', ...women]
}
