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

/** Nothing is known of them but that somebody else writes for them, and what they are called. */
const stranger = (whose: string | null): Person => ({
  ...{ whose, consentedOn: null, advice: null, certificate: null },
  person: whose === null ? {} : { relation: 'agent', ...toldByName(whose) },
})

/** What it tells of somebody how they are called: 妈妈 is a woman. */
export function toldByName(whose: string | null): { sex?: 'F' | 'M' } {
  if (whose === null) return {}
  if (/^(?:妈妈|妻子|岳母|婆婆|奶奶|外婆|女儿|姐姐|妹妹|姨妈|姑姑)/.test(whose)) return { sex: 'F' }
  return /^(?:爸爸|丈夫|岳父|公公|爷爷|外公|儿子|哥哥|弟弟|舅舅|叔叔)/.test(whose)
    ? { sex: 'M' }
    : {}
}

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
