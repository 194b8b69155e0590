import type { Memory } from '../memory.ts'

const most = 5
const windowMilliseconds = 60_000

/** Counts failures for an address. */
export type Throttle = {
  /** Counts an attempt as failed until it is forgiven; false where five a minute are used up. */
  enter(address: string): boolean
  /** Takes this address's failures back: the attempt was right. */
  forgive(address: string): void
}

/** Five failures a minute for an address. An attempt counts before it is checked, so that many at once are no way round. */
export function createThrottle(clock: () => Date, memory: Memory): Throttle {
  const failures = memory<readonly number[]>('failed sign-ins', 10_000)
  return {
    enter(address) {
      const now = clock().getTime()
      // What a clock that was set back since has dated ahead is as good as old.
      const isRecent = (at: number) => Math.abs(now - at) < windowMilliseconds
      const recent = (failures.get(address) ?? []).filter(isRecent)
      if (recent.length >= most) return false
      failures.set(address, [...recent, now])
      return true
    },
    forgive: (address) => failures.delete(address),
  }
}
