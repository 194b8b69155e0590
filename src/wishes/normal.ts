import { comparable } from '../answers/plain.ts'

const signs = /[^\p{Script=Han}a-z0-9#]+/gu
const longNumber = /\d{6,}[\dx]*/g

/**
 * A message as the matchers compare it: NFKC, simplified, lower case, white space and signs off.
 * Two messages that differ only in how they were typed become the same string.
 */
export function normalise(text: string): string {
  return comparable(text).toLowerCase().replace(signs, '')
}

/** The same, with long numbers (identity, phone, serial) as `#`: they say nothing about a wish. */
export function withoutNumbers(normal: string): string {
  return normal.replace(longNumber, '#')
}
