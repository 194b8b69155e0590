import { digitByDigit, digitChars } from './numerals.ts'

const spoken = `\\d${digitChars}洞拐勾`
const dictated = new RegExp(
  `[${spoken}](?:[${spoken}]|[ \\-,，、]{1,2}(?=[${spoken}]{2})){2,}`,
  'g',
)

const repeated = new RegExp(
  `([两二三四五六七八2-8])个([\\d${digitChars}])(?=[\\d${digitChars},，、 ]|$)`,
  'g',
)

/** A name's character beside a whole number: 张三13800138000. */
const besideNumber = new RegExp(
  `(?<![${digitChars}])[${digitChars}]{1,2}(?=\\d{11})|(?<=\\d{11})[${digitChars}]{1,2}(?![${digitChars}])`,
  'g',
)

/** Dictated digits (幺三八零零…, 三个零) as Arabic ones, wherever three or more stand together. */
export function dictation(words: string): string {
  return words
    .replace(besideNumber, ' ')
    .replace(repeated, (_, count, digit) => digitByDigit(digit).repeat(Number(digitByDigit(count))))
    .replace(dictated, (run) =>
      /[^\d ,，、-]/.test(run) ? digitByDigit(run).replace(/[,，、]/g, ' ') : run,
    )
}

/**
 * The numbers in words whose digits people group with blanks, dashes and dots. A run that stands together is
 * one number; a row of short groups is read as one number and, where `size` names a length, as every stretch
 * of groups that adds up to it.
 */
export function digitRuns(words: string, size: number): string[] {
  const runs: string[] = []
  for (const [row] of words.matchAll(
    /\d+[xX]?(?:[ \-._·/\n]{1,3}(?:\d+[xX]?|[xX](?![a-zA-Z])))*/g,
  )) {
    const groups = row.split(/[ \-._·/\n]+/)
    const whole = groups.join('')
    const long = groups.filter((group) => group.length >= size - 3 || group.length >= 11)
    if (groups.length === 1 || whole.length === size) runs.push(whole)
    else if (long.length > 0) runs.push(...stretches(groups, size, long))
    else runs.push(...stretches(groups, size, [whole]))
  }
  const together = words.replace(/[\s,，、;；]/g, '')
  if (runs.length > 1 && together.length === size && /^\d+[xX]?$/.test(together))
    return [together.toUpperCase()]
  return runs.map((run) => run.toUpperCase())
}

function stretches(
  groups: readonly string[],
  size: number,
  otherwise: readonly string[],
): string[] {
  const found: string[] = []
  for (let from = 0; from < groups.length; from++) {
    for (let to = from + 1; to <= groups.length; to++) {
      const joined = groups.slice(from, to).join('')
      const rest = [...groups.slice(0, from), ...groups.slice(to)]
      if (joined.length > size) break
      if (joined.length === size && rest.every((group) => group.length >= 6)) found.push(joined)
    }
  }
  return found.length > 0 ? found : [...otherwise]
}
