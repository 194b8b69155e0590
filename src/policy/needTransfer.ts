import type { Advice } from './advice.ts'
import { type Possibility, possibilities } from './alternatives.ts'
import { decide } from './decide.ts'
import { article } from './documents.ts'
import type { Facts, Field } from './facts.ts'
import { kinds } from './kinds.ts'
import { otherwise } from './otherwise.ts'
import type { Because, Need, Open, Outcome, Step } from './outcome.ts'
import { agreed, question } from './question.ts'
import { checkedOn } from './ruling.ts'
import { type Situation, situationOf } from './situation.ts'

/** The next fact that can still change the advice, and the rule that looks at it. */
export type Ask = { readonly kind: 'ask'; readonly field: Field; readonly because: Because }

/** The advice, the way to it, and what stays open. */
export type Advised = {
  readonly kind: 'advised'
  readonly advice: Advice
  readonly situation: Situation
  readonly reasoning: readonly Step[]
  /** Points that the rules or the record leave open: the agency or 12333 decides them. */
  readonly open: readonly Open[]
  /** Facts that were not asked since they cannot change the verdict or the place any more. */
  readonly unasked: readonly Field[]
  /** The day on which the rules were last compared with their texts. */
  readonly checked: string
}

/**
 * Says whether to transfer, and where the pension will be paid, as soon as nothing unknown can
 * change the verdict or the place; else which fact to ask next: of those that can still change
 * them the one whose answer most often settles everything. `unanswerable` are facts that the
 * person does not know; where they decide, the agency has to.
 */
export function advise(
  facts: Partial<Facts>,
  today: string,
  unanswerable: readonly Field[] = [],
): Ask | Advised {
  const first = decide(facts, today)
  if (first.kind !== 'need') return advised(first, facts, today, [])
  if (agreed(possibilities(facts, today))) {
    const met = new Map<Field, Need>()
    const all = [...possibilities(facts, today, met)] as Outcome[]
    return advised(settled(all, met), facts, today, [...met.keys()])
  }
  const next = question(first, facts, today, unanswerable)
  if (next) return { kind: 'ask', field: next.field, because: next.because }
  const met = new Map<Field, Need>()
  const possible = [...possibilities(facts, today, met)]
  return advised(unsettled(possible, met), facts, today, unanswerable)
}

/** One outcome for all that agree: only the steps that did not look at anything unknown stay. */
function settled(outcomes: readonly Outcome[], met: ReadonlyMap<Field, Need>): Outcome {
  const weight = ({ kind }: Outcome) => (kind === 'unsettled' ? -1 : kinds.indexOf(kind))
  const chosen = outcomes.reduce((a, b) => (weight(b) > weight(a) ? b : a))
  const steps = chosen.steps.filter((step) => !step.uses.some((field) => met.has(field)))
  const step: Step = { code: 'settled', facts: { fields: [...met.keys()].join(' ') }, uses: [] }
  return { ...chosen, steps: [...steps, step], open: inAll(outcomes, chosen.open) }
}

/** The open points that every outcome has. */
const inAll = (outcomes: readonly Outcome[], points: readonly Open[]): Open[] =>
  points.filter(({ code }) =>
    outcomes.every((outcome) => outcome.open.some((other) => other.code === code)),
  )

/** What can be said where a fact that decides is out of reach. */
function unsettled(outcomes: readonly Possibility[], met: ReadonlyMap<Field, Need>): Outcome {
  const known = outcomes.filter((outcome) => outcome !== null)
  const [first] = known
  const open: Open = { code: 'factUnknown', citation: article('transfer', '第八条').citation }
  const none: Outcome = {
    ...{ kind: 'unsettled', verdict: 'later', place: null, steps: [] },
    ...{ basis: [article('transfer', '第六条').citation], open: [open] },
  }
  if (!first) return none
  const verdicts = new Set(known.map(({ verdict }) => verdict))
  const places = new Set(known.map(({ place }) => place))
  const place = places.size === 1 ? first.place : null
  const steps = first.steps.filter((step) => !step.uses.some((field) => met.has(field)))
  if (verdicts.size > 1) return { ...none, place, steps, basis: first.basis }
  return { ...first, place, steps, open: [...inAll(known, first.open), open] }
}

function advised(
  outcome: Outcome,
  facts: Partial<Facts>,
  today: string,
  unasked: readonly Field[],
): Advised {
  const { kind, verdict, place, basis, steps, open } = outcome
  const advice: Advice = {
    ...{ verdict, kind, benefitPlace: place, basis },
    otherwise: otherwise(facts, outcome, today),
  }
  const situation = situationOf(facts, today)
  return { kind: 'advised', advice, situation, reasoning: steps, open, unasked, checked: checkedOn }
}
