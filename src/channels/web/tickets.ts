import type { Memory } from '../../memory.ts'
import type { Seal } from '../../store/seal.ts'
import type { Store } from '../../store/store.ts'
import { conversationOf } from './reader.ts'

/** What a chat's token is worth. `ageing`: still good, and to be replaced by a new one. */
export type Worth = 'good' | 'ageing' | 'none'

const day = 86_400_000

/** A token lasts longer than what it opens is kept without being used. */
const lifetime = 200 * day

/** For how long the token before is good once the next is used: another tab may still hold it. */
const grace = 3_600_000

/**
 * The tokens of chats: signed, bound to one chat, with the moment at which they were made. A day later
 * whoever uses one gets the next, and once that is used, those before it end: one that was copied
 * somewhere and lies there dies with them. Whoever goes on using a copy is handed the next ones too, and
 * is rid of only with the chat. A next one that never arrived ends nothing.
 */
export function createTickets(
  seal: Seal,
  clock: () => Date,
  memory: Memory,
  store: Pick<Store, 'useTicket' | 'newestTicket'>,
) {
  const about = (chat: string, made: string) => `chat:${chat}:${made}`
  /** Tokens whose signatures were found to be ours, each with its chat, and whose use is noted. */
  const ours = memory<true>('tokens', 20_000)

  async function isOurs(chat: string, made: string, signature: string): Promise<boolean> {
    const signed = `${about(chat, made)}.${signature}`
    if (ours.has(signed)) return true
    if (!(await seal.verify(about(chat, made), signature))) return false
    // A chat's first token ends none, also where it happens to look like a next one.
    if (momentOf(made) % day === 0) {
      await store.useTicket(conversationOf(chat), madeAt(made), clock().toISOString())
    }
    ours.set(signed, true)
    return true
  }

  async function isReplaced(chat: string, made: string): Promise<boolean> {
    const newest = await store.newestTicket(conversationOf(chat))
    if (!newest || newest.madeAt <= madeAt(made)) return false
    return clock().getTime() - Date.parse(newest.usedAt) > grace
  }

  const sign = async (chat: string, made: string) => `${made}.${await seal.sign(about(chat, made))}`

  return {
    /** The first token of a new chat. */
    issue: (chat: string): Promise<string> => sign(chat, clock().getTime().toString(36)),

    /**
     * The token that replaces an ageing one, made as the day began: the same all day, so that those who get
     * it at once get one. It looks like any other, so that an earlier version beside this one takes it too.
     */
    next(chat: string): Promise<string> {
      const today = Math.floor(clock().getTime() / day) * day
      return sign(chat, today.toString(36))
    },

    async worth(chat: string, token: string): Promise<Worth> {
      const [, made = '', signature = ''] = /^([0-9a-z]{1,11})\.([\w-]{43})$/.exec(token) ?? []
      if (!(await isOurs(chat, made, signature))) return 'none'
      const age = clock().getTime() - momentOf(made)
      if (age > lifetime) return 'none'
      if (age <= day) return 'good'
      return (await isReplaced(chat, made)) ? 'none' : 'ageing'
    },
  }
}

const momentOf = (made: string): number => Number.parseInt(made, 36)

const madeAt = (made: string): string => new Date(momentOf(made)).toISOString()
