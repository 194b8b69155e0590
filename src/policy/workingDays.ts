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
const holidays: ReadonlySet<number> = new Set(Object.keys(table.holidays).map(Date.parse))
const workdays: ReadonlySet<number> = new Set(Object.keys(table.workdays).map(Date.parse))

const lastYear = new Date(Math.max(...holidays)).getUTCFullYear()
const knownUntil = `${lastYear}-12-31`

const oneDay = 86_400_000

/** Whether offices work on a day: weekdays that are no holiday, and weekend days worked in exchange. */
export const isWorkday = (day: string): boolean => areOpenOn(Date.parse(day))

function areOpenOn(midnight: number): boolean {
  if (workdays.has(midnight)) return true
  if (holidays.has(midnight)) return false
  const weekday = new Date(midnight).getUTCDay()
  return weekday !== 0 && weekday !== 6
}

/**
 * The day `count` working days after a day, with the official holidays and the weekend days worked
 * in exchange (调休); the day itself does not count. Past the end of the holiday table only
 * weekends are left out, and the result says so.
 */
export function addWorkingDays(day: string, count: number): DueDay {
  let midnight = Date.parse(day)
  for (let left = count; left > 0; ) {
    midnight += oneDay
    if (areOpenOn(midnight)) left -= 1
  }
  const date = new Date(midnight).toISOString().slice(0, 10)
  return { date, certain: date <= knownUntil, knownUntil }
}
