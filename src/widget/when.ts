import type { Words } from './words.ts'

const apart = 10 * 60_000
const day = 24 * 60 * 60_000

/** What stands above a message: day and time after a pause of ten minutes or on another day, else nothing. */
export function stampFor(
  before: string | undefined,
  at: string | undefined,
  words: Words,
): string | undefined {
  const now = new Date()
  const time = at ? new Date(at) : now
  const last = before ? new Date(before) : now
  const days = (other: Date) => other.toDateString()
  if (days(time) === days(last) && Math.abs(+time - +last) < apart) return undefined
  const clock = time.toLocaleTimeString(words.lang, { hour: '2-digit', minute: '2-digit' })
  if (days(time) === days(now)) return `${words.today} ${clock}`
  if (days(time) === days(new Date(+now - day))) return `${words.yesterday} ${clock}`
  const date = time.toLocaleDateString(words.lang, {
    ...(time.getFullYear() === now.getFullYear() ? {} : { year: 'numeric' }),
    month: 'long',
    day: 'numeric',
  })
  return `${date} ${clock}`
}
