import { type Answer, type AnswerKind, misunderstood, notAnAnswer, understood } from './answer.ts'
import { askBack } from './askBack.ts'
import { monthsFromTo } from './calendar.ts'
import { fillerTest } from './filler.ts'
import { numeralChars, readNumber, withoutIdioms } from './numerals.ts'
import { period } from './period.ts'
import { comparable } from './plain.ts'
import { roundsOff } from './rounding.ts'
import { told } from './told.ts'

const longest = 600

const write = (value: number) => `${value}个月`

const number = `[\\d${numeralChars}]+(?:[.点][\\d${numeralChars}]+)?`

const duration = new RegExp(
  [
    `(?<years>${number})年(?:整|了)?(?:零|又|加上?|外加|另|外|带|和|有|,(?=(?:\\d|1[01]|[一二两三四五六七八九]|十一?)个?月))*(?<months>[\\d${numeralChars}]+)个?月份?`,
    `(?<yearAndHalf>${number})年半`,
    `(?<wholeYears>${number})(?:周年|年)(?:整)?`,
    `(?<alone>${number})个?月(?:份)?(?!半)`,
    '(?<half>半年)',
    `(?<bare>-?${number})期?`,
  ].join('|'),
  'g',
)

const isFiller = fillerTest([
  '月数',
  '月份',
  '时间长',
  '个月',
  '足月',
  '应缴',
  '包括',
  '包括补缴的',
  '含补缴的',
  '包括补缴',
  '含补缴',
  '含',
  '灵活就业',
  '正常',
  '职工养老',
  '扣款',
  '先',
  '后来',
  '然后',
  '加',
  '另外',
  '又',
  '扣',
  '呗',
  'M',
])

const isBare = (match: RegExpMatchArray) => match.groups?.bare !== undefined

/** The count that one match denotes: a number of months, or undefined where it is none. */
function count(said: Record<string, string | undefined>): number | undefined {
  const value = (words: string | undefined) => (words ? readNumber(words) : undefined)
  if (said.half) return 6
  const years = value(said.years ?? said.yearAndHalf ?? said.wholeYears)
  if (said.years) {
    const months = value(said.months)
    return years === undefined || months === undefined ? undefined : years * 12 + months
  }
  if (years !== undefined) return years * 12 + (said.yearAndHalf ? 6 : 0)
  return value(said.alone ?? said.bare)
}

const lackingMonths = new RegExp(`(${number})年(?:差|少|缺)(${number})个?个?月`, 'g')

/** 四年差一个月, in months. */
const lessOne = (years: string, months: string): string =>
  `${(readNumber(years) ?? 0) * 12 - (readNumber(months) ?? 0)}个月`

function read(said: string, today: string): Answer<number> {
  const words = withoutIdioms(said.replace(/^(?:还)?没(?:有)?(?:交)?满[一半]年[,，]/, ''))
    .replace(/一整年/g, '一年')
    .replace(/仨(?=个?月)/g, '三个')
    .replace(/俩(?=月)/g, '两个')
    .replace(lackingMonths, (_, years, months) => String(lessOne(years, months)))
    .replace(/(\d) ?([年个月])/g, '$1$2')
    .replace(/([年个月]) (\d)/g, '$1$2')
  if (/\d{4}\s*[年./-]|\d{6}|至今|到现在.*年\d+月/.test(words)) return fromPeriod(words, today)
  if (/半个?月|个半月|[年月]零?[\d一二两三四五六七八九十]+天/.test(words))
    return askBack('fraction')
  const found = [...words.matchAll(duration)]
  if (found.length === 0) return /[几数多]个?[年月]/.test(words) ? askBack('rounded') : notAnAnswer
  const rest = words.replace(duration, ' ')
  if (roundsOff(words))
    return /每|再|后|前|等|岁|没交|断|停|欠|差(?!不多)|补/.test(rest)
      ? notAnAnswer
      : askBack('rounded')
  if (!isFiller(rest) || (/^\D*[两俩]\D*$/.test(words) && !/[年月]/.test(words))) return notAnAnswer
  if (/^(?:我|俺|本人)?(?:今年)?[\d一二三四五六七八九十]+了/.test(words)) return notAnAnswer
  if (/^\s*-\d/.test(words)) return misunderstood('positive')
  const dated = /(?<!\d)([1-9]\d)年(\d{1,2})月/.exec(words)
  if (dated) {
    const value = Number(dated[1]) * 12 + Number(dated[2])
    return askBack('dateOrDuration', { choices: [{ value, label: write(value) }] })
  }
  const counts = found.map((match) => count(match.groups ?? {}))
  const mixed = found.some(isBare) && !found.every(isBare)
  return mixed && new Set(counts).size > 1 ? notAnAnswer : settle(counts, words)
}

function settle(values: readonly (number | undefined)[], words: string): Answer<number> {
  const all = [...new Set(values)]
  const known = all.filter((value) => value !== undefined)
  if (known.length === 0 || known.length < all.length) return notAnAnswer
  const total = /(?:一共|总共|共计|合计|总计|累计|加起来|共)\D{0,6}$/.test(
    words
      .split(/[,，。;；\n]/)
      .at(-1)
      ?.replace(/[\d年个月半]+.*$/, '') ?? '',
  )
  const value = all.length === 1 || total ? all.at(-1) : undefined
  if (value === undefined)
    return askBack('several', {
      choices: known.map((each) => ({ value: each, label: write(each) })),
    })
  if (value <= 0) return misunderstood('positive')
  if (!Number.isInteger(value)) {
    return /年/.test(words) ? askBack('fraction') : misunderstood('whole')
  }
  if (value > longest) return misunderstood('tooMany', { count: String(value) })
  return understood(value)
}

/** The person told from when to when instead of how many months: that is the most it can be. */
function fromPeriod(words: string, today: string): Answer<number> {
  const read = period.parse(words, { today })
  if (read.kind === 'misunderstood') return notAnAnswer
  if (read.kind === 'ambiguous') return askBack('period')
  const value = monthsFromTo(read.value.from, read.value.to)
  return askBack('period', { choices: [{ value, label: write(value) }] })
}

const years = new RegExp(`(${number})年[多来几余]`)
const fewMonths = new RegExp(`^\\D{0,6}?(${number})个月`)
const unpaid = new RegExp(`(?:停|断|欠|漏|少|没有?)[^\\d,，。]{0,4}?(${number})个?月`)

/** 8年多 and then 3个月: the months beyond the years, or all of them? */
function completed(messages: readonly string[]): Answer<number> | null {
  const [last = '', before = ''] = messages.toReversed()
  const whole = readNumber(years.exec(comparable(before))?.[1] ?? '')
  const rest = readNumber(fewMonths.exec(comparable(last))?.[1] ?? '')
  if (whole === undefined || rest === undefined || rest < 1 || rest > 11) return null
  const values = [whole * 12 + rest, rest]
  return askBack('together', { choices: values.map((value) => ({ value, label: write(value) })) })
}

/** 中间停了3个月: so many less than was told. */
function lessUnpaid(before: number, words: string): Answer<number> | null {
  const value = before - (readNumber(unpaid.exec(comparable(words))?.[1] ?? '') ?? before)
  return value > 0 && value < before
    ? askBack('unsure', { choices: [{ value, label: write(value) }] })
    : null
}

/** A number of months, a positive integer; years and half years are counted out (四年半 = 54). */
export const months: AnswerKind<number> = {
  parse: (text, { today }) => told(text, write, (words) => read(words, today)),
  complete: completed,
  mend: lessUnpaid,
  write: (value) => write(value),
}
