import { benefitPlace } from './benefitPlace.ts'
import { article } from './documents.ts'
import type { Facts, Field, Stint } from './facts.ts'
import { monthOf, monthsFrom } from './months.ts'
import { type Need, need, type Open, type Step, type StepCode, stepOn } from './outcome.ts'
import { electiveMonths, retirementAge, retirementGroups } from './retirementAge.ts'
import { checkedOn } from './ruling.ts'
import { monthsIn } from './stints.ts'

/** Where the pension will be paid to somebody who stays; null where that is not certain. */
export type StayPlace = {
  readonly kind: 'place'
  readonly place: string | null
  readonly steps: readonly Step[]
  readonly open: readonly Open[]
}

const tenYears = 120

type Known = Partial<Facts> & { readonly stints: readonly Stint[]; readonly birthDate: string }

/**
 * The place of benefit receipt of somebody who pays in a province until the statutory age: that
 * province where it is the household's or where 120 months are certain by then; else what article
 * 6 says about the record as it will be. Months that only an elective delay would add leave it open.
 *
 * 国办发〔2009〕66号 第六条; 国务院关于渐进式延迟法定退休年龄的办法 第三条.
 */
export function stayPlace(facts: Known, province: string, today: string): StayPlace | Need {
  const { household, stints } = facts
  const source = { ...article('transfer', '第六条'), checked: checkedOn }
  const at = (
    code: StepCode,
    uses: Field[],
    place: string,
    more: Step['facts'] = {},
  ): StayPlace => ({
    kind: 'place',
    place,
    steps: [stepOn(code, uses, { province, place, ...more }, source)],
    open: [],
  })
  if (household === province) {
    return at('place', ['household', 'stints', 'plan'], province, { by: 'household' })
  }
  const now = monthsIn(stints, province, 'general')
  if (now >= tenYears) return at('place', ['stints', 'plan'], province, { by: 'tenYearsHere' })

  const groups = retirementGroups(facts)
  const left = groups.map((group) => {
    const { conclusion } = retirementAge(facts.birthDate, group, today)
    return monthsFrom(monthOf(today), monthOf(conclusion.on))
  })
  const states = left.map((months) => stateBy(now + months))
  if (states.some((state) => state !== states[0])) {
    return need(facts.sex ? 'retirementCategory' : 'sex', { rule: 'tenYearsCertain', province })
  }
  const by = Math.min(...left)
  const uses: Field[] = ['stints', 'birthDate', 'plan']
  if (facts.sex) uses.push('sex')
  if (facts.retirementCategory) uses.push('retirementCategory')
  const seen = { now, left: by, total: now + by, missing: Math.max(0, tenYears - now - by) }
  if (states[0] === 'certain') return at('tenYearsCertain', uses, province, seen)
  if (household === undefined) return need('household', { rule: 'place', province })
  uses.push('household')
  if (states[0] === 'delay') return onlyWithDelay(province, uses, seen, source)
  const added = { province, months: Math.max(0, by) }
  const { conclusion } = benefitPlace(household, [...stints.map(undated), added])
  if (conclusion.place === null) return { kind: 'place', place: null, steps: [], open: [] }
  return at('tenYearsMissed', uses, conclusion.place, seen)
}

const stateBy = (months: number): 'certain' | 'delay' | 'missed' =>
  months >= tenYears ? 'certain' : months + electiveMonths >= tenYears ? 'delay' : 'missed'

/** Keeps the order in which the stints are given, so that what is added comes last. */
const undated = ({ province, months, temporary }: Stint): Stint => ({ province, months, temporary })

function onlyWithDelay(
  province: string,
  uses: readonly Field[],
  facts: Step['facts'],
  source: Parameters<typeof stepOn>[3],
): StayPlace {
  const { citation } = article('retirement', '第三条')
  return {
    kind: 'place',
    place: null,
    steps: [stepOn('tenYearsOpen', uses, { province, ...facts }, source)],
    open: [{ code: 'tenYearsOnlyWithDelay', citation }],
  }
}
