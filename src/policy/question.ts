import { alternatives, type Possibility, possibilities } from './alternatives.ts'
import { decide } from './decide.ts'
import { type Facts, type Field, fields } from './facts.ts'
import { type Need, need } from './outcome.ts'

/** Whether all possibilities are known and alike; looks no further than the first that is not. */
export function agreed(outcomes: Iterable<Possibility>): boolean {
  let seen: string | undefined
  for (const outcome of outcomes) {
    if (outcome === null) return false
    const key = keyOf(outcome)
    if (seen !== undefined && seen !== key) return false
    seen = key
  }
  return true
}

const keyOf = (outcome: Possibility): string =>
  outcome ? `${outcome.verdict} ${outcome.place}` : 'unknown'

/** What everything else hangs on: asked before the others. */
const always: readonly Field[] = ['drawing', 'drawnScheme', 'moverScheme', 'stints']

/**
 * The fact to ask next, so that on average the fewest questions follow, every answer being as
 * likely as any other; undefined where all that is left is unanswerable. `first` is the fact at
 * which the rules stopped.
 */
export function question(
  first: Need,
  facts: Partial<Facts>,
  today: string,
  unanswerable: readonly Field[],
): Need | undefined {
  const answerable = (field: Field): boolean => !unanswerable.includes(field)
  if (always.includes(first.field) && !first.because.missing && answerable(first.field)) {
    return first
  }
  if (first.field === 'birthDate' && answerable('birthDate')) {
    return householdSettles(facts, today) && answerable('household')
      ? need('household', { rule: 'place' })
      : first
  }
  return fewest(facts, today, answerable)
}

/** Whether some household would settle everything, so that the birth date need not be asked. */
const householdSettles = (facts: Partial<Facts>, today: string): boolean =>
  facts.household === undefined &&
  alternatives(need('household', { rule: 'place' }), facts, today).some((value) =>
    agreed(possibilities({ ...facts, ...value }, today)),
  )

/** The distinct outcomes that are left, the facts met on the way to them, and the best order. */
type State = { readonly keys: ReadonlySet<string>; readonly met: ReadonlyMap<Field, Need> }
type Fewest = { readonly expected: number; readonly next: Need | undefined }

/** Weighs every order of questions; each set of known facts is looked at once. */
function fewest(
  told: Partial<Facts>,
  today: string,
  answerable: (field: Field) => boolean,
): Need | undefined {
  const states = new Map<string, State>()
  const weighed = new Map<string, Fewest>()

  const look = (facts: Partial<Facts>): State =>
    once(states, nameOf(facts), () => {
      const next = decide(facts, today)
      if (next.kind !== 'need') return { keys: new Set([keyOf(next)]), met: new Map() }
      const values = alternatives(next, facts, today)
      const after = values.map((value) => look({ ...facts, ...value }))
      const keys = new Set(after.flatMap((state) => [...state.keys]))
      if (values.length === 0) keys.add(keyOf(null))
      const met = new Map<Field, Need>(after.flatMap((state) => [...state.met]))
      return { keys, met: met.set(next.field, next) }
    })

  const weigh = (facts: Partial<Facts>): Fewest =>
    once(weighed, nameOf(facts), () => {
      let best: Fewest = { expected: 0, next: undefined }
      const { keys, met } = look(facts)
      if (keys.size === 1) return best
      for (const next of met.values()) {
        if (!answerable(next.field)) continue
        const values = alternatives(next, facts, today)
        let expected = 1
        for (const value of values) {
          if (best.next && expected >= best.expected) break
          expected += weigh({ ...facts, ...value }).expected / values.length
        }
        if (!best.next || expected < best.expected) best = { expected, next }
      }
      return best
    })
  return weigh(told).next
}

const small = fields.filter((field) => field !== 'stints')

/** Names what is known; of the stints only their beginnings can differ within one weighing. */
const nameOf = (facts: Partial<Facts>): string =>
  JSON.stringify([
    small.map((field) => facts[field] ?? null),
    facts.stints?.map((stint) => stint.from ?? null),
  ])

function once<Value>(kept: Map<string, Value>, name: string, make: () => Value): Value {
  const before = kept.get(name)
  if (before !== undefined) return before
  const made = make()
  kept.set(name, made)
  return made
}
