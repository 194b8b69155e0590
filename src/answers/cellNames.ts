import { understood } from './answer.ts'
import type { Offer } from './cellOffers.ts'
import type { CellField } from './cells.ts'
import type { CellText } from './cellText.ts'
import { levelOf } from './divisions.ts'
import { findPlaces } from './foundPlaces.ts'
import { readName, spellsName } from './name.ts'
import { beginsLikeWord } from './notNames.ts'
import { placesNamed } from './placeNames.ts'
import { simplify } from './plain.ts'

const greeting =
  /^(?:您好|你好|老师|那|好的?|行|嗯|哦|对|兹?证明|现有)+(?=[我俺叫本\p{Script=Han}])/u
const selfNamed = /^(?:[我俺]就是|[我俺]是|[我俺]叫|就叫|叫|本人是?|参保人员?)/
const closing = /(?:同志|先生|女士)$/
const selfInside = /(?<=我叫|我是|本人)\p{Script=Han}{2,4}?(?=我|$|[\s\d\0])/gu
const owner = /(?<=^|[\s,，。;；\0])\p{Script=Han}{2,4}(?=的(?:身份证|信息|资料))/gu
const inFull = /我姓(?<first>\p{Script=Han}{1,2})名(?<given>\p{Script=Han}{1,2})(?=$|[\s,，。])/gu

/** A name found in a message; `told` where the person said that it is her own. */
export type NameOffer = Offer & { readonly told: boolean }

/**
 * Names that stand alone between separators, or behind 我叫 and 我是; to be trusted only beside other cells.
 * `text` has NUL for what is spoken for, `whole` has not.
 */
export function readNames(
  text: CellText,
  whole: CellText,
  fields: readonly CellField[],
): NameOffer[] {
  const cell = fields.find(({ field }) => field === 'name')
  if (!cell) return []
  const found: NameOffer[] = []
  const offer = (at: number, end: number, told: boolean, name?: string) => {
    const value = name ?? nameIn(text.written.slice(at, end))
    if (value === undefined || found.some((other) => at < other.end && end > other.at)) return
    found.push({ field: cell.field, answer: understood(value), at, end, labelled: false, told })
  }
  for (const { index, 0: words, groups } of text.written.matchAll(inFull))
    offer(index, index + words.length, true, `${groups?.first}${groups?.given}`)
  for (const { index, 0: words } of whole.said.matchAll(owner))
    offer(index, index + words.length, true)
  for (const { words, at } of nameSegments(text)) {
    if (spellsName(words)) continue
    const lead = leadOf(words)
    const core = words.slice(lead.length).replace(closing, '')
    const told = /我|俺|叫|本人|证明|参保人/.test(lead)
    const pieces = /^\p{Script=Han}{2,4} /u.test(core) ? core.split(/ +/) : [core]
    let from = at + lead.length
    for (const piece of pieces) {
      const start = text.said.indexOf(piece, from)
      from = start + piece.length
      offer(start, from, told)
    }
  }
  for (const { index, 0: words } of text.said.matchAll(selfInside))
    offer(index, index + words.length, true)
  return found
}

function leadOf(words: string): string {
  const greeted = greeting.exec(words)?.[0] ?? ''
  const self = selfNamed.exec(words.slice(greeted.length))?.[0] ?? ''
  const head = greeted + self
  const [place] = self ? findPlaces(words.slice(head.length)) : []
  const isFrom = place?.at === 0 && words[head.length + place.end] === '的'
  return isFrom ? words.slice(0, head.length + place.end + 1) : head
}

function nameIn(words: string): string | undefined {
  const read = /^\p{Script=Han}/u.test(words) ? readName(words, false) : undefined
  const simple = simplify(words)
  if (read?.kind !== 'understood' || isPlace(simple) || beginsLikeWord(simple)) return undefined
  return read.value
}

const isPlace = (simple: string) =>
  placesNamed(simple).some(({ code, former }) => !former && levelOf(code) !== 'province')

/** Stretches between separators, slashes, dashes and brackets among them; in simplified characters. */
function nameSegments(text: CellText): { words: string; at: number }[] {
  return [...text.said.matchAll(/[^,，。;；、\n\0:：!！?？/()（）-]+/g)].flatMap((match) => {
    const trimmed = match[0].trim().replace(/^\d+\. ?/, '')
    return trimmed === '' ? [] : [{ words: trimmed, at: match.index + match[0].indexOf(trimmed) }]
  })
}
