/** The month of a day: `2026-11` of `2026-11-23`. */
export const monthOf = (day: string): string => day.slice(0, 7)

const ordinal = (month: string): number =>
  Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1

const written = (ordinal: number): string =>
  `${String(Math.floor(ordinal / 12)).padStart(4, '0')}-${String((ordinal % 12) + 1).padStart(2, '0')}`

/** A month so many months later (or earlier), `YYYY-MM`. */
export const addMonths = (month: string, count: number): string => written(ordinal(month) + count)

/** How many months lie from one month to another; 0 for the same, negative backwards. */
export const monthsFrom = (from: string, to: string): number => ordinal(to) - ordinal(from)

/** How many days a month has. */
export const daysIn = (month: string): number =>
  new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5, 7)), 0)).getUTCDate()

/** A day so many months later, `YYYY-MM-DD`; the last of the month where the day does not exist. */
export function addMonthsToDay(day: string, count: number): string {
  const month = addMonths(monthOf(day), count)
  const date = Math.min(Number(day.slice(8, 10)), daysIn(month))
  return `${month}-${String(date).padStart(2, '0')}`
}
