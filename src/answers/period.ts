import { type Answer, type AnswerKind, misunderstood, notAnAnswer, understood } from './answer.ts'
import { askBack } from './askBack.ts'
import { addMonths, monthOf, writeMonth } from './calendar.ts'
import { inArabicDigits } from './numerals.ts'
import { comparable } from './plain.ts'
import { findPoints, type Point } from './points.ts'
import { told } from './told.ts'

/** From the first to the last month, both `YYYY-MM`, both included. */
export type Period = { from: string; to: string }

const write = ({ from, to }: Period) => `${writeMonth(from)}至${writeMonth(to)}`

const lunar = /农历|阴历|旧历|腊月|正月|冬月|闰/
const vague =
  /(?:[上下]半)?年(?:底|初|末|中(?!断)|尾|头|前后)|[上下]半年|季度?(?=$|[到至\-~,，。])|[春夏秋冬](?:天|季|节)|春节|过年|暑假|寒假|毕业|\d几年|几年|年代/
const feast = /国庆|五一(?!年)|十一(?!年|月|个)|元旦|中秋|端午|清明/
const rounded = /大概|大约|左右|前后|差不多|约莫|上下|估计|估摸|或者?|还是|来月|多月/
/** How long it lasted, said beside the two ends: it may be rough without harm. */
const lasting =
  /(?:大概|大约|差不多|将近|约)?(?:有|是|交了|共|一共)*\d+(?:年|个月)(?:零?\d+个月)?(?:多|左右|上下)?/g
const rangeSign = /[-~>→至到]|以来|起|迄/
const starts = /起|开始|始|入的?职|入的|进去|来的|参保|上班|进厂|首次|从|自/
const ends = /止|出来|结束|截|终|离的?职|离开|调走|辞|搬|停|断|走|退|最后/

/** `3-1-2015`-like rows of four numbers with one sign between all of them, read as year month year month. */
function evenly(words: string): string {
  return words.replace(
    /(?<![\d.])(\d{4}|\d{2})([-./, ])(\d{1,2})\2(\d{4}|\d{2})\2(\d{1,2})(?![\d]|\2\d)/g,
    '$1年$3月~$4年$5月',
  )
}

function prepare(text: string): string {
  const digits = inArabicDigits(
    text.replace(/(?<=[月日号份])一(?=(?:19|20)?\d{2} ?年|(?:19|20)\d{2})/g, '-'),
  )
    .replace(/(\d)\s*([年月日号])(?:的|度)?\s*/g, '$1$2')
    .replace(/(?:共|累计|合计)(?:是|有)?\d+个?月/g, ' ')
    .replace(/\.{2,}|\b(?:to|till|until)\b/gi, '~')
    .replace(/\s*([-~/.])\s*/g, '$1')
    .replace(/\n/g, ' ')
    .replace(/(?<!\d)(\d{4})(0[1-9]|1[0-2])(\d{4})(0[1-9]|1[0-2])(?!\d)/g, '$1年$2月~$3年$4月')
  const signed = /[至到~]|--/.test(digits)
    ? digits.replace(/(?<![\d.-])(\d{2})-(\d{1,2})(?![\d-])/g, '$1年$2月')
    : digits
  return evenly(signed)
}

function read(said: string, today: string): Answer<Period> {
  const words = prepare(said)
  const points = distinct(findPoints(words, today))
  if (lunar.test(words)) return askBack('lunar')
  const festival = feast.exec(said)?.[0]
  if (festival) return askBack('vague', { facts: { words: festival } })
  const wrong = points.find(({ month }) => month !== undefined && (month < 1 || month > 12))
  if (wrong) return misunderstood('noSuchMonth', { words: wrong.words })
  if (points.length === 0) return shapeless(words)
  if (vague.test(words)) return askBack('vague', { facts: { words: vague.exec(words)?.[0] ?? '' } })
  const whole = points.find((point) => point.month === undefined && !point.now)
  if (whole) return askBack('month', { facts: { year: whole.words.replace(/年?$/, '年') } })
  if (points.length === 1) return half(points[0]!, words, today)
  if (points.length > 2) return askBack('ranges')
  const [first, last] = points as [Point, Point]
  const between = words.slice(first.end, last.at)
  const before = words.slice(0, first.at)
  const after = words.slice(last.end)
  if (/[和与或跟及]|还是/.test(between)) return askBack('ranges')
  const swapped = /止|结束|终/.test(before.slice(-6)) && /起|开始|始/.test(between + after)
  const joined =
    last.now ||
    /^[\s,，、;；。.|]*$/.test(between) ||
    rangeSign.test(between) ||
    (between.trim() === '/' && last.year !== undefined) ||
    (starts.test(before + between) && ends.test(between + after))
  if (!joined) return askBack('ranges')
  const answer = swapped ? join(last, first, today) : join(first, last, today)
  const around = [before, between, after].join(' ').replace(lasting, '')
  return answer.kind === 'understood' && rounded.test(around)
    ? askBack('rounded', { choices: [{ value: answer.value, label: write(answer.value) }] })
    : answer
}

/** Points said twice count once. */
function distinct(points: readonly Point[]): Point[] {
  const twice = points.length === 4 && [0, 1].every((at) => same(points[at]!, points[at + 2]!))
  return twice ? points.slice(0, 2) : [...points]
}

const same = (one: Point, other: Point) =>
  one.year === other.year && one.month === other.month && one.now === other.now

function shapeless(words: string): Answer<Period> {
  if (/^\d{4}[-~至到]\d{4}$/.test(words) || /^\d{5}[-~至到]\d{5}$/.test(words))
    return askBack('unclear')
  if (/(?<!\d)\d{1,2}年?[-~至到]\d{1,2}年?(?![\d个])/.test(words)) return askBack('unclear')
  if (vague.test(words)) return askBack('vague', { facts: { words: vague.exec(words)?.[0] ?? '' } })
  if (/\d+(?:\.\d+)?年|\d+个月|半年/.test(words)) return askBack('duration')
  return /\d{3}/.test(words) ? misunderstood('format') : notAnAnswer
}

/** Only one end of the period was told. */
function half(point: Point, words: string, today: string): Answer<Period> {
  if (point.now) return askBack('start')
  if (point.year === undefined) return askBack('year', { facts: { words: point.words } })
  const month = monthOf(point.year, point.month ?? 1)
  const lasted = /(?:(\d+)年)?零?(?:(\d+)个月)?/g
  for (const [found, years, months] of words.slice(point.end).matchAll(lasted)) {
    if (found === '' || (!years && !months)) continue
    const to = addMonths(month, Number(years ?? 0) * 12 + Number(months ?? 0) - 1)
    if (to > today.slice(0, 7)) return askBack('duration')
    const value = { from: month, to }
    return askBack('duration', { choices: [{ value, label: write(value) }] })
  }
  const closing =
    /(?:到|至|截止|截至|~)\s*$/.test(words.slice(0, point.at)) ||
    /^\s*(?:止|为止|结束)/.test(words.slice(point.end))
  return askBack(closing ? 'start' : 'end', { facts: { month: writeMonth(month) } })
}

function join(first: Point, last: Point, today: string): Answer<Period> {
  if (first.now) {
    if (last.year === undefined || last.month === undefined) return askBack('start')
    return misunderstood('order', {
      from: first.words,
      to: writeMonth(monthOf(last.year, last.month)),
    })
  }
  if (first.year === undefined || first.month === undefined)
    return askBack('year', { facts: { words: first.words } })
  const now = today.slice(0, 7)
  const from = monthOf(first.year, first.month)
  let year = last.year
  if (last.yearsLater !== undefined) year = first.year + last.yearsLater
  else if (year === undefined && !last.now) {
    if ((last.month ?? 0) < first.month) {
      const value = { from, to: monthOf(first.year + 1, last.month ?? 1) }
      return askBack('endYear', value.to > now ? {} : { choices: [{ value, label: write(value) }] })
    }
    year = first.year
  }
  const to = last.now ? now : monthOf(year ?? 0, last.month ?? 0)
  if (first.year < 1949) return misunderstood('early', { year: String(first.year) })
  if (from > now || to > now)
    return misunderstood('future', { month: writeMonth(from > now ? from : to) })
  if (to < from) return misunderstood('order', { from: writeMonth(from), to: writeMonth(to) })
  return understood({ from, to })
}

/** What may stand before and behind one end that is told anew; more words than these tell something else. */
const aroundEnd =
  /^(?:[\s,，:：]|哦|等下|时间|应该|应当|其实|实际|就|只|是|我|一直|交|缴|参保|开始|结束|从|自|起|截?止于?|到|至|[-~])*$/
const endWords = /^(?:为?止|结束|停|断|起|才?开始|参保|交|缴|的|了|呢|吧|[\s,，。.!！])*$/

/** One end told anew (就到上个月, 2003年7月开始); the other stays as it was. */
function mended(before: Period, text: string, today: string): Answer<Period> | null {
  const words = prepare(comparable(text))
  const [point, second] = findPoints(words, today)
  if (!point || second || (point.month === undefined && !point.now)) return null
  const [head, tail] = [words.slice(0, point.at), words.slice(point.end)]
  if (!aroundEnd.test(head) || !endWords.test(tail)) return null
  const isEnd = /(?:到|至|止于?|[-~])是?$/.test(head) || /^(?:为?止|结束|停|断)/.test(tail)
  const isStart = /(?:从|自|起)是?$/.test(head) || /^(?:起|才?开始|参保)/.test(tail)
  if (isEnd === isStart) return null
  const year = point.year ?? Number((isEnd ? before.to : before.from).slice(0, 4))
  const month = point.now ? today.slice(0, 7) : monthOf(year, point.month ?? 0)
  const value = isEnd ? { ...before, to: month } : { ...before, from: month }
  return read(write(value), today)
}

/** The first and last month of an insurance, as the certificate's 参保起止时间; days are dropped. */
export const period: AnswerKind<Period> = {
  parse: (text, { today }) => told(text, write, (words) => read(words, today)),
  mend: (before, words, { today }) => mended(before, words, today),
  write: (value) => write(value),
}
