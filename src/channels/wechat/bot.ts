import type { Friendship, Message, Wechaty } from 'wechaty'
import type { PuppetInterface } from 'wechaty-puppet/impls'
import type { Standing } from '../channel.ts'

/** What the bot tells of. A handler that fails is the bot's concern: it never gets out. */
export type Listener = {
  message(message: Message): Promise<void>
  friendship(friendship: Friendship): Promise<void>
  scan(code: string): void
  standing(standing: Standing): void
  /** `error` says nothing of persons: its own words might. */
  trouble(what: string, error: { name: string; at: string }): void
}

export type Bot = {
  /** Resolves when the bot is up, signed in or not. */
  start(): Promise<void>
  stop(): Promise<void>
  standing(): Standing
  /** The bot itself, while it is signed in. Throws otherwise: what was to be sent may be tried again. */
  signedIn(): Wechaty
  /** Whether it is up, and either signed in or heard of within so many milliseconds. */
  isAlive(silence: number): boolean
}

type Settings = {
  /** An npm name, or the puppet itself. */
  puppet: string | PuppetInterface
  /** Where the session is kept, without the ending of the file. */
  memory: string
}

/** A bot of wechaty, whose handlers are guarded and whose errors are outlined. Loads wechaty. */
export async function createBot(
  { puppet, memory }: Settings,
  listener: Listener,
  clock: () => Date,
): Promise<Bot> {
  const { log, types, WechatyBuilder } = await import('wechaty')
  // It would tell of persons and of tokens.
  log.level('silent')
  const bot = WechatyBuilder.build({ puppet: puppet as PuppetInterface, name: memory })
  let standing: Standing = { connected: false, since: clock() }
  let lastSign = clock().getTime()

  const become = (connected: boolean, scan?: string) => {
    const since = connected === standing.connected ? standing.since : clock()
    standing = { connected, since, ...(scan && { scan }) }
    listener.standing(standing)
  }
  const sign = () => {
    lastSign = clock().getTime()
  }
  const guarded = async (what: string, work: () => Promise<unknown>) => {
    try {
      await work()
    } catch (error) {
      listener.trouble(what, outlineOf(error))
    }
  }

  bot.on('scan', (code, status) => {
    sign()
    const { Waiting, Unknown } = types.ScanStatus
    if ((status !== Waiting && status !== Unknown) || !code) return become(false)
    if (code === standing.scan) return
    become(false, code)
    listener.scan(code)
  })
  bot.on('login', () => {
    sign()
    become(true)
  })
  bot.on('logout', () => {
    sign()
    become(false)
  })
  bot.on('heartbeat', sign)
  bot.on('error', (error) => listener.trouble('the bot', outlineOf(error)))
  bot.on('message', (message) => void guarded('a message', () => listener.message(message)))
  bot.on(
    'friendship',
    (friendship) => void guarded('a friendship', () => listener.friendship(friendship)),
  )

  return {
    start: () => guarded('the start', () => bot.start()),
    stop: () => guarded('the stop', () => bot.stop()),
    standing: () => standing,
    signedIn() {
      if (!bot.isLoggedIn) throw new Error('the WeChat bot is not signed in')
      return bot
    },
    isAlive(silence) {
      if (!isOn(bot)) return false
      return bot.isLoggedIn || clock().getTime() - lastSign < silence
    },
  }
}

/** Whether the puppet is up; where it could not be loaded there is none. */
function isOn(bot: Wechaty): boolean {
  try {
    return Boolean(bot.puppet.state.active())
  } catch {
    return false
  }
}

/** An error without its words, which may name a person: what it is, and where it comes from. */
export function outlineOf(error: unknown): { name: string; at: string } {
  const { name = 'unknown', stack = '' } = error instanceof Error ? error : {}
  const lines = stack.split('\n').filter((line) => /^\s+at /.test(line))
  return { name, at: (lines[0] ?? '').trim() }
}
