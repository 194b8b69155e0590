import type { Memory } from '../memory.ts'
import { createBuckets } from './bucket.ts'
import type { Address, Channel } from './channel.ts'

/** How many milliseconds a message to this address has to wait; 0: it may go now, and is counted. */
export type PaceOf = (channel: Channel, address: Address) => number

/** Spaces messages out as each channel wants it: in no minute go more than it allows, bursts included. */
export function createPace(clock: () => Date, memory: Memory): PaceOf {
  /** Of so many a minute some may go at once; the others as those are made good. */
  const bucket = (atOnce: number, perMinute: number, about: string) =>
    createBuckets(atOnce, Math.max(1, perMinute - atOnce), clock, memory, about)

  return ({ name, pace }, { account, person }) => {
    if (!pace) return 0
    const { perPerson, perAccount, burst = 1 } = pace
    const ofPerson = bucket(burst, perPerson, `people on ${name}`)
    const ofAccount = bucket(Math.max(1, perAccount >> 1), perAccount, `accounts on ${name}`)
    return ofPerson(`${account}/${person}`) || ofAccount(account)
  }
}
