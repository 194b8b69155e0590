import { ageBar } from './ageBar.ts'
import { benefitPlace } from './benefitPlace.ts'
import { article } from './documents.ts'
import { enrolmentBar } from './enrolmentBar.ts'
import type { Facts, Field, Plan, Stint } from './facts.ts'
import type { Kind, Verdict } from './kinds.ts'
import { minimumYears } from './minimumYears.ts'
import { otherScheme } from './otherScheme.ts'
import { type Need, need, type Open, type Outcome, type Step, stepOn } from './outcome.ts'
import { reachedAge } from './reachedAge.ts'
import { checkedOn } from './ruling.ts'
import { stayPlace } from './stayPlace.ts'
import { currentProvince, firstEnrolled, inTimeOrder, monthsIn, paidProvinces } from './stints.ts'

type Known = Partial<Facts> & { readonly stints: readonly Stint[]; readonly birthDate: string }

const by66 = (name: string) => ({ ...article('transfer', name), checked: checkedOn })

/**
 * Walks the rules in their order until one of them decides, or needs a fact that is not known yet.
 * The order: drawing, another scheme, statutory age, nothing paid here, one province, the age bar,
 * the plan.
 */
export function decide(facts: Partial<Facts>, today: string): Outcome | Need {
  if (facts.drawing === undefined) return need('drawing', { rule: 'drawing' })
  const drawn = drawnSoFar(facts)
  if (drawn.kind !== 'step') return drawn

  const other = otherScheme(facts, today)
  if (other?.kind === 'need') return other
  if (other) return { ...other, steps: [drawn.step, ...other.steps] }

  const { stints } = facts
  if (!stints) return need('stints', { rule: 'provinces' })
  const age = reachedAge(facts, today)
  if (age.kind === 'need') return age
  const known: Known = { ...facts, stints, birthDate: facts.birthDate as string }
  const steps = [drawn.step, age.step]
  const provinces = paidProvinces(stints)
  if (age.reached && provinces.length > 0) return atRetirement(known, today, steps)

  const here = currentProvince(stints)
  if (here === null || monthsIn(stints, here) === 0) {
    const step = stepOn('notEnrolled', ['stints'], { province: here ?? '' }, by66('第八条'))
    return outcome('notEnrolled', 'later', null, [...steps, step])
  }
  const enrolled = stepOn(
    'enrolled',
    ['stints'],
    { province: here, months: monthsIn(stints, here) },
    by66('第八条'),
  )
  steps.push(enrolled)
  if (provinces.length === 1) return inOneProvince(known, here, steps)
  steps.push(stepOn('provinces', ['stints'], { count: provinces.length }, by66('第三条')))

  const bar = enrolmentBar(known, here, today)
  if (bar.kind === 'need') return bar
  steps.push(bar.step)
  if (bar.barred === 'open') {
    const open: Open = { code: 'ageInMonthOfEnrolment', citation: by66('第五条').citation }
    return outcome('unsettled', 'later', null, steps, [open])
  }
  if (bar.barred) return underTheBar(known, here, steps)
  return byPlan(known, here, today, steps)
}

/** An outcome whose basis is the law of its deciding steps, each article once. */
function outcome(
  kind: Kind,
  verdict: Verdict,
  place: string | null,
  steps: readonly Step[],
  open: readonly Open[] = [],
  basis: readonly string[] = [],
): Outcome {
  const last = steps.at(-1)?.citation
  const cited = basis.length > 0 ? basis.map((name) => by66(name).citation) : last ? [last] : []
  return { kind, verdict, place, basis: cited, steps, open }
}

function atRetirement(facts: Known, today: string, steps: readonly Step[]): Outcome | Need {
  const { household, stints } = facts
  if (household === undefined) return need('household', { rule: 'place' })
  const ruling = benefitPlace(household, stints)
  const { place, by } = ruling.conclusion
  const step = stepOn(
    'place',
    ['household', 'stints'],
    { place: place ?? '', by, household },
    ruling,
  )
  const elsewhere = paidProvinces(stints).some((province) => province !== place)
  const least = minimumYears(today)
  const total = stints.reduce((sum, stint) => sum + stint.months, 0)
  const open: Open[] = [...mislabelled(facts, today)]
  if (total < least.conclusion) open.push({ code: 'minimumYearsShort', citation: least.citation })
  const short = stepOn('short', ['stints'], { total, least: least.conclusion }, least)
  return {
    kind: 'retirementReached',
    verdict: elsewhere ? 'transfer' : 'none',
    place,
    basis: [ruling.citation],
    steps: [...steps, step, ...(total < least.conclusion ? [short] : [])],
    open,
  }
}

function inOneProvince(facts: Known, here: string, steps: readonly Step[]): Outcome | Need {
  const { household, stints } = facts
  const step = stepOn('sameProvince', ['stints'], { province: here }, by66('第一条'))
  const general = monthsIn(stints, here, 'general')
  if (general >= 120) return outcome('sameProvince', 'none', here, [...steps, step])
  if (household === undefined) return need('household', { rule: 'sameProvince', province: here })
  const place = household === here ? here : general === 0 ? benefitOf(household, stints) : null
  return outcome('sameProvince', 'none', place, [...steps, step])
}

const benefitOf = (household: string, stints: readonly Stint[]): string | null =>
  benefitPlace(household, stints).conclusion.place

function underTheBar(facts: Known, here: string, steps: readonly Step[]): Outcome | Need {
  const { household, stints } = facts
  if (household === undefined) return need('household', { rule: 'place', province: here })
  const lawful = inTimeOrder(stints).map((stint) =>
    stint.province === here ? { ...stint, temporary: true } : stint,
  )
  const ruling = benefitPlace(household, lawful)
  const { place, by } = ruling.conclusion
  const step = stepOn(
    'place',
    ['household', 'stints'],
    { place: place ?? '', by, household },
    ruling,
  )
  return outcome('ageBar', 'cannot', place, [...steps, step], [], ['第五条', '第六条'])
}

function byPlan(
  facts: Known,
  here: string,
  today: string,
  before: readonly Step[],
): Outcome | Need {
  const { plan, household } = facts
  if (plan === undefined) return need('plan', { rule: 'plan' })
  const uses: Field[] = plan === 'home' ? ['plan', 'household', 'stints'] : ['plan']
  const steps = [...before, stepOn('plan', uses, { plan, province: here }, by66('第六条'))]
  const basis = ['第五条', '第六条']
  if (plan === 'home') {
    if (household === undefined) return need('household', { rule: 'plan' })
    return household === here
      ? outcome('home', 'transfer', here, steps, [], basis)
      : outcome('homeNotEnrolled', 'later', null, steps, [], basis)
  }
  if (plan !== 'stay') return outcome(plan satisfies Plan, 'later', null, steps)

  const place = stayPlace(facts, here, today)
  if (place.kind === 'need') return place
  const open = [...place.open]
  const flagged = monthsIn(facts.stints, here, 'general') < monthsIn(facts.stints, here)
  if (!flagged)
    return outcome('stay', 'transfer', place.place, [...steps, ...place.steps], open, basis)

  const asGeneral = facts.stints.map((stint) =>
    stint.province === here ? { ...stint, temporary: false } : stint,
  )
  const other = stayPlace({ ...facts, stints: asGeneral }, here, today)
  if (other.kind === 'need') return other
  open.push({ code: 'temporaryWithoutBar', citation: by66('第五条').citation })
  const agreed = other.place === place.place ? place.place : null
  const kept = agreed === null ? [] : place.steps
  return outcome('stay', 'transfer', agreed, [...steps, ...kept], open, basis)
}

/**
 * Whoever draws the employees' pension transfers nothing; who draws the residents' cannot join the two
 * any more, and has what was paid to the employees' scheme judged as if nothing were drawn. Where
 * nobody speaks of the residents', it is the employees': what would change with the other is told.
 *
 * 国办发〔2009〕66号 第二条; 人社部发〔2014〕17号 第二条
 */
function drawnSoFar(facts: Partial<Facts>): Outcome | Need | { kind: 'step'; step: Step } {
  if (!facts.drawing)
    return { kind: 'step', step: stepOn('drawing', ['drawing'], { drawing: 0 }, by66('第二条')) }
  const { drawnScheme, moverScheme } = facts
  const resident = drawnScheme === 'resident'
  const ruling = resident
    ? { ...article('bridging', '第二条'), checked: checkedOn }
    : by66('第二条')
  const seen = { drawing: 1, resident: resident ? 1 : 0 }
  const step = stepOn('drawing', ['drawing', 'drawnScheme'], seen, ruling)
  if (!resident) return outcome('drawing', 'none', null, [step])
  if (!moverScheme) return need('moverScheme', { rule: 'scheme' })
  if (moverScheme.from !== 'resident' && moverScheme.to !== 'resident')
    return { kind: 'step', step }
  const basis = [article('bridging', '第二条').citation]
  return { ...outcome('drawingResident', 'none', null, [step]), basis }
}

/** Notes a general account that by age should be a temporary one, where the dates are known. */
function mislabelled(facts: Known, today: string): Open[] {
  const { stints, sex, birthDate, household, posting } = facts
  if (!sex || household === undefined || posting) return []
  const odd = paidProvinces(stints).some((province) => {
    const first = firstEnrolled(stints, province)
    if (!first || monthsIn(stints, province, 'general') === 0) return false
    const tested = { sex, birthDate, household, province, firstEnrolled: first }
    return ageBar(tested, today).conclusion.barred === true
  })
  return odd ? [{ code: 'generalDespiteBar', citation: by66('第五条').citation }] : []
}
