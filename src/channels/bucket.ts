import type { Memory } from '../memory.ts'

/** Takes one from the bucket of `name`, and says how many milliseconds to wait where it is empty: 0 took one. */
export type Buckets = (name: string) => number

const minute = 60_000

/**
 * A bucket for each name, which holds `most` and fills up with `perMinute`. Each process counts for
 * itself.
 */
export function createBuckets(
  most: number,
  perMinute: number,
  clock: () => Date,
  memory: Memory,
  about: string,
): Buckets {
  return (name) => {
    // Its room is large, and made once somebody comes.
    const buckets = memory<{ left: number; at: number }>(`rate of ${about}`, 50_000)
    const now = clock().getTime()
    const { left, at } = buckets.get(name) ?? { left: most, at: now }
    // A clock that is set back has let no time pass.
    const filled = Math.min(most, left + (Math.max(0, now - at) / minute) * perMinute)
    if (filled < 1) return Math.ceil(((1 - filled) * minute) / perMinute)
    buckets.set(name, { left: filled - 1, at: now })
    return 0
  }
}
