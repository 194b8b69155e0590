import { digitByDigit, digitChars } from './numerals.ts'
import { plain, simplify } from './plain.ts'

/**
 * A message as it was written and, character for character beside it, as it is searched: simplified, with
 * dictated digits as Arabic ones and one kind of dash. A place in one is the same place in the other.
 */
export type CellText = { readonly written: string; readonly said: string }

/** Makes both from a message; the marks of a list and the rules of a table are only space between its parts. */
export function cellText(text: string): CellText {
  const written = plain(text.replace(/[①-⑳⑴-⒇㈠-㈩]/gu, '\n')).replace(/[|｜]/g, ' ')
  const said = inDigits(simplify(written).replace(/[‐‑‒–—―−─━﹣－]/g, '-'))
  return { written, said: said.length === written.length ? said : written }
}

/** The text with stretches that are spoken for as NUL. */
export function blank(
  { written, said }: CellText,
  read: readonly { at: number; end: number }[],
): CellText {
  const without = (words: string) =>
    read.reduce(
      (left, { at, end }) => left.slice(0, at) + '\0'.repeat(end - at) + left.slice(end),
      words,
    )
  return { written: without(written), said: without(said) }
}

/** A part of the text. */
export const sliceOf = ({ written, said }: CellText, at: number, end?: number): CellText => ({
  written: written.slice(at, end),
  said: said.slice(at, end),
})

const digit = `[\\d${digitChars}洞拐勾]`
/** Six and more, so that no number of a house, a year or an amount is one. */
const dictated = new RegExp(`${digit}(?:[ \\-]?${digit}){5,}(?:[Xx叉]|艾克斯)?`, 'g')
/** A name's last character before a number, as in 张三13800138000. */
const besideNumber = new RegExp(
  `^[${digitChars}]{1,2}(?=\\d{11})|(?<=\\d{11})[${digitChars}]{1,2}$`,
)
const yearInWords = new RegExp(`(?<![${digitChars}十百千万])[${digitChars}]{2,4}(?= ?年)`, 'g')
const monthInWords = /(?<![一二三四五六七八九])十?[一二三四五六七八九](?= ?月)/g

/** Each changed character stays one character. */
function inDigits(words: string): string {
  return words
    .replace(dictated, (run) => {
      const beside = besideNumber.exec(run)
      if (beside) {
        const kept = run.slice(beside.index, beside.index + beside[0].length)
        return run.startsWith(kept)
          ? kept + digitByDigit(run.slice(kept.length))
          : digitByDigit(run.slice(0, beside.index)) + kept
      }
      return digitByDigit(run)
        .replace(/叉$/, 'X')
        .replace(/艾克斯$/, 'X\0\0')
    })
    .replace(yearInWords, digitByDigit)
    .replace(monthInWords, (month) => digitByDigit(month.replace('十', '一')))
}
