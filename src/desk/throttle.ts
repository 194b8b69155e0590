import type { Attempts } from '../store/attempts.ts'

const most = 5
const minute = 60_000

/** Failures for an account within an hour that cost nothing; from then on each waits twice as long, up to a minute. */
const free = 5
const waitAfter = (failures: number): number =>
  failures <= free ? 0 : Math.min(2 ** (failures - free) * 1000, minute)

/** Whose attempt it is: where it comes from, and the account that it is about, empty for the first password. */
export type Attempt = { address: string; account?: string }

/** Counts failures, wherever they are counted for all processes. */
export type Throttle = {
  /** Counts an attempt as failed until it is forgiven; answers how many milliseconds it has to wait, if it may not go on. */
  enter(attempt: Attempt): Promise<number>
  /** The attempt was right; what others tried stays counted. */
  forgive(attempt: Attempt): Promise<void>
}

/**
 * Five failures a minute for an address; and for an account, which may be guessed at from many, a delay
 * that grows to a minute. It is its owner's delay too: they get in where they are the first to try once it
 * is over. An attempt counts before it is checked, so that many at once are no way round.
 */
export function createThrottle(attempts: Attempts, clock: () => Date): Throttle {
  const from = (address: string) => `sign-in from ${address}`
  const as = (account: string) => `sign-in as ${account}`
  return {
    async enter({ address, account }) {
      const now = clock()
      if ((await attempts.countAttempt(from(address), now, minute)) > most) return minute
      if (account === undefined) return 0
      return attempts.countAfterWaiting(as(account), now, 60 * minute, waitAfter)
    },
    async forgive({ address, account }) {
      await attempts.forgiveAttempt(from(address))
      if (account !== undefined) await attempts.forgiveAttempt(as(account))
    },
  }
}
