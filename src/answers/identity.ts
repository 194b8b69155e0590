import { realDate } from './calendar.ts'

const provinces = new Set(
  '11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83'.split(
    ' ',
  ),
)

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]

/** The check character that 17 digits demand (GB 11643, ISO 7064 MOD 11-2). */
export function checkDigit(digits: string): string {
  const total = weights.reduce((sum, weight, at) => sum + weight * Number(digits[at]), 0)
  return '10X98765432'[total % 11] ?? ''
}

/** What is wrong with an 18-character number, or undefined for a right one. */
export function flaw(
  idNumber: string,
  today: string,
): 'province' | 'date' | 'checksum' | undefined {
  // A foreign resident's permit: 9, the province of issue, the country, then as everybody's.
  const province = idNumber.startsWith('9') ? idNumber.slice(1, 3) : idNumber.slice(0, 2)
  if (!provinces.has(province)) return 'province'
  const born = birthDateOf(idNumber)
  if (!born || born < '1900' || born > today) return 'date'
  return checkDigit(idNumber) === idNumber[17] ? undefined : 'checksum'
}

/** `M` or `F`, from the 17th digit of an 18-character number. */
export const sexOf = (idNumber: string): 'M' | 'F' => (Number(idNumber[16]) % 2 === 1 ? 'M' : 'F')

/** `YYYY-MM-DD` from an 18-character number; undefined where the calendar has no such day. */
export const birthDateOf = (idNumber: string): string | undefined =>
  realDate(
    Number(idNumber.slice(6, 10)),
    Number(idNumber.slice(10, 12)),
    Number(idNumber.slice(12, 14)),
  )

/** Full years of age on a day; born and day are `YYYY-MM-DD`. Who was born on 29 February ages on 1 March. */
export function ageOn(born: string, day: string): number {
  const years = Number(day.slice(0, 4)) - Number(born.slice(0, 4))
  return day.slice(5) < born.slice(5) ? years - 1 : years
}
