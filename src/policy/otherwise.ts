import { elsewhere, type Possibility, possibilities } from './alternatives.ts'
import type { Facts, Plan, Stint } from './facts.ts'
import type { Verdict } from './kinds.ts'
import { addMonths, monthOf } from './months.ts'
import type { Outcome } from './outcome.ts'
import { currentProvince, inTimeOrder, monthsIn } from './stints.ts'

/** A change of facts, and how it is called in a sentence that begins with 如果. */
type Change = { readonly words: string; readonly facts: Partial<Facts> }

const verdicts: Readonly<Record<Verdict, string>> = {
  transfer: '可转移',
  later: '暂不办理',
  cannot: '不能转入',
  none: '无需转移',
}

/** A change that makes a difference, and the outcomes that it leaves possible. */
export type NearestChange = Change & { readonly possible: readonly Possibility[] }

/**
 * The nearest change of facts after which the verdict or the place is certainly another, found by
 * trying changes one by one, nearest first; null where none does.
 */
export function nearestChange(
  facts: Partial<Facts>,
  outcome: Outcome,
  today: string,
): NearestChange | null {
  for (const change of changes(facts, outcome, today)) {
    const possible = [...possibilities({ ...facts, ...change.facts }, today)]
    if (!possible.some((other) => other && same(other, outcome))) return { ...change, possible }
  }
  return null
}

/** {@link nearestChange} as a sentence, `如果…，结论会变为…。`; null where there is none. */
export function otherwise(facts: Partial<Facts>, outcome: Outcome, today: string): string | null {
  if (outcome.kind === 'drawing' && facts.drawnScheme === undefined)
    return '如果您领的是城乡居民养老金（新农保），需要重新判断。'
  const change = nearestChange(facts, outcome, today)
  if (!change) return null
  const known = change.possible.filter((other) => other !== null)
  if (known.length < change.possible.length) return `如果${change.words}，需要重新判断。`
  return `如果${change.words}，${result(known, outcome)}。`
}

const same = (a: Outcome, b: Outcome): boolean => a.verdict === b.verdict && a.place === b.place

function result(outcomes: readonly Outcome[], before: Outcome): string {
  const verdict = [...new Set(outcomes.map((other) => other.verdict))]
  const place = [...new Set(outcomes.map((other) => other.place))]
  const parts: string[] = []
  if (verdict.length > 1) {
    const either = verdict
      .map((one) => `“${verdicts[one]}”`)
      .join('、')
      .replace(/、(?=[^、]*$)/, '或')
    return `结论会变为${either}，视其余情况而定`
  }
  if (verdict[0] !== before.verdict) parts.push(`结论会变为“${verdicts[verdict[0]!]}”`)
  if (place.length === 1 && place[0] !== before.place) {
    if (place[0] && place[0] !== elsewhere) parts.push(`待遇领取地会是${place[0]}`)
    else if (!place[0] && parts.length === 0) parts.push('待遇领取地还不能确定')
  }
  return parts.join('，') || '结论会改变'
}

const employees = { from: 'enterprise', to: 'enterprise' } as const

/** The changes worth trying in a situation, nearest first. */
function changes(facts: Partial<Facts>, { kind }: Outcome, today: string): Change[] {
  const stints = facts.stints ?? []
  const here = currentProvince(stints)
  const { household } = facts
  const plan = (plan: Plan, words: string): Change => ({ words, facts: { plan } })
  const stay = plan('stay', `打算在${here}干到退休`)
  const moved: Change[] =
    here !== null && household !== undefined && household !== here
      ? [{ words: `户籍迁入${here}`, facts: { household: here } }]
      : []

  switch (kind) {
    case 'drawing':
    case 'drawingResident':
      return [{ words: '您其实还没有开始领取养老金', facts: { drawing: false } }]
    case 'governmentScheme':
    case 'armyScheme':
      return [{ words: '两地参加的都是企业职工养老保险', facts: { moverScheme: employees } }]
    case 'residentScheme':
      return [
        ...moved,
        { words: '已达到法定退休年龄', facts: { birthDate: bornBefore(today) } },
        { words: '两地参加的都是企业职工养老保险', facts: { moverScheme: employees } },
      ]
    case 'retirementReached':
      return [...untilTenYears(stints, here), ...moved]
    case 'notEnrolled':
      return here === null ? [] : enrolled(paid(stints, here, today, ''), here)
    case 'sameProvince':
      return [paid(stints, elsewhere, today, '以后到外省就业并')]
    case 'ageBar':
      return [
        { words: '这次是经组织或人社部门批准的调动', facts: { posting: true } },
        ...moved,
        ...(household === undefined ? [] : [paid(stints, household, today, '回')]),
      ]
    case 'stay':
      return [...untilTenYears(stints, here), plan('undecided', `还没决定在${here}干到退休`)]
    case 'home':
      return [plan('undecided', '还没想好今后去哪里')]
    case 'homeNotEnrolled':
      return [...(household ? [paid(stints, household, today, '回')] : []), stay]
    case 'back':
    case 'undecided':
      return [stay]
    case 'unsettled':
      return [...enrolledEarlier(stints, here), ...moved]
  }
}

/** Enrolment alone, and enrolment by somebody who means to stay. */
const enrolled = (change: Change, here: string): Change[] => [
  { words: `在${here}${change.words}`, facts: change.facts },
  {
    words: `在${here}${change.words}并打算在那里干到退休`,
    facts: { ...change.facts, plan: 'stay' },
  },
]

const bornBefore = (today: string): string => `${addMonths(monthOf(today), -12 * 66)}-01`

/** One month paid in a province from now on. */
function paid(stints: readonly Stint[], province: string, today: string, lead: string): Change {
  const month = monthOf(today)
  const next = { province, from: month, to: month, months: 1 }
  const named = lead === '回' ? `回${province}` : lead
  const before = inTimeOrder(stints).filter((stint) => stint.months > 0)
  const dated = before.every((stint) => stint.to && stint.to <= month)
  const told = dated ? before : before.map(({ from: _, to: __, ...rest }) => rest)
  return { words: `${named}参保缴费满1个月`, facts: { stints: [...told, next] } }
}

/** As many more months as make ten years in a province. */
function untilTenYears(stints: readonly Stint[], here: string | null): Change[] {
  if (here === null) return []
  const missing = 120 - monthsIn(stints, here, 'general')
  const last = inTimeOrder(stints).findLast((stint) => stint.province === here)
  if (missing <= 0 || !last || last.temporary) return []
  const more = stints.map((stint) =>
    stint === last ? { ...stint, months: stint.months + missing } : stint,
  )
  return [{ words: `在${here}累计缴费满10年（还差${missing}个月）`, facts: { stints: more } }]
}

function enrolledEarlier(stints: readonly Stint[], here: string | null): Change[] {
  const earlier = stints.map((stint) =>
    stint.province === here && stint.from ? { ...stint, from: addMonths(stint.from, -1) } : stint,
  )
  return [{ words: '经办机构认定首次参保时还没有满限制年龄', facts: { stints: earlier } }]
}
