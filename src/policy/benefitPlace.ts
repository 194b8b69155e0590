import { article } from './documents.ts'
import { noHousehold, type Stint } from './facts.ts'
import { type Ruling, rule } from './ruling.ts'
import { inTimeOrder } from './stints.ts'

/** Which paragraph of article 6 decided; `longest` is the fallback without a household. */
export type BenefitPlaceCase =
  | 'household'
  | 'tenYearsHere'
  | 'tenYearsElsewhere'
  | 'nowhereTenYears'
  | 'onlyTemporary'
  | 'longest'
  | 'noRecord'

/** A province where the pension is paid, or null where nobody can say. */
export type BenefitPlace = { readonly place: string | null; readonly by: BenefitPlaceCase }

const tenYears = 120

/**
 * Where the pension is paid (待遇领取地), tested when the pension conditions are reached; province
 * level. Months are summed per province, gaps and deemed years included, exactly 120 months are
 * ten years; temporary accounts never count. Residents of Hong Kong, Macao and Taiwan and
 * foreigners fall back to the longest place, ties to the last of them.
 *
 * 国办发〔2009〕66号 第六条; for people without a household 人力资源社会保障部令第41号.
 */
export function benefitPlace(household: string, stints: readonly Stint[]): Ruling<BenefitPlace> {
  const paid = inTimeOrder(stints).filter((stint) => stint.months > 0)
  const general = paid.filter((stint) => !stint.temporary)
  const sums = new Map<string, number>()
  for (const { province, months } of general) sums.set(province, (sums.get(province) ?? 0) + months)
  const facts = { household, months: Object.fromEntries(sums) }
  const by = (place: string | null, by: BenefitPlaceCase) =>
    rule(
      { place, by },
      facts,
      by === 'longest' ? article('compatriots', '全文') : article('transfer', '第六条'),
    )

  if (paid.length === 0) return by(null, 'noRecord')
  const here = general.at(-1)?.province
  const homeless = noHousehold.has(household)
  if (here === undefined)
    return homeless ? by(null, 'onlyTemporary') : by(household, 'onlyTemporary')
  if (here === household) return by(here, 'household')
  if ((sums.get(here) ?? 0) >= tenYears) return by(here, 'tenYearsHere')
  const before = general.findLast((stint) => (sums.get(stint.province) ?? 0) >= tenYears)
  if (before) return by(before.province, 'tenYearsElsewhere')
  if (!homeless) return by(household, 'nowhereTenYears')
  const most = Math.max(...sums.values())
  const longest = general.findLast((stint) => sums.get(stint.province) === most)
  return by(longest?.province ?? null, 'longest')
}
