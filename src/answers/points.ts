import { fullYear } from './calendar.ts'

/** A point in time as told; what is missing is absent. Never holds a month that was not said. */
export type Point = {
  /** Where it stands in the words. */
  at: number
  end: number
  words: string
  year?: number
  /** Years after the year of the point before: 同年 0, 次年 1. */
  yearsLater?: number
  /** 1 to 12, or the impossible number that was said. */
  month?: number
  day?: number
  /** 至今, 现在. */
  now?: true
}

const when = new RegExp(
  [
    // 2015年3月1日, 15年的3月份, 2015年3-…
    String.raw`(?<![\d.])(?<y1>\d{4}|\d{2})年度?的?(?<m1>\d{1,2})(?:月(?:份|的|中)?(?:(?<d1>\d{1,2})(?:日|号|(?!\d|[年个月.\-/])))?|(?=\s*(?:[-~至到]|$)))`,
    // 03/2015
    String.raw`(?<![\d./])(?<m2>\d{1,2})[./](?<y2>\d{4})(?!\d|[./]\d)`,
    // 2015-3-1, 2015.03, 2015 3, 15.3, 15/3/1
    String.raw`(?<![\d.])(?:(?<y3>\d{4})(?<s3>[-./,_、 ])(?<m3>\d{1,2})月?(?!\d)(?:\k<s3>(?<d3>\d{1,2})(?:日|号)?(?![\d年月]))?|'?(?<y4>\d{2})(?<s4>[./])(?<m4>\d{1,2})(?!\d)(?:\k<s4>(?<d4>\d{1,2})(?![\d年月]))?)`,
    // 201503, 20150301
    String.raw`(?<!\d)(?<y5>(?:19|20)\d{2})(?<m5>\d{2})(?<d5>\d{2})?(?!\d)`,
    // 上个月
    String.raw`(?:今年|本年)?的?(?<near>上上个?月|上个?月|这个?月|本月|当月|下个?月)(?:份)?(?:(?<d7>\d{1,2})(?:日|号))?`,
    // 去年12月, 同年3月
    String.raw`(?<rel>大前年|前年|去年|上一?年|今年|本年|同年|当年|次年|第[二2]年|翌年|隔年|明年|后年)度?的?(?:(?<m6>\d{1,2})月份?(?:(?<d6>\d{1,2})(?:日|号)?)?)?`,
    `(?<now>至今|\\b(?:now|present)\\b|迄今|于今|现在|目前|如今|当前|眼下|此刻|今天|今日|今儿|(?<=[-~至到])今(?!年))`,
    // 3月, 3月1日
    String.raw`(?<![\d.年])(?<m8>\d{1,2})月份?(?:(?<d8>\d{1,2})(?:日|号)?)?`,
    // 2015年, 15年, 2015
    String.raw`(?<![\d.])(?:(?<y9>\d{4}|\d{2})年(?!半|多|零|左右|又|\d+个)|(?<y10>(?:19|20)\d{2})(?!\d))`,
  ].join('|'),
  'g',
)

const relative: Readonly<Record<string, number>> = {
  大前年: -3,
  前年: -2,
  去年: -1,
  上年: -1,
  上一年: -1,
  今年: 0,
  本年: 0,
  明年: 1,
  后年: 2,
}

const following: Readonly<Record<string, number>> = {
  同年: 0,
  当年: 0,
  次年: 1,
  第二年: 1,
  第2年: 1,
  翌年: 1,
  隔年: 1,
}

const nearMonths: Readonly<Record<string, number>> = {
  上上: -2,
  上: -1,
  这: 0,
  本: 0,
  当: 0,
  下: 1,
}

/** The points in time that comparable words (with Arabic digits) name, in their order. */
export function findPoints(words: string, today: string): Point[] {
  const thisYear = Number(today.slice(0, 4))
  const thisMonth = Number(today.slice(5, 7))
  return [...words.matchAll(when)].map((found) => {
    const said = found.groups ?? {}
    const point: Point = { at: found.index, end: found.index + found[0].length, words: found[0] }
    const year = said.y1 ?? said.y2 ?? said.y3 ?? said.y4 ?? said.y5 ?? said.y9 ?? said.y10
    const month = said.m1 ?? said.m2 ?? said.m3 ?? said.m4 ?? said.m5 ?? said.m6 ?? said.m8
    const day = said.d1 ?? said.d3 ?? said.d4 ?? said.d5 ?? said.d6 ?? said.d7 ?? said.d8
    if (year) point.year = fullYear(year, today)
    if (month) point.month = Number(month)
    if (day) point.day = Number(day)
    if (said.rel && relative[said.rel] !== undefined) point.year = thisYear + relative[said.rel]!
    else if (said.rel) point.yearsLater = following[said.rel] ?? 0
    if (said.now) point.now = true
    if (said.near) {
      const at = thisYear * 12 + thisMonth - 1 + (nearMonths[said.near.replace(/个?月/, '')] ?? 0)
      point.year = Math.floor(at / 12)
      point.month = (at % 12) + 1
    }
    return point
  })
}
