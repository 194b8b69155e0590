import { newSerial } from '../desk/serial.ts'

/** `JX2026112304821773`: the day of issue and eight digits that nobody can guess from another number. */
export const newNumber = (moment: Date): string => `JX${newSerial(moment)}`

/** A number as somebody typed it off a document; null where it cannot be one. */
export function readNumber(typed: string): string | null {
  const bare = typed.normalize('NFKC').toUpperCase().replace(/[\s-]/g, '')
  const digits = /^(?:JX)?(\d{16})$/.exec(bare)?.[1]
  return digits ? `JX${digits}` : null
}

/** In groups, so that it can be typed off: `JX 20261123 0482 1773`. */
export const grouped = (number: string): string =>
  number.replace(/^JX(\d{8})(\d{4})(\d{4})$/, 'JX $1 $2 $3')
