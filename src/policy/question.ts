import { alternatives, type Possibility, possibilities } from './alternatives.ts'
import { type Facts, type Field, fields } from './facts.ts'
import { type Need, need } from './outcome.ts'

const key = (outcome: Possibility): string =>
  outcome ? `${outcome.verdict} ${outcome.place}` : 'unknown'

/** Whether all possibilities are known and alike; looks no further than the first that is not. */
export function agreed(outcomes: Iterable<Possibility>): boolean {
  let seen: string | undefined
  for (const outcome of outcomes) {
    if (outcome === null) return false
    if (seen !== undefined && seen !== key(outcome)) return false
    seen = key(outcome)
  }
  return true
}

/** What everything else hangs on: asked before the others. */
const always: readonly Field[] = ['drawing', 'moverScheme', 'stints']

/**
 * The fact to ask next: of those that can still change the verdict or the place the one whose
 * answer most often settles both; undefined where all that is left is unanswerable. `first` is the
 * fact at which the rules stopped.
 */
export function question(
  first: Need,
  facts: Partial<Facts>,
  today: string,
  unanswerable: readonly Field[],
): Need | undefined {
  const met = new Map<Field, Need>([[first.field, first]])
  const open = (field: Field): boolean => met.has(field) && !unanswerable.includes(field)
  const settles = (field: Field): number => {
    const values = alternatives(met.get(field)!, facts, today)
    const settling = values.filter((value) => agreed(possibilities({ ...facts, ...value }, today)))
    return settling.length / values.length
  }
  if (always.includes(first.field) && !first.because.missing && open(first.field)) return first
  if (open('birthDate')) {
    const home = need('household', { rule: 'place' })
    if (facts.household !== undefined || unanswerable.includes('household')) return first
    met.set('household', home)
    return settles('household') > 0 ? home : first
  }

  for (const _ of possibilities(facts, today, met));
  const askable = fields.filter(open)
  const telling = askable.filter((field) => {
    const branches = alternatives(met.get(field)!, facts, today).map((value) => {
      const keys = new Set([...possibilities({ ...facts, ...value }, today)].map(key))
      return [...keys].sort().join('|')
    })
    return new Set(branches).size > 1
  })
  const ranked = (telling.length > 0 ? telling : askable)
    .map((field) => ({ field, score: settles(field) }))
    .toSorted((a, b) => b.score - a.score)
  return ranked[0] && met.get(ranked[0].field)
}
