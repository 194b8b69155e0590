import type { Memory } from '../../memory.ts'

/** A token as the platform gives it out, and for how many seconds. */
export type Granted = { token: string; seconds: number }

export type AccessToken = {
  /** A token that is good for a while yet. */
  current(): Promise<string>
  /** Another one than `rejected`, which the platform did not take. */
  after(rejected: string): Promise<string>
}

/** Renewed so many milliseconds before its end. The platform gives out the next one 5 minutes before. */
const early = 4 * 60_000

/**
 * Keeps the access token of an account: asked for once however many wait for it, and renewed early.
 * `grant` asks the platform; with `force` it makes a new token and ends the old one.
 */
export function createAccessToken(
  account: string,
  grant: (force: boolean) => Promise<Granted>,
  memory: Memory,
  clock: () => Date,
): AccessToken {
  const tokens = memory<{ token: string; until: number }>('WeChat tokens', 10)
  let flight: Promise<string> | null = null

  async function renew(rejected: string | null): Promise<string> {
    let granted = await grant(false)
    // The platform says the same as before as long as it believes in it.
    if (granted.token === rejected) granted = await grant(true)
    const { token, seconds } = granted
    tokens.set(account, { token, until: clock().getTime() + seconds * 1000 })
    return token
  }

  function renewOnce(rejected: string | null): Promise<string> {
    flight ??= renew(rejected).finally(() => {
      flight = null
    })
    return flight
  }

  return {
    async current() {
      const held = tokens.get(account)
      const left = held ? held.until - clock().getTime() : 0
      if (held && left > early) return held.token
      try {
        return await renewOnce(null)
      } catch (error) {
        if (held && left > 0) return held.token
        throw error
      }
    },
    async after(rejected) {
      const held = tokens.get(account)
      if (held && held.token !== rejected) return held.token
      return renewOnce(rejected)
    },
  }
}
