import type { Seal } from '../../store/seal.ts'

/** What a chat's token is worth. `ageing`: still good, and to be replaced by a new one. */
export type Worth = 'good' | 'ageing' | 'none'

const day = 86_400_000

/** A token lasts longer than what it opens is kept without being used. */
const lifetime = 200 * day

/**
 * The tokens of chats: signed, bound to one chat, with the moment at which they were made. A day later
 * whoever uses one gets the next, so that one that was copied somewhere dies of age.
 */
export function createTickets(seal: Seal, clock: () => Date) {
  const about = (chat: string, made: string) => `chat:${chat}:${made}`
  return {
    async issue(chat: string): Promise<string> {
      const made = clock().getTime().toString(36)
      return `${made}.${await seal.sign(about(chat, made))}`
    },
    async worth(chat: string, token: string): Promise<Worth> {
      const [, made = '', signature = ''] = /^([0-9a-z]{1,11})\.([\w-]{43})$/.exec(token) ?? []
      if (!(await seal.verify(about(chat, made), signature))) return 'none'
      const age = clock().getTime() - Number.parseInt(made, 36)
      if (age > lifetime) return 'none'
      return age > day ? 'ageing' : 'good'
    },
  }
}
