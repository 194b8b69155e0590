import type { Memory } from '../../memory.ts'

/** Lets so many in a minute for each name, and says how many seconds the next one has to wait. */
export type RateLimit = (name: string) => number

const minute = 60_000

/**
 * A bucket of `most` for each name that fills up again over a minute. Each process counts for itself.
 * Answers 0 where the request may go on.
 */
export function createRateLimit(
  most: number,
  clock: () => Date,
  memory: Memory,
  about: string,
): RateLimit {
  const buckets = memory<{ left: number; at: number }>(`rate of ${about}`, 50_000)
  return (name) => {
    const now = clock().getTime()
    const { left, at } = buckets.get(name) ?? { left: most, at: now }
    // A clock that is set back has let no time pass.
    const filled = Math.min(most, left + (Math.max(0, now - at) / minute) * most)
    if (filled < 1) return Math.ceil(((1 - filled) * minute) / most / 1000)
    buckets.set(name, { left: filled - 1, at: now })
    return 0
  }
}
