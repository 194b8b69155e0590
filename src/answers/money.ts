import { type Answer, type AnswerKind, misunderstood, notAnAnswer, understood } from './answer.ts'
import { askBack } from './askBack.ts'
import { fillerTest } from './filler.ts'
import { digitChars, numeralChars, readNumber, withoutIdioms } from './numerals.ts'
import { comparable } from './plain.ts'
import { roundsOff } from './rounding.ts'
import { told } from './told.ts'

const most = 100_000_000

const grouped = new Intl.NumberFormat('en-US', {
  minimumFractionDigits: 2,
  maximumFractionDigits: 2,
})
const write = (value: number) => `${grouped.format(value)}元`

const one = `[\\d${digitChars}]`
const some = `[\\d${numeralChars}]`
/** What may follow 元: 四角五分, 零五分, a bare 4 (角). */
const change = `零?(?<jiao>${one})[角毛]钱?(?:零?(?<fen>${one})(?:分钱?)?)?|零?(?<fenAlone>${one})分钱?|(?<tail>${one})(?!${one}|[年月日个岁分])`
const amount = new RegExp(
  [
    `(?<onlyFen>${one})分`,
    `(?<onlyJiao>${one})[角毛](?:零?(?<jiaoFen>${one})分?)?`,
    `(?<sign>(?<![\\d${numeralChars}块元])[-负]\\s*)?¥?\\s*(?<yuan>(?:${some}|\\.\\d)(?:${some}|[点wWkK]|[.,](?=${some}))*)\\s*(?:[块元圆]钱?(?:${change})?)?`,
  ].join('|'),
  'g',
)

const isFiller = fillerTest([
  '个人账户',
  '个人帐户',
  '账户',
  '帐户',
  '储存额',
  '存储额',
  '余额',
  '金额',
  '总额',
  '本息',
  '本金',
  '利息',
  '钱数',
  '块钱',
  '钱',
  '人民币',
  'rmb',
  'cny',
  'RMB',
  'CNY',
  '大写',
  '小写',
  '剩下',
  '账户里',
  '账户上',
  '账上',
  '还剩',
  '账户里面',
  '帐户里面',
  '帐户里',
  '户头里',
  '个人部分',
  '剩余',
  '剩',
  '存着',
  '存了',
  '存',
  '养老金',
  '养老保险金',
  '账面',
  '个人',
  '余',
  '额',
  '元',
  '块',
  '整',
  '¥',
  '一分不差',
])

/** 看两: a two that counts nothing. */
const bareTwo =
  /^[^\d一二三四五六七八九十百千万块元角毛分]*[两俩][^\d一二三四五六七八九十百千万块元角毛分]*$/

type Reading =
  | { kind: 'amount'; value: number }
  | { kind: 'flaw'; reason: 'grouping' | 'decimals' | 'unreadable' }

function value(said: Record<string, string | undefined>): Reading {
  const digit = (words: string | undefined) => (words ? (readNumber(words) ?? 0) : 0)
  const cents =
    digit(said.jiao ?? said.tail ?? said.onlyJiao) * 10 +
    digit(said.fen ?? said.fenAlone ?? said.jiaoFen ?? said.onlyFen)
  let yuan = (said.yuan ?? '0').replace(/w/gi, '万').replace(/k/gi, '千').replace(/^\./, '0.')
  if (yuan.includes(',')) {
    if (!/^\d{1,3}(?:,\d{3})+(?:\.\d+)?万?$/.test(yuan)) return { kind: 'flaw', reason: 'grouping' }
    yuan = yuan.replaceAll(',', '')
  }
  const whole = readNumber(yuan.replace(/^0+(?=\d)/, ''))
  if (whole === undefined) return { kind: 'flaw', reason: 'unreadable' }
  const hundredths = Math.round(whole * 100)
  if (Math.abs(whole * 100 - hundredths) > 1e-4) return { kind: 'flaw', reason: 'decimals' }
  if (cents > 0 && !Number.isInteger(whole)) return { kind: 'flaw', reason: 'unreadable' }
  return { kind: 'amount', value: (hundredths + cents) / 100 }
}

function read(said: string): Answer<number> {
  if (/\$|€|£|美元|美金|欧元|港币|港元|日元|韩元|英镑|usd|hkd/i.test(said))
    return misunderstood('currency')
  if (/\d[?*]+\d|\d[?*]{2,}/.test(said)) return misunderstood('masked')
  if (/(?<!\d)\d{4}[-/.年]\d{1,2}[-/.月]|[\d一二两三四五六七八九十]个人/.test(said))
    return notAnAnswer
  const words = withoutIdioms(said)
    .replace(/(?<![\d.,])\d(?: [\d.]){3,}(?![\d])/g, (row) => row.replaceAll(' ', ''))
    .replace(/(?<=\d)[·•・](?=\d{2}(?!\d))/g, '.')
    .replace(/(?<![\d,.])\d{1,3}(?: \d{3})+(?![\d])/g, (row) => row.replaceAll(' ', ''))
    .replace(/(\d) (?=[万千百元块角毛分])/g, '$1')
    .replace(/([万千百元块角毛]) (?=\d)/g, '$1')
    .replace(/(\d),(?=[^\d])/g, '$1 ,')
  const found = [...words.matchAll(amount)].filter((match) => match[0].trim() !== '')
  if (found.length === 0)
    return /[块元百千万]/.test(words) && roundsOff(words) ? askBack('rounded') : notAnAnswer
  const rest = words.replace(amount, ' ')
  if (roundsOff(words)) return /每|%|[年月]/.test(rest) ? notAnAnswer : askBack('rounded')
  if (!isFiller(rest) || bareTwo.test(words)) return notAnAnswer
  if (found.some((match) => match.groups?.sign)) return misunderstood('negative')
  const readings = found.map((match) => value(match.groups ?? {}))
  const flaw = readings.find((reading) => reading.kind === 'flaw')
  if (flaw) return flaw.reason === 'unreadable' ? notAnAnswer : misunderstood(flaw.reason)
  const values = [
    ...new Set(readings.map((reading) => (reading.kind === 'amount' ? reading.value : 0))),
  ]
  if (values.length > 1)
    return askBack('several', {
      choices: values.map((each) => ({ value: each, label: write(each) })),
    })
  const [only] = values
  if (only === undefined) return notAnAnswer
  return only >= most ? misunderstood('tooMuch') : understood(only)
}

const units: Readonly<Record<string, number>> = { 万: 10_000, 千: 1000, 百: 100 }
const roughly = new RegExp(`(?<count>[\\d${numeralChars}.]+?)(?<unit>[万千百])(?:[多来几余]|出头)`)

/** 两万多 and then 8650: the rest of the same amount, or all of it? */
function completed(messages: readonly string[]): Answer<number> | null {
  const [last = '', before = ''] = messages.toReversed()
  const { count, unit } = roughly.exec(comparable(before))?.groups ?? {}
  const whole = readNumber(`${count}${unit}`)
  const rest = parse(last)
  if (!unit || whole === undefined || rest.kind !== 'understood') return null
  if (rest.value >= (units[unit] ?? 0)) return null
  const values = [Math.round((whole + rest.value) * 100) / 100, rest.value]
  return askBack('together', { choices: values.map((value) => ({ value, label: write(value) })) })
}

/** 28650 after 2.8万: the amount to the last yuan, of which the round one was the beginning. */
function refined(before: number, words: string): Answer<number> | null {
  const read = parse(words)
  const isRound = before >= 1000 && before % 100 === 0
  const step = [10_000, 1000, 100].find((size) => before % size === 0) ?? 0
  return isRound && read.kind === 'understood' && isNear(read.value - before, step) ? read : null
}

/** Of what was rounded off the rest may be nearly a whole step, of what was rounded up half of one. */
const isNear = (more: number, step: number): boolean => more < step && more * -2 <= step

const parse = (text: string) => told(text, write, read)

/** An amount in yuan, two decimals at most, not below zero. */
export const money: AnswerKind<number> = {
  parse,
  complete: completed,
  mend: refined,
  write: (value) => write(value),
}
