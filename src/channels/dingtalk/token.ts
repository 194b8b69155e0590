import type { Memory } from '../../memory.ts'

/** An access token, asked for when it is needed and then kept. */
export type Token = {
  get(): Promise<string>
  /** Forgets a token that the platform does not take any more. */
  drop(token: string): void
}

/** A token with the moments at which it is renewed and ends, milliseconds. */
type KeptToken = { token: string; renewAt: number; endsAt: number }

/** A token is renewed this long before it ends, milliseconds; one that lives shorter, at half its life. */
const early = 300_000

/**
 * Keeps the token that `ask` gives: many callers at once lead to one question, and while the old
 * token is good a failed renewal is no failure.
 */
export function createToken(
  ask: () => Promise<{ token: string; seconds: number }>,
  clock: () => Date,
  memory: Memory,
): Token {
  const room = memory<KeptToken>('DingTalk token', 1)
  let asking: Promise<string> | null = null

  async function renew(): Promise<string> {
    try {
      const { token, seconds } = await ask()
      const now = clock().getTime()
      const life = seconds * 1000
      room.set('', { token, renewAt: now + Math.max(life - early, life / 2), endsAt: now + life })
      return token
    } catch (error) {
      const kept = room.get('')
      if (kept && clock().getTime() < kept.endsAt) return kept.token
      throw error
    }
  }

  return {
    async get() {
      const kept = room.get('')
      if (kept && clock().getTime() < kept.renewAt) return kept.token
      asking ??= renew().finally(() => {
        asking = null
      })
      return asking
    },
    drop(token) {
      if (room.get('')?.token === token) room.delete('')
    },
  }
}
