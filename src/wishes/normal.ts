import { Converter } from 'opencc-js/t2cn'

const toSimplified = Converter({ from: 't', to: 'cn' })
const invisible = /[\p{Cf}\p{Cc}\p{Mn}\p{Me}]/gu
const punctuation = /[^\p{Script=Han}a-z0-9#]+/gu
const longNumber = /\d{6,}[\dx]*/g

/**
 * A message as the matchers compare it: NFKC, simplified, lower case, white space and signs off.
 * Two messages that differ only in how they were typed become the same string.
 */
export function normalise(text: string): string {
  const plain = text.normalize('NFKC').replace(invisible, '').toLowerCase()
  return toSimplified(plain).replace(punctuation, '')
}

/** The same, with long numbers (identity, phone, serial) as `#`: they say nothing about a wish. */
export function withoutNumbers(normal: string): string {
  return normal.replace(longNumber, '#')
}
