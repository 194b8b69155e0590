import type { Memory } from '../../memory.ts'
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
export function createTickets(seal: Seal, clock: () => Date, memory: Memory) {
  const about = (chat: string, made: string) => `chat:${chat}:${made}`
  /** Tokens whose signatures were found to be ours, each with its chat. */
  const ours = memory<true>('tokens', 20_000)

  async function isOurs(chat: string, made: string, signature: string): Promise<boolean> {
    const signed = `${about(chat, made)}.${signature}`
    if (ours.has(signed)) return true
    if (!(await seal.verify(about(chat, made), signature))) return false
    ours.set(signed, true)
    return true
  }

  return {
    async issue(chat: string): Promise<string> {
      const made = clock().getTime().toString(36)
      return `${made}.${await seal.sign(about(chat, made))}`
    },
    async worth(chat: string, token: string): Promise<Worth> {
      const [, made = '', signature = ''] = /^([0-9a-z]{1,11})\.([\w-]{43})$/.exec(token) ?? []
      if (!(await isOurs(chat, made, signature))) return 'none'
      const age = clock().getTime() - Number.parseInt(made, 36)
      if (age > lifetime) return 'none'
      return age > day ? 'ageing' : 'good'
    },
  }
}
