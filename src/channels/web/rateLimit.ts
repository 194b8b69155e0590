import type { Memory } from '../../memory.ts'
import { createBuckets } from '../bucket.ts'

/** Lets so many in a minute for each name, and says how many seconds the next one has to wait. */
export type RateLimit = (name: string) => number

/** Answers 0 where the request may go on. Each process counts for itself. */
export function createRateLimit(
  most: number,
  clock: () => Date,
  memory: Memory,
  about: string,
): RateLimit {
  const waitFor = createBuckets(most, most, clock, memory, about)
  return (name) => Math.ceil(waitFor(name) / 1000)
}
