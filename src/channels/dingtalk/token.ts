/** An access token, asked for when it is needed and then kept. */
export type Token = {
  get(): Promise<string>
  /** Forgets a token that the platform does not take any more. */
  drop(token: string): void
}

/** A token with the moments at which it is renewed and ends, milliseconds. */
export type KeptToken = { token: string; renewAt: number; endsAt: number }

/** Where a token is kept: longer than a single request, where each has an application of its own. */
export type TokenPlace = { kept?: KeptToken }

/** A token is renewed this long before it ends, milliseconds; one that lives shorter, at half its life. */
const early = 300_000

/**
 * Keeps the token that `ask` gives: many callers at once lead to one question, and while the old
 * token is good a failed renewal is no failure.
 */
export function createToken(
  ask: () => Promise<{ token: string; seconds: number }>,
  clock: () => Date,
  place: TokenPlace = {},
): Token {
  let asking: Promise<string> | null = null

  async function renew(): Promise<string> {
    try {
      const { token, seconds } = await ask()
      const now = clock().getTime()
      const life = seconds * 1000
      place.kept = { token, renewAt: now + Math.max(life - early, life / 2), endsAt: now + life }
      return token
    } catch (error) {
      const { kept } = place
      if (kept && clock().getTime() < kept.endsAt) return kept.token
      throw error
    }
  }

  return {
    async get() {
      const { kept } = place
      if (kept && clock().getTime() < kept.renewAt) return kept.token
      asking ??= renew().finally(() => {
        asking = null
      })
      return asking
    },
    drop(token) {
      if (place.kept?.token === token) delete place.kept
    },
  }
}
