import { chmod, mkdir, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { LRUCache } from 'lru-cache'
import { renderUnicodeCompact } from 'uqr'
import type { Contact, Wechaty } from 'wechaty'
import type { PuppetInterface } from 'wechaty-puppet/impls'
import { toBase64 } from '../../base64.ts'
import type { Address, Channel, Incoming, Parcel, Standing, Wiring } from '../channel.ts'
import { type Bot, createBot } from './bot.ts'
import { channel, incomingOf } from './incoming.ts'
import { Shut } from './shut.ts'
import { createTrouble } from './trouble.ts'

export type AccountSettings = {
  /** An npm name (WECHATY_PUPPET), or the puppet itself. */
  puppet: string | PuppetInterface
  /** The file in which the session is kept, without `.memory-card.json`. */
  memory: string
  /** After how long what could not be kept is tried again, milliseconds. */
  again?: readonly number[]
  /** Shows the code to whoever started the server. It opens the account: it is no matter for a log. */
  show: (lines: string) => void
  onStanding?: (standing: Standing) => void
}

/** A WeChat account behind a puppet: the part of the channel that touches wechaty. */
export type Account = Required<Pick<Channel, 'start' | 'stop' | 'send' | 'fetch' | 'standing'>> & {
  /** As a bot is; false before the start. */
  isAlive(silence: number): boolean
}

/** The most that is read of a file: the agency takes far less, bytes. */
const mostBytes = 10 * 1024 * 1024

/** Makes an account. Loads wechaty when it starts, not before. */
export function createAccount(settings: AccountSettings, { receive, clock, log }: Wiring): Account {
  const { puppet, memory, show, onStanding = () => {} } = settings
  const { again = [1_000, 5_000, 30_000] } = settings
  const since = clock()
  /** Messages that came since the start: of older ones a puppet may know nothing any more. */
  const heard = new LRUCache<string, true>({ max: 10_000 })
  let bot: Bot | null = null

  const signedIn = (): Wechaty => {
    if (!bot) throw new Error('the WeChat bot has not been started')
    return bot.signedIn()
  }

  /** A puppet brings nothing twice: what cannot be kept now is tried again here. */
  async function keep(incoming: Incoming): Promise<void> {
    for (const milliseconds of again) {
      try {
        await receive(incoming)
        return
      } catch (error) {
        log.warn({ name: (error as Error).name }, 'a message could not be kept; once more')
        await new Promise((resolve) => setTimeout(resolve, milliseconds))
      }
    }
    await receive(incoming)
  }

  async function open(): Promise<Bot> {
    const card = `${memory}.memory-card.json`
    await mkdir(dirname(card), { recursive: true })
    await writeFile(card, '{}', { mode: 0o600, flag: 'wx' }).catch(() => {})
    await chmod(card, 0o600)
    const { types } = await import('wechaty')
    return createBot(
      { puppet, memory },
      {
        async message(message) {
          const incoming = await incomingOf(message, signedIn().currentUser.id, types)
          if (!incoming) return
          heard.set(incoming.id, true)
          await keep(incoming)
        },
        async friendship(friendship) {
          if (friendship.type() !== types.Friendship.Confirm) return
          const account = signedIn().currentUser.id
          const address: Address = { channel, account, person: friendship.contact().id }
          const id = `friendship-${friendship.id}`
          await keep({ id, address, at: clock(), content: { kind: 'opened' } })
        },
        scan(code) {
          log.info(
            'the WeChat bot waits to be scanned: the code is at the desk and in the terminal',
          )
          show(`WeChat  scan this to sign in:\n${renderUnicodeCompact(code)}\n${code}`)
        },
        standing: onStanding,
        trouble: createTrouble(log, clock),
      },
      clock,
    )
  }

  return {
    async start() {
      bot ??= await open()
      await bot.start()
    },
    stop: async () => bot?.stop(),
    standing: () => bot?.standing() ?? { connected: false, since },
    isAlive: (silence) => bot?.isAlive(silence) ?? false,

    async send({ person, reply }, parcel) {
      const signed = signedIn()
      const contact = await contactOf(signed, person)
      if (!contact) return { kind: 'unreachable', reason: 'no such contact' }
      try {
        if (!reply?.room) await contact.say(await sayableOf(parcel))
        else if (parcel.kind === 'text') await mention(signed, reply.room, contact, parcel.text)
      } catch (error) {
        if (error instanceof Shut) return { kind: 'closed' }
        throw error
      }
      return { kind: 'sent' }
    },

    async fetch(_, { message: id = '' }) {
      const signed = signedIn()
      try {
        const message = await signed.Message.find({ id })
        if (!message) throw new Error('a message is not there')
        return await bytesOf(await (await message.toFileBox()).toStream())
      } catch (error) {
        // The puppet has forgotten it over a restart: an empty file is asked for again.
        if (!heard.has(id)) return new Uint8Array(0)
        throw error
      }
    },
  }
}

/** The contact, or null where the account has no such contact (any more). */
async function contactOf(bot: Wechaty, id: string): Promise<Contact | null> {
  const found = await bot.Contact.find({ id })
  if (found) return found
  if ((await bot.puppet.contactList()).includes(id)) throw new Error('a contact does not load')
  return null
}

async function mention(bot: Wechaty, id: string, contact: Contact, text: string): Promise<void> {
  const room = await bot.Room.find({ id })
  if (!room) throw new Error('a group does not load')
  await room.say(text, contact)
}

async function sayableOf(parcel: Parcel) {
  if (parcel.kind === 'text') return parcel.text
  const { FileBox } = await import('file-box')
  return FileBox.fromBase64(toBase64(parcel.content), parcel.name)
}

/** Reads up to the limit and a little more, by which too long a file is known. */
async function bytesOf(stream: AsyncIterable<Uint8Array>): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = []
  let length = 0
  for await (const part of stream) {
    parts.push(part)
    length += part.length
    if (length > mostBytes) break
  }
  return new Uint8Array(Buffer.concat(parts))
}
