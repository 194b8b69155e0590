import { type Buckets, createBuckets } from './bucket.ts'
import type { Address, Channel } from './channel.ts'

/** How many milliseconds a message to this address has to wait; 0: it may go now, and is counted. */
export type PaceOf = (channel: Channel, address: Address) => number

/** Spaces messages out as each channel wants it: in no minute go more than it allows, bursts included. */
export function createPace(clock: () => Date): PaceOf {
  const limits = new Map<string, { person: Buckets; account: Buckets }>()

  return ({ name, pace }, { account, person }) => {
    if (!pace) return 0
    const { perPerson, perAccount, burst = 1 } = pace
    const several = Math.max(1, Math.floor(perAccount / 2))
    const limit = limits.get(name) ?? {
      person: createBuckets(burst, Math.max(1, perPerson - burst), clock),
      account: createBuckets(several, Math.max(1, perAccount - several), clock),
    }
    limits.set(name, limit)
    const wait = limit.person(`${account}/${person}`)
    return wait > 0 ? wait : limit.account(account)
  }
}
