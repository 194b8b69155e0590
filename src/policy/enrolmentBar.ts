import { ageBar, barAges } from './ageBar.ts'
import { article } from './documents.ts'
import type { Facts, Stint } from './facts.ts'
import { addMonths, monthOf, monthsFrom } from './months.ts'
import { type Need, need, type Step, stepOn } from './outcome.ts'
import { checkedOn } from './ruling.ts'
import { firstEnrolled, monthsIn } from './stints.ts'

/** Whether the new place may take the relation in, as far as age goes. */
export type EnrolmentBar = {
  readonly kind: 'bar'
  readonly barred: boolean | 'open'
  readonly step: Step
}

/** The latest month in which somebody with so many paid months can have begun. */
function latestFirstMonth(stints: readonly Stint[], province: string, today: string): string {
  const ends = stints
    .filter((stint) => stint.province === province && stint.months > 0)
    .map((stint) => stint.to ?? monthOf(today))
  const end = ends.toSorted().at(-1) ?? monthOf(today)
  const told = stints
    .filter((stint) => stint.province === province && stint.from)
    .map((stint) => stint.from as string)
  const counted = addMonths(end, 1 - monthsIn(stints, province))
  return [...told, counted].toSorted()[0] ?? counted
}

/**
 * Tests the age bar of the new place, and asks only what that depends on: nothing for the young,
 * the household before the posting, the month of first enrolment only where it can matter.
 *
 * 国办发〔2009〕66号 第五条
 */
export function enrolmentBar(
  facts: Partial<Facts> & { readonly stints: readonly Stint[]; readonly birthDate: string },
  province: string,
  today: string,
): EnrolmentBar | Need {
  const { stints, birthDate, household, sex } = facts
  const source = { ...article('transfer', '第五条'), checked: checkedOn }
  const free = (by: string, uses: Step['uses']): EnrolmentBar => ({
    kind: 'bar',
    barred: false,
    step: stepOn('exempt', uses, { by, province }, source),
  })
  if (household === province) return free('household', ['household', 'stints'])
  const known = firstEnrolled(stints, province)
  const latest = known ?? latestFirstMonth(stints, province, today)
  if (latest < '2010-01') return free('before2010', ['stints'])
  const ageAtLatest = (limit: number) =>
    monthsFrom(addMonths(monthOf(birthDate), limit * 12), latest)
  if (ageAtLatest(barAges.F) < 0) return free('young', ['stints', 'birthDate'])
  if (!sex && ageAtLatest(barAges.M) <= 0) return need('sex', { rule: 'barred', province })
  if (sex && ageAtLatest(barAges[sex]) < 0) return free('young', ['stints', 'birthDate', 'sex'])
  if (household === undefined) return need('household', { rule: 'barred', province })
  if (facts.posting) return free('posting', ['posting'])
  if (!known) return need('stints', { rule: 'barred', missing: 'firstMonth', province })
  if (!sex) return need('sex', { rule: 'barred', province })
  if (facts.posting === undefined) return need('posting', { rule: 'barred', province })

  const ruling = ageBar({ sex, birthDate, household, province, firstEnrolled: known }, today)
  const { conclusion } = ruling
  if (!conclusion.barred) return free(conclusion.by, ['stints', 'birthDate'])
  const uses = ['stints', 'birthDate', 'sex', 'household', 'posting'] as const
  const step = stepOn(
    conclusion.barred === 'open' ? 'barOpen' : 'barred',
    uses,
    { province, age: conclusion.age, firstEnrolled: known },
    ruling,
  )
  return { kind: 'bar', barred: conclusion.barred, step }
}
