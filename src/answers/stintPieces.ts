import { addMonths, monthOf, monthsFromTo } from './calendar.ts'
import { type FoundPlace, findPlaces } from './foundPlaces.ts'
import { inArabicDigits, readNumber } from './numerals.ts'
import { findPoints, type Point } from './points.ts'
import { roundsOff } from './rounding.ts'

/** What a history is made of, in the order in which it was told. */
export type Piece = { readonly at: number; readonly end: number } & (
  | { readonly kind: 'place'; readonly place: FoundPlace }
  | { readonly kind: 'range'; readonly from: Point; readonly to: Point | undefined }
  | {
      readonly kind: 'length'
      readonly months: number
      readonly rounded: boolean
      readonly total: boolean
    }
  | { readonly kind: 'temporary' }
)

/** Words with each place as one character from U+E000 on, numbers in Arabic digits. */
export type Masked = { readonly words: string; readonly places: readonly FoundPlace[] }

/** 五六年 is a rough length, 五六年三月 and 八九年到 are years. */
const about =
  /(?:一两|一二|两三|二三|三四|四五|五六|六七|七八|八九)(个月|年(?!度?[\d零〇一二三四五六七八九十]+月|[到至-]))/g

/** Hides the places, so that no number is read in 三亚 or 九江. */
export function mask(text: string): Masked {
  const places = findPlaces(text)
  let words = ''
  let at = 0
  places.forEach((place, i) => {
    words += text.slice(at, place.at) + String.fromCharCode(0xe000 + i)
    at = place.end
  })
  words = inArabicDigits((words + text.slice(at)).replace(about, '几$1'))
    .replace(/(\d)\s*([年月日号个])\s*/g, '$1$2')
    .replace(/\s*([-~/])\s*/g, '$1')
  return { words, places }
}

const length =
  /(?<half>半年)|(?<![\d.])(?<years>\d{1,2}(?:\.\d+)?)(?:周年|年)(?:整|了)?(?<plusHalf>半)?(?:零|又|加|带|和|有|,|，)?(?:(?<rest>\d{1,3})个月|(?<restHalf>半年))?|(?<months>\d+(?:\.\d+)?)个?(?:整)?月(?!份|\d|初|底|中|开始|起)/g

const joint = /^[^。;；\d]{0,14}(?:[-~>→到至]|起至|起到|,)[^。;；\d]{0,6}$/
const hidden = /[\ue000-\uf8ff]/g

/** The places, ranges, lengths and marks of temporary accounts in masked words. */
export function piecesOf({ words, places }: Masked, today: string): Piece[] {
  const pieces: Piece[] = places.map((place, i) => {
    const at = words.indexOf(String.fromCharCode(0xe000 + i))
    return { kind: 'place', at, end: at + 1, place }
  })
  const points = findPoints(words, today).filter((point) => !isLength(point, words))
  for (let i = 0; i < points.length; i++) {
    const from = points[i]!
    const next = points[i + 1]
    const between = next && words.slice(from.end, next.at)
    const joined =
      next &&
      !from.now &&
      between !== undefined &&
      (between.match(hidden)?.length ?? 0) <= 1 &&
      ((next.words === '至今' && between.length < 12) ||
        (joint.test(between) && (next.now || /[-~>→到至]/.test(between))))
    if (joined) i++
    // A day of a month is somebody's birthday sooner than the first day of contributions.
    if (
      !joined &&
      from.day !== undefined &&
      !/^(?:起|开始|至今|入职|参保)/.test(words.slice(from.end))
    )
      continue
    if (from.now || /^(?:份|的)?(?:出生|生(?!育)|岁)/.test(words.slice(from.end))) continue
    if (
      !joined &&
      from.month === undefined &&
      /^[,，]?\d{2}(?:岁|,|，|$)/.test(words.slice(from.end))
    )
      continue
    const to = joined ? next : next ? undefined : untilNow(from, words)
    pieces.push({ kind: 'range', at: from.at, end: (to ?? from).end, from, to })
  }
  const taken = pieces.filter(({ kind }) => kind === 'range')
  for (const found of words.matchAll(length)) {
    const at = found.index
    const end = at + found[0].length
    if (
      taken.some(
        (piece) =>
          at < piece.end && end > piece.at && piece.kind === 'range' && !spans(piece, at, end),
      )
    )
      continue
    const months = count(found.groups ?? {})
    if (months === undefined) continue
    const before = words
      .slice(Math.max(0, at - 4), at)
      .replace(/^.*[,，。;；、\ue000-\uf8ff]/su, '')
    const after = words.slice(end, end + 3).replace(/[,，。;；、\d\ue000-\uf8ff].*$/su, '')
    const near = before + found[0] + after
    const total = /(?:一共|总共|合计|总计|累计|共计|加起来|加一起|全部|共)\D{0,5}$/.test(
      words.slice(0, at),
    )
    pieces.push({ kind: 'length', at, end, months, rounded: roundsOff(near), total })
  }
  for (const found of words.matchAll(/(?:还没有?|尚未|没有|没|未)(?:开始)?(?:交|缴)(?!满|完|够)/g))
    pieces.push({
      kind: 'length',
      at: found.index,
      end: found.index + found[0].length,
      months: 0,
      rounded: false,
      total: false,
    })
  for (const found of words.matchAll(/(?:十|\d+)[几来多]年|[几好多]+(?:年|个月)/g))
    if (
      !pieces.some(
        (piece) =>
          piece.kind !== 'place' &&
          found.index < piece.end &&
          found.index + found[0].length > piece.at,
      )
    )
      pieces.push({
        kind: 'length',
        at: found.index,
        end: found.index + found[0].length,
        months: 0,
        rounded: true,
        total: false,
      })
  for (const found of words.matchAll(
    /临时(?:基本养老保险)?(?:缴费)?(?:账户|帐户|户头|账号|性质|的)?/g,
  ))
    if (!/(?:不是|没有|非|没)(?:建|开|有)?$/.test(words.slice(0, found.index)))
      pieces.push({ kind: 'temporary', at: found.index, end: found.index + found[0].length })
  return pieces.sort((a, b) => a.at - b.at)
}

/** 2022年2月来的，一直交着: until now. */
const untilNow = ({ end }: Point, words: string): Point | undefined =>
  /(?:一直|还在?|都在?)(?:在|按时)?[交缴]着?(?:呢|的|社保|养老)*[。!！]*$|[交缴]着[呢的]*[。!！]*$/u.test(
    words.slice(end),
  )
    ? { at: end, end, words: '', now: true }
    : undefined

/** A range may span a length that stands inside it: 2015年3月开始交了6年到2021年. */
const spans = (piece: Piece, at: number, end: number) =>
  piece.kind === 'range' && piece.to !== undefined && at >= piece.from.end && end <= piece.to.at

/** 10年 is a length, 05年, 98年 and 从10年到15年 are years. */
function isLength(point: Point, words: string): boolean {
  if (point.month !== undefined || point.now || point.year === undefined) return false
  const written = /^(\d{1,2})年$/.exec(point.words)?.[1]
  if (!written || written.startsWith('0') || Number(written) > 45) return false
  const after = words.slice(point.end)
  const before = words.slice(0, point.at)
  return (
    !/^(?:[-~到至]\s*\d|起|开始|年?(?:年)?[到至])/.test(after) &&
    !/(?:\d年?[-~到至]|从|自)$/.test(before)
  )
}

function count(said: Record<string, string | undefined>): number | undefined {
  if (said.half) return 6
  const years = said.years === undefined ? 0 : readNumber(said.years)
  const months = readNumber(said.rest ?? said.months ?? '0')
  if (years === undefined || months === undefined) return undefined
  const sum = years * 12 + months + (said.plusHalf || said.restHalf ? 6 : 0)
  return Number.isInteger(sum) ? sum : undefined
}

/** A range in months, or what keeps it from being one. */
export type Span =
  | { kind: 'span'; from: string; to?: string }
  | { kind: 'flaw'; reason: 'month' | 'order' | 'future' | 'year'; facts: Record<string, string> }

export function spanOf(from: Point, to: Point | undefined, today: string): Span {
  const now = today.slice(0, 7)
  const flaw = (reason: 'month' | 'order' | 'future' | 'year', words: string): Span => ({
    kind: 'flaw',
    reason,
    facts: { words },
  })
  if (from.year === undefined) return flaw('year', from.words)
  if (from.month === undefined) return flaw('month', from.words)
  if (from.month < 1 || from.month > 12) return flaw('month', from.words)
  const first = monthOf(from.year, from.month)
  if (first > now) return flaw('future', from.words)
  if (!to) return { kind: 'span', from: first }
  if (to.now) return { kind: 'span', from: first, to: now }
  if (to.month === undefined || to.month < 1 || to.month > 12) return flaw('month', to.words)
  const year = to.year ?? from.year + (to.yearsLater ?? 0)
  const last = monthOf(year, to.month)
  if (last > now) return flaw('future', to.words)
  if (last < first) return flaw(to.year === undefined ? 'year' : 'order', to.words)
  return { kind: 'span', from: first, to: last }
}

/** How many months a span has; undefined where it has no end. */
export const monthsOf = (span: { from: string; to?: string }): number | undefined =>
  span.to === undefined ? undefined : monthsFromTo(span.from, span.to)

export const nextMonth = (month: string): string => addMonths(month, 1)
