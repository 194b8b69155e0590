import { isPublished, levelOf, provinceOf } from './divisions.ts'
import { type FoundPlace, findPlaces } from './foundPlaces.ts'
import { readName } from './name.ts'
import { beginsLikeWord } from './notNames.ts'
import { placeOf } from './place.ts'
import { placesNamed } from './placeNames.ts'
import { simplify } from './plain.ts'

/** A stretch of text that may fill cells of these kinds, with the words to parse. */
export type Candidate = {
  readonly kind: string
  readonly words: string
  readonly at: number
  readonly end: number
  /** The value where it is not for the kind's own parser to find. */
  readonly value?: unknown
  /** The one field that the words around it name. */
  readonly field?: string
}

const date = String.raw`(?:(?:19|20)?\d{2}\s?年\s?\d{1,2}\s?月(?:份|\s?\d{1,2}\s?日)?|(?:19|20)\d{2}[-./]\d{1,2}(?:[-./]\d{1,2})?|(?:19|20)\d{2}(?:0[1-9]|1[0-2])|\d{2}\.\d{1,2})`
const range = new RegExp(
  String.raw`(?:从|自)?\s?${date}\s?(?:开始|起)?\s?[-~至到—–－～→]+\s?(?:${date}|\d{1,2}月|至?今|现在|目前)(?:止|为止)?|(?:从|自)?${date}至今`,
  'g',
)
const balance =
  /(?:[¥￥]\s?\d[\d,]*(?:\.\d{1,2})?(?:元)?|\d[\d,]*(?:\.\d{1,2})?\s?万?元|\d[\d,]*(?:\.\d{1,2})?\s?块(?:\d角?)?)/g

/** Numbers that show what they are by their form. */
export function numberCandidates(pool: string): Candidate[] {
  const found: Candidate[] = []
  const push = (kind: string, match: RegExpExecArray | RegExpMatchArray, more = {}) =>
    found.push({
      kind,
      words: match[0],
      at: match.index ?? 0,
      end: (match.index ?? 0) + match[0].length,
      ...more,
    })
  for (const match of pool.matchAll(
    /(?<![\dA-Za-z])\d{6}[ -]?\d{4}[ -]?\d{4}[ -]?\d{3}[\dXx](?![\dA-Za-z])/g,
  ))
    push('idNumber', match)
  for (const match of pool.matchAll(
    /(?<![\d.-])(?:\+?86[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d|[ -]\d{1,4}(?!\d))/g,
  ))
    if (
      !found.some(
        ({ at, end }) => (match.index ?? 0) < end && (match.index ?? 0) + match[0].length > at,
      )
    )
      push('mobile', match)
  for (const match of pool.matchAll(
    /(?<![\d-])[(（]?0\d{2,3}[)）]?[- ]?\d{7,8}(?:[-转]\d{1,6})?(?!\d)/g,
  ))
    if (
      !found.some(
        ({ at, end }) => (match.index ?? 0) < end && (match.index ?? 0) + match[0].length > at,
      )
    )
      push('phone', match)
  for (const match of pool.matchAll(range)) push('period', match)
  for (const match of pool.matchAll(/(?<![\d.])\d{1,2}年(?:零|又)?\d{1,2}个月(?![前后内以多左])/g))
    push('months', match)
  for (const match of pool.matchAll(/(?<![\d.年月第零又])\d{1,3}\s?个月(?![前后内以多左])/g))
    push('months', match)
  for (const match of pool.matchAll(balance)) push('money', match)
  for (const match of pool.matchAll(/(?<!\d)\d{6}(?!\d)/g))
    if (
      !found.some(
        ({ at, end }) => (match.index ?? 0) < end && (match.index ?? 0) + match[0].length > at,
      )
    )
      push('six', match)
  return found
}

/** What follows the place where somebody has paid: 交的, 打工时交了, not 上班想把…. */
const paid =
  /^(?:\p{Script=Han}{0,6}(?:园区|开发区|新区|高新区|街道|镇))?(?:那边|那里|这边|当地|公司|单位|工作|打工|上班)?(?:的?时候|时|期间)?(?:一直|都|也|总共|一共)?(?:交(?!过)|缴(?!过)|参保(?!过)|买的)/u

/** Places that the words around them tie to a field: 在…交的, 转到…, 户口在…. */
export function placeCandidates(pool: string): Candidate[] {
  const text = simplify(pool)
  if (text.length !== pool.length) return []
  return findPlaces(text).flatMap((place): Candidate[] => {
    const field = tied(text, place)
    if (!field) return []
    const { reading, at, end } = place
    if (reading.kind !== 'one') return [{ kind: 'division', words: place.words, at, end, field }]
    const value = field === 'household' ? provinceOf(reading.code) : placeOf(reading.code)
    return [
      {
        kind: field === 'household' ? 'province' : 'division',
        words: place.words,
        at,
        end,
        field,
        value,
      },
    ]
  })
}

function tied(text: string, { at, end }: FoundPlace): string | undefined {
  const before = text.slice(0, at).replace(/^.*[,，。;；\n\0]/su, '')
  const after = text.slice(end).replace(/[,，。;；\n\0].*$/su, '')
  const isMoving = /转|迁/.test(before.slice(-6) + after.slice(0, 4))
  if (/(?:转到|转入|转去|转往|转回|转至|迁到|迁入)(?:了)?$/.test(before)) return 'destination'
  if (/(?:想|要|准备|打算|把).*(?:到|去|回|往)$/.test(before) && /转/.test(before + after))
    return 'destination'
  if (/(?:从|由|自)$/.test(before) && isMoving) return 'origin'
  if (
    /(?:户口|户籍)(?:在|是|还在|是在)?$/.test(before) ||
    (/是$/.test(before) && /^(?:户口|户籍)/.test(after))
  )
    return 'household'
  if (/现在|目前|如今|新/.test(before)) return undefined
  if (/在$/.test(before) && paid.test(after)) return 'origin'
  if (/\0[^,，。;；]{0,4}在$/.test(text.slice(0, at)) && after.replace(/[的了参保]/g, '') === '')
    return 'origin'
  return undefined
}

/** Stretches between separators. */
export function segments(pool: string): { words: string; at: number; end: number }[] {
  return [...pool.matchAll(/[^,，。;；、\n\0:：!！?？]+/g)].flatMap((match) => {
    const trimmed = match[0].trim()
    const at = match.index + match[0].indexOf(trimmed)
    return trimmed === '' ? [] : [{ words: trimmed, at, end: at + trimmed.length }]
  })
}

/** A name that stands alone between separators, and is no place. */
export function nameCandidates(pool: string): Candidate[] {
  return segments(pool).flatMap((segment) => {
    const lead = /^(?:我就是|我是|我叫|就叫|叫|本人是?)/.exec(segment.words)?.[0].length ?? 0
    const words = segment.words.slice(lead)
    const pieces = /^\p{Script=Han}{2,4} /u.test(words) ? words.split(/ +/) : [words]
    let from = segment.at + lead
    return pieces.flatMap((piece): Candidate[] => {
      const at = pool.indexOf(piece, from)
      from = at + piece.length
      const read = /^\p{Script=Han}/u.test(piece) ? readName(piece, false) : undefined
      const simple = simplify(piece)
      if (read?.kind !== 'understood' || isPlace(simple) || beginsLikeWord(simple)) return []
      return [{ kind: 'name', words: piece, at, end: from, value: read.value }]
    })
  })
}

const isPlace = (simple: string) =>
  placesNamed(simple).some(({ code, former }) => !former && levelOf(code) !== 'province')

/** What six digits may be: a code of a division, a postcode, or both. */
export const kindsOfSix = (words: string): readonly string[] => [
  ...(isPublished(words) ? ['divisionCode'] : []),
  'postcode',
]
