import type { CellText } from './cellText.ts'
import { checkDigit } from './identity.ts'

/** What a number in running words shows by its form that it may be. */
export type NumberKind = 'idNumber' | 'mobile' | 'phone' | 'period' | 'months' | 'money' | 'six'

/** A stretch of text that may be a value of that kind, with the words to parse. */
export type NumberFound = {
  readonly kind: NumberKind
  readonly words: string
  readonly at: number
  readonly end: number
}

const idNumber =
  /(?:(?<![\dA-Za-z])|(?<=(?<!\d)1[3-9]\d{9}))\d{6}[ -]?\d{4}[ -]?\d{4}[ -]?\d{3}[\dXx](?:(?![\dA-Za-z])|(?=1[3-9]\d{9}(?!\d)))/g
const mobile =
  /(?:(?<![\d.-])|(?<=\d{17}[\dXx]-?))(?:\+?86[ -]?|0086[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d|[ -]\d{1,4}(?!\d))/g
const phone = /(?<![\d-])[(（]?0\d{2,3}[)）]?[- ]?\d{7,8}(?:[-转]\d{1,6})?(?!\d)/g

const day = '(?: ?\\d{1,2} ?[日号])?'
const month = `(?:\\d{1,2}|十) ?月(?:份)?(?:${day})`
const dates = [
  `(?:(?:19|20)?\\d{2}|两千[零一二三四五六七八九十]+) ?年(?:度|的)? ?${month}`,
  '(?:19|20)\\d{2}[-./]\\d{1,2}(?:[-./]\\d{1,2})?(?![\\d元])',
  '(?:19|20)\\d{2}(?:0[1-9]|1[0-2])(?!\\d)',
  '(?<!\\d)\\d{2}\\.\\d{1,2}(?![\\d元])',
  `(?:前年|去年|今年) ?${month}|上个?月`,
].join('|')
const date = `(?:${dates})`
const paying = '(?:(?:交|缴|买|上|入)的?|缴费|交费|参保|入职)'
const until = `[\\s,，]*(?:一直|就|连续)?${paying}?(?:到了?|至|止于?|截止到?|[-~→>]+)\\s*`
const range = new RegExp(
  [
    `(?:从|自|起|于)?[ :：]?${date} ?(?:开始|起|始)?${paying}?${until}(?:${date}|\\d{1,2} ?月|至?今|现在|目前)(?:份)?(?: ?(?:止|为止|停的?|断的?))?`,
    `(?:从|自)?${date} ?至今`,
    `起 ?[:：]?${date}[\\s,，]*止 ?[:：]?${date}`,
    `(?:从|自)?${date} ?(?:起|开始)[\\s,，]*${date}止`,
    '(?<!\\d)(?:19|20)\\d{2} ?年? ?(?:到|至|[-~]) ?(?:19|20)\\d{2} ?年(?! ?\\d)',
  ].join('|'),
  'g',
)
const backwards = new RegExp(
  `${paying}到了?(?<to>${date}|现在|至今)[\\s,，]*(?:是|就)?(?:从|自)(?<from>${date})(?:开始|起)?`,
  'g',
)
const onlyStart = new RegExp(`(?:从|自)${date} ?(?:开始|起)${paying}`, 'g')

const numeral = '[\\d零〇一二两俩三四五六七八九十百壹贰叁肆伍陆柒捌玖拾佰]'
const months = new RegExp(
  [
    `(?<![\\d.])${numeral}{1,3}年(?:零|又)?${numeral}{1,3}个月(?![前后内以多左])`,
    `(?<![\\d.年月第零又一])${numeral}{1,5} ?个(?:整)?月(?![前后内以多左])`,
    `(?<=共 ?|[实缴交]费? ?)${numeral}{1,5} ?月(?![ \\d份])`,
    `${numeral}{1,3}年(?:多|半)(?!\\d)`,
  ].join('|'),
  'g',
)
const money =
  /[¥￥] ?\d[\d,]*(?:\.\d{1,2})?(?:元)?|(?<![\d.])\d[\d,]*(?:\.\d{1,2})? ?[万千]?\d? ?(?:元|块)(?:钱|整)?(?:\d[角毛](?:\d分)?|\d(?!\d|[年个月]))?|[零一二两三四五六七八九十百千万壹贰叁肆伍陆柒捌玖拾佰仟]{2,}(?:元|块|圆)(?:钱|整)?(?:零?[一二三四五六七八九壹贰叁肆伍陆柒捌玖](?:分|[角毛](?:零?[一二三四五六七八九壹贰叁肆伍陆柒捌玖]分?)?)|[一二三四五六七八九](?![年个月万千百十]))?/g
const six = /(?<!\d)\d{6}(?!\d)/g

/** Numbers that show what they are by their form, in the order of the text; none lies in another. */
export function numbersIn({ written, said }: CellText): NumberFound[] {
  const found: NumberFound[] = []
  const push = (kind: NumberKind, match: RegExpExecArray, words?: string) => {
    const at = match.index
    const end = at + match[0].length
    if (found.some((other) => at < other.end && end > other.at)) return
    found.push({ kind, words: words ?? written.slice(at, end), at, end })
  }
  for (const match of said.matchAll(idNumber)) if (isWhole(match[0])) push('idNumber', match)
  for (const match of said.matchAll(mobile)) push('mobile', match)
  for (const match of said.matchAll(phone)) push('phone', match)
  for (const match of said.matchAll(backwards))
    push('period', match, `${match.groups?.from}至${match.groups?.to}`)
  for (const match of said.matchAll(range)) push('period', match, canonical(match[0]))
  for (const match of said.matchAll(onlyStart)) push('period', match)
  for (const match of said.matchAll(months)) push('months', match)
  for (const match of said.matchAll(money)) push('money', match)
  for (const match of said.matchAll(six)) push('six', match)
  return found.sort((a, b) => a.at - b.at)
}

/** Groups of digits may be several numbers: an ID number in groups must bear its right check digit. */
const isWhole = (words: string): boolean => {
  const digits = words.replace(/[ -]/g, '')
  return digits === words || checkDigit(digits.slice(0, 17)) === digits[17]?.toUpperCase()
}

const oneDate = new RegExp(date, 'g')

/** Both ends and nothing of what was said between them; as it stands where an end is no date. */
function canonical(words: string): string {
  const ends = words.match(oneDate)
  return ends?.length === 2 ? `${ends[0]}至${ends[1]}` : words
}
