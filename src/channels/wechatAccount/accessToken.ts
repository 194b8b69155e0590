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
 * Keeps the account's access token: asked for once however many wait for it, and renewed early.
 * `grant` asks the platform; with `force` it makes a new token and ends the old one.
 */
export function createAccessToken(
  grant: (force: boolean) => Promise<Granted>,
  clock: () => Date,
): AccessToken {
  let held: { token: string; until: number } | null = null
  let flight: Promise<string> | null = null

  async function renew(rejected: string | null): Promise<string> {
    let granted = await grant(false)
    // The platform says the same as before as long as it believes in it.
    if (granted.token === rejected) granted = await grant(true)
    held = { token: granted.token, until: clock().getTime() + granted.seconds * 1000 }
    return held.token
  }

  function renewOnce(rejected: string | null): Promise<string> {
    flight ??= renew(rejected).finally(() => {
      flight = null
    })
    return flight
  }

  return {
    async current() {
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
      if (held && held.token !== rejected) return held.token
      return renewOnce(rejected)
    },
  }
}
