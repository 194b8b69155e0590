import table from 'chinese-days/dist/chinese-days.json' with { type: 'json' }

/** A day so many working days on, and whether the holiday table reaches that far. */
export type DueDay = {
  /** `YYYY-MM-DD` */
  readonly date: string
  /** False where the State Council's holidays of a year on the way are not in the table yet. */
  readonly certain: boolean
  /** The last day that the table knows, `YYYY-MM-DD`. */
  readonly knownUntil: string
}

// The library's functions read a day in the machine's time zone; its table has none.
const holidays: ReadonlySet<string> = new Set(Object.keys(table.holidays))
const workdays: ReadonlySet<string> = new Set(Object.keys(table.workdays))

const lastYear = [...holidays].reduce((last, day) => Math.max(last, Number(day.slice(0, 4))), 0)
const knownUntil = `${lastYear}-12-31`

const nextDay = (day: string): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10)

/** Whether offices work on a day: weekdays that are no holiday, and weekend days worked in exchange. */
export function isWorkday(day: string): boolean {
  if (workdays.has(day)) return true
  if (holidays.has(day)) return false
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay()
  return weekday !== 0 && weekday !== 6
}

/**
 * The day `count` working days after a day, with the official holidays and the weekend days worked
 * in exchange (调休); the day itself does not count. Past the end of the holiday table only
 * weekends are left out, and the result says so.
 */
export function addWorkingDays(day: string, count: number): DueDay {
  let date = day
  for (let left = count; left > 0; ) {
    date = nextDay(date)
    if (isWorkday(date)) left -= 1
  }
  return { date, certain: date <= knownUntil, knownUntil }
}
