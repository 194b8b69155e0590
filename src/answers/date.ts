import { type Answer, type AnswerKind, misunderstood, notAnAnswer, understood } from './answer.ts'
import { askBack } from './askBack.ts'
import { fullYear, realDate, writeDate } from './calendar.ts'
import { fillerTest } from './filler.ts'
import { inArabicDigits } from './numerals.ts'
import { comparable } from './plain.ts'
import { findPoints } from './points.ts'
import { told } from './told.ts'

const lunar = /农历|阴历|旧历|腊月|正月|冬月|闰|初[一二三四五六七八九十\d]|大年/
const rounded = /大概|大约|左右|前后|差不多|估计|来号|几号|[上中下]旬|月[底初末中]|年[底初末]/
const nearDay = /(?:大前|今|昨|前)(?:天|日|儿)/g
const isFiller = fillerTest([
  '刚',
  '刚刚',
  '才',
  '打的',
  '打',
  '开的',
  '开',
  '出',
  '出具',
  '生成',
  '办',
  '领',
  '下载',
  '早上',
  '上午',
  '下午',
  '晚上',
  '日期',
])
const daysAgo: Readonly<Record<string, number>> = { 今: 0, 昨: 1, 前: 2, 大前: 3 }

function prepare(words: string, today: string): string {
  return inArabicDigits(words)
    .replace(/(\d)\s*([年月日号])\s*/g, '$1$2')
    .replace(/\s*([-~/.])\s*/g, '$1')
    .replace(/(?<!\d)(\d{4})[./-](\d{2})(\d{2})(?!\d)/g, '$1-$2-$3')
    .replace(
      /(?<=\d)(?:t| )?\d{1,2}:\d{2}(?::\d{2})?|(?:星期|周|礼拜)[\d日天一二三四五六]|[上下]午|早上|晚上/gi,
      ' ',
    )
    .replace(nearDay, (found) => before(today, daysAgo[found.slice(0, -1)] ?? 0))
    .replace(/(?<!\d)(\d{4})年?[,、]\s*(\d{1,2})月?[,、]\s*(\d{1,2})(?!\d)/g, '$1-$2-$3')
}

function before(today: string, days: number): string {
  const at = Date.parse(`${today}T00:00:00Z`) - days * 86_400_000
  return new Date(at).toISOString().slice(0, 10)
}

/** Reads comparable words as one day, from the year `earliest` to today; for the issue date and the birth date. */
export function readDate(said: string, today: string, earliest: string): Answer<string> {
  if (lunar.test(said)) return askBack('lunar')
  if (said.search(nearDay) >= 0 && !isFiller(said.replace(nearDay, ''))) return notAnAnswer
  const words = prepare(said, today)
  const swapped = /(?<![\d/])(\d{1,2})\/(\d{1,2})\/(\d{4})(?!\d)/.exec(words)
  if (swapped) return dayOrMonthFirst(swapped[1]!, swapped[2]!, swapped[3]!)
  const short = /(?<!\d)(\d{2})(\d{2})(\d{2})(?!\d)/.exec(words)
  const compact = short && !/(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?!\d)/.test(short[0])
  if (compact) {
    const value = realDate(fullYear(short[1]!, today), Number(short[2]), Number(short[3]))
    if (value && value <= today)
      return askBack('shortForm', { choices: [{ value, label: writeDate(value) }] })
  }
  const points = findPoints(
    words.replace(/(?<!\d)(\d{2})-(\d{1,2})-(\d{1,2})(?!\d)/g, '$1年$2月$3日'),
    today,
  )
  const [point] = points
  if (!point)
    return /\d{3}/.test(words)
      ? misunderstood('format')
      : /\d+[日号]/.test(words)
        ? askBack('month')
        : notAnAnswer
  const days = new Set(points.map(({ year, month, day }) => `${year}-${month}-${day}`))
  if (
    days.size > 1 ||
    /或|还是|[和与及、]\d{1,2}[日号]/.test(words) ||
    /^[日号]?[-~/至到]\d{1,2}(?!\d)/.test(words.slice(point.end))
  )
    return askBack('several')
  if (point.now) return notAnAnswer
  const { year, month, day } = point
  if (year === undefined) return askBack('year', { facts: { words: point.words } })
  if (month === undefined) return askBack('month', { facts: { year: String(year) } })
  if (day === undefined)
    return askBack('day', { facts: { year: String(year), month: String(month) } })
  const value = realDate(year, month, day)
  if (!value) return misunderstood('noSuchDay', { words: point.words.trim() })
  if (value > today) return misunderstood('future', { date: writeDate(value) })
  if (value < earliest) return misunderstood('early')
  if (rounded.test(words))
    return askBack('unsure', { choices: [{ value, label: writeDate(value) }] })
  return understood(value)
}

function dayOrMonthFirst(first: string, second: string, year: string): Answer<string> {
  const readings = [
    [first, second],
    [second, first],
  ]
    .map(([month, day]) => realDate(Number(year), Number(month), Number(day)))
    .filter((value) => value !== undefined)
  const values = [...new Set(readings)]
  if (values.length === 1) return understood(values[0]!)
  if (values.length === 0)
    return misunderstood('noSuchDay', { words: `${first}/${second}/${year}` })
  return askBack('shortForm', {
    choices: values.map((value) => ({ value, label: writeDate(value) })),
  })
}

/** The year, the month or the day told anew (是去年的, 应该是6号); the rest of the date stays. */
function mended(before: string, words: string, today: string): Answer<string> | null {
  const said = inArabicDigits(comparable(words)).replace(/^(?:应该|应当|其实|是|为)+/, '')
  const day = /^(\d{1,2})[日号]/.exec(said)?.[1]
  const [point, second] = day ? [] : findPoints(said, today)
  if (second || point?.now || (!day && (point?.at ?? 9) > 0)) return null
  if (point?.year !== undefined && point.month !== undefined && point.day !== undefined) return null
  const [year, month, oldDay] = before.split('-').map(Number) as [number, number, number]
  return readDate(
    `${point?.year ?? year}年${point?.month ?? month}月${day ?? point?.day ?? oldDay}日`,
    today,
    '1949',
  )
}

const otherDay = /出生|生日|生于|生的|生人|工作|上班|结婚|参保|缴费|入职|开始|到期/

/** A day, `YYYY-MM-DD`, such as the one on which a certificate was made; never after today. */
export const date: AnswerKind<string> = {
  parse: (text, { today }) =>
    told(text, writeDate, (words) =>
      otherDay.test(words) ? notAnAnswer : readDate(words, today, '1949'),
    ),
  mend: (before, words, { today }) => mended(before, words, today),
  write: (value) => writeDate(value),
}
