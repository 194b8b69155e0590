import days from 'chinese-days'

/** A day so many working days on, and whether the holiday table reaches that far. */
export type DueDay = {
  /** `YYYY-MM-DD` */
  readonly date: string
  /** False where the State Council's holidays of a year on the way are not in the table yet. */
  readonly certain: boolean
  /** The last day that the table knows, `YYYY-MM-DD`. */
  readonly knownUntil: string
}

const hasHolidays = (year: number): boolean =>
  days.getHolidaysInRange(`${year}-01-01`, `${year}-12-31`, false).length > 0

function lastKnownYear(): number {
  let year = 2024
  while (hasHolidays(year + 1)) year += 1
  return year
}

const knownUntil = `${lastKnownYear()}-12-31`

const nextDay = (day: string): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10)

/**
 * The day `count` working days after a day, with the official holidays and the weekend days worked
 * in exchange (调休); the day itself does not count. Past the end of the holiday table only
 * weekends are left out, and the result says so.
 */
export function addWorkingDays(day: string, count: number): DueDay {
  let date = day
  for (let left = count; left > 0; ) {
    date = nextDay(date)
    if (days.isWorkday(date)) left -= 1
  }
  return { date, certain: date <= knownUntil, knownUntil }
}
