import type { Memory } from '../memory.ts'

/** A token as the platform gives it out, and for how many seconds. */
export type Granted = { token: string; seconds: number }

export type AccessToken = {
  /** A token that is good for a while yet. */
  current(): Promise<string>
  /** Another one than `rejected`, which the platform did not take. */
  after(rejected: string): Promise<string>
}

/** A token with the moments at which it is renewed and ends, milliseconds. */
type Held = { token: string; renewAt: number; endsAt: number }

/**
 * Renewed so many milliseconds before its end; one that lives shorter, at half its life. WeChat gives
 * out the next one 5 minutes before.
 */
const early = 4 * 60_000

/**
 * Keeps the access token of an account: asked for once however many wait for it, and renewed early;
 * while the old one is good a failed renewal is no failure. `grant` asks the platform; with `force` it
 * makes a new token and ends the old one, where the platform can.
 */
export function createAccessToken(
  account: string,
  grant: (force: boolean) => Promise<Granted>,
  memory: Memory,
  clock: () => Date,
): AccessToken {
  const tokens = memory<Held>(`access token of ${account}`, 1)
  let flight: Promise<string> | null = null

  async function renew(rejected: string | null): Promise<string> {
    let granted = await grant(false)
    // The platform says the same as before as long as it believes in it.
    if (granted.token === rejected) granted = await grant(true)
    const { token, seconds } = granted
    const [now, life] = [clock().getTime(), seconds * 1000]
    const renewAt = now + Math.max(life - early, life / 2)
    tokens.set(account, { token, renewAt, endsAt: now + life })
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
      const now = clock().getTime()
      if (held && now < held.renewAt) return held.token
      try {
        return await renewOnce(null)
      } catch (error) {
        if (held && now < held.endsAt) return held.token
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
