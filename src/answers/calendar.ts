const two = (n: number) => String(n).padStart(2, '0')

const leap = (year: number) => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0

/** `YYYY-MM-DD` where the calendar has such a day, else undefined. */
export function realDate(year: number, month: number, day: number): string | undefined {
  const days = [31, leap(year) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
  if (days === undefined || day < 1 || day > days || year < 1) return undefined
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`
}

/** `YYYY-MM`. */
export const monthOf = (year: number, month: number): string =>
  `${String(year).padStart(4, '0')}-${two(month)}`

/** The month `count` months after (or before) `month`, both `YYYY-MM`. */
export function addMonths(month: string, count: number): string {
  const at = Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1 + count
  return monthOf(Math.floor(at / 12), (at % 12) + 1)
}

/** How many months from one `YYYY-MM` to another, both counted. */
export function monthsFromTo(from: string, to: string): number {
  const months = (month: string) => Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7))
  return months(to) - months(from) + 1
}

/** A year as written, in full: two digits up to this year's are 20yy, later ones 19yy. */
export function fullYear(written: string, today: string): number {
  const year = Number(written)
  if (written.length > 2) return year
  return year <= Number(today.slice(2, 4)) ? 2000 + year : 1900 + year
}

/** `2015-03` as 2015年3月. */
export const writeMonth = (month: string): string =>
  `${Number(month.slice(0, 4))}年${Number(month.slice(5, 7))}月`

/** `2015-03-08` as 2015年3月8日. */
export const writeDate = (date: string): string =>
  `${writeMonth(date)}${Number(date.slice(8, 10))}日`
