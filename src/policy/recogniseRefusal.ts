import { article } from './documents.ts'
import { type RefusalId, type RefusalReason, refusalReasons } from './refusalReasons.ts'
import { type Ruling, rule } from './ruling.ts'

/** A refusal reason by its id, with its article where the law has one. */
export function refusalReason(id: RefusalId): Ruling<RefusalReason> {
  const found = refusalReasons.find((reason) => reason.id === id)!
  const source = found.source
    ? article(...found.source)
    : { citation: { document: '经办机构业务规定', article: '' }, holdsFrom: '' }
  const standing = found.standing ?? (found.source ? 'national' : 'unconfirmed')
  return rule(found, { id }, { ...source, standing })
}

/**
 * Which known reason an agency's sentence gives, or null where none is recognised. Of several the
 * one with the most of its signs in the sentence wins, ties go to the more special.
 */
export function recogniseRefusal(sentence: string): RefusalReason | null {
  const words = sentence.normalize('NFKC').replace(/\s+/g, '')
  const ranked = refusalReasons
    .map((reason) => ({ reason, weight: weightOf(reason, words) }))
    .filter(({ weight }) => weight > 0)
    .toSorted((a, b) => b.weight - a.weight)
  return ranked[0]?.reason ?? null
}

const weightOf = ({ signs }: RefusalReason, words: string): number =>
  signs
    .filter((sign) => sign.every((word) => words.includes(word)))
    .reduce((most, sign) => Math.max(most, sign.join('').length), 0)
