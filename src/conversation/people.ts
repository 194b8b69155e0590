import { type Draft, update } from './draft.ts'
import type { Frame, Person } from './state.ts'

/**
 * Takes somebody in hand: `null` is the one who writes, otherwise how they call the other one, such as
 * 妈妈. What is known of the one before is put aside, so that two people's facts are never mixed.
 */
export function takeInHand(draft: Draft, whose: string | null): void {
  const { others, person, consentedOn, advice, certificate = null } = draft.state
  const before: Person = { whose: draft.state.whose, person, consentedOn, advice, certificate }
  if (before.whose === whose) return
  const known = others.find((other) => other.whose === whose) ?? stranger(whose)
  update(draft, { ...known, others: [...others.filter((other) => other !== known), before] })
}

/** Nothing is known of them but that somebody else writes for them. */
const stranger = (whose: string | null): Person => ({
  ...{ whose, consentedOn: null, advice: null, certificate: null },
  person: whose === null ? {} : { relation: 'agent' },
})

/** Whom an errand is for. */
export const whoseIs = (errand: Pick<Frame, 'whose'> | undefined): string | null =>
  errand?.whose ?? null

/** A name for somebody of whom one may have several (朋友, 同事): 朋友2 where 朋友 is known already. */
export function nameFor(draft: Draft, whose: string): string {
  const { state } = draft
  const known = new Set([state.whose, ...state.others.map((other) => other.whose)])
  if (!known.has(whose)) return whose
  for (let count = 2; ; count++) if (!known.has(`${whose}${count}`)) return `${whose}${count}`
}
