const digits: Readonly<Record<string, number>> = {
  零: 0,
  〇: 0,
  '○': 0,
  洞: 0,
  一: 1,
  壹: 1,
  幺: 1,
  二: 2,
  贰: 2,
  两: 2,
  俩: 2,
  三: 3,
  叁: 3,
  四: 4,
  肆: 4,
  五: 5,
  伍: 5,
  六: 6,
  陆: 6,
  七: 7,
  柒: 7,
  拐: 7,
  八: 8,
  捌: 8,
  九: 9,
  玖: 9,
  勾: 9,
}

const units: Readonly<Record<string, number>> = {
  十: 10,
  拾: 10,
  百: 100,
  佰: 100,
  千: 1000,
  仟: 1000,
  万: 1e4,
  亿: 1e8,
}

const tens: Readonly<Record<string, number>> = { 廿: 20, 卅: 30, 卌: 40 }

/** A character of a Chinese digit, as the inside of a character class. */
export const digitChars = '零〇○一壹幺二贰两俩三叁四肆五伍六陆七柒八捌九玖'

/** A character of a Chinese number, units included, as the inside of a character class. */
export const numeralChars = `${digitChars}十拾百佰千仟万亿廿卅卌`

/** Digits said one by one (幺三八, 二〇一五) as Arabic digits; other characters stay. */
export function digitByDigit(words: string): string {
  return words.replace(/[零〇○洞一壹幺二贰两俩三叁四肆五伍六陆七柒拐八捌九玖勾]/g, (char) =>
    String(digits[char]),
  )
}

type Token = { kind: 'digit' | 'literal' | 'unit' | 'tens'; value: number } | { kind: 'zero' }

function tokens(words: string): Token[] | undefined {
  const list: Token[] = []
  for (const [piece] of words.matchAll(/\d+(?:\.\d+)?|./gsu)) {
    const digit = digits[piece]
    if (/^\d/.test(piece)) {
      if (/^0\d/.test(piece)) return undefined
      list.push({ kind: piece.length === 1 ? 'digit' : 'literal', value: Number(piece) })
    } else if (digit === 0) list.push({ kind: 'zero' })
    else if (digit !== undefined) list.push({ kind: 'digit', value: digit })
    else if (units[piece]) list.push({ kind: 'unit', value: units[piece] })
    else if (tens[piece]) list.push({ kind: 'tens', value: tens[piece] })
    else return undefined
  }
  return list
}

function sum(list: readonly Token[]): number | undefined {
  let total = 0
  let section = 0
  let last = Number.POSITIVE_INFINITY
  let current: { value: number; bare: boolean } | undefined
  let zero = false
  let big = Number.POSITIVE_INFINITY
  for (const token of list) {
    if (token.kind === 'zero') {
      if (current) return undefined
      zero = true
    } else if (token.kind === 'digit' || token.kind === 'literal') {
      if (current) return undefined
      current = { value: token.value, bare: token.kind === 'digit' && !zero }
    } else if (token.kind === 'tens') {
      if (current || last <= 10) return undefined
      section += token.value
      last = 10
      zero = false
    } else if (token.value < 1e4) {
      if (token.value >= last && last < 1e4) return undefined
      if (!current && token.value > 10) return undefined
      section += (current?.value ?? 1) * token.value
      last = token.value
      current = undefined
      zero = false
    } else {
      if (!current && section === 0 && total === 0) return undefined
      if (token.value >= big) return undefined
      big = token.value
      total += (section + (current?.value ?? 0)) * token.value
      section = 0
      last = token.value
      current = undefined
      zero = false
    }
  }
  const tail = current
    ? current.bare && last > 10 && Number.isFinite(last)
      ? current.value * (last / 10)
      : current.value
    : 0
  return Math.round((total + section + tail) * 1e6) / 1e6
}

/**
 * The number that a whole string of numerals denotes: 32560.4, 三万二 (32000), 3万2千5 (32500), 叁仟, 廿五,
 * 二〇一五 (digit by digit), 三点二万. Undefined where it denotes none (三四, 万, 0五).
 */
export function readNumber(words: string): number | undefined {
  const written = words.replace(/(\d)点(\d)/, '$1.$2')
  if (/^\d+(?:\.\d+)?$/.test(written)) return Number(written)
  if (written === '') return undefined
  const pointed = /^(.+?)点(.+?)([十百千万亿])?$/.exec(written)
  if (pointed) {
    const whole = readNumber(pointed[1] ?? '')
    const fraction = digitByDigit(pointed[2] ?? '')
    if (whole === undefined || !/^\d+$/.test(fraction)) return undefined
    const unit = pointed[3] ? (units[pointed[3]] ?? 1) : 1
    return Math.round(Number(`${whole}.${fraction}`) * unit * 1e6) / 1e6
  }
  const spelled = digitByDigit(written)
  if (/^\d+$/.test(spelled)) return Number(spelled)
  const list = tokens(written)
  return list && sum(list)
}

const run = new RegExp(`[${digitChars}十拾百佰千仟廿卅卌]+`, 'g')

/**
 * Every Chinese number of a text in Arabic digits, for reading dates: 一五年三月 → 15年3月, 廿八日 → 28日.
 * Digits said one by one keep their zeros (零五年 → 05年). What is no number stays: 一直, 一共, 三四月.
 */
export function inArabicDigits(words: string): string {
  return withoutIdioms(words).replace(run, (found, at: number) => {
    const spelled = digitByDigit(found)
    if (!/^\d+$/.test(spelled)) return String(readNumber(found) ?? found)
    const several = /^(?:12|23|34|35|45|56|67|78|89)$/.test(spelled)
    return several && /[月日号]/.test(words[at + found.length] ?? '') ? found : spelled
  })
}

const emptyIdioms = /一共|一直|一下子?|一起|一总/g
const otherIdioms =
  /一(?:会儿?|样|定|些|般|点(?![零一二三四五六七八九\d])|旦|边|向|方面|致|概|切|时|家|路)|统一|唯一|万一|第[一二三四五六七八九十\d]+[次回步]|十分|百分之?|三番|五花|(?<![一二两三四五六七八九十百\d])千万(?![元块])/g

/** Words without the numerals that count nothing: 一共 and its like fall away, 一会儿 and its like become ※. */
export function withoutIdioms(words: string): string {
  return words
    .replace(emptyIdioms, (idiom) => (/共|总/.test(idiom) ? '共' : ''))
    .replace(otherIdioms, '※')
}
