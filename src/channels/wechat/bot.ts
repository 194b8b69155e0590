import type { Friendship, Message, Wechaty } from 'wechaty'
import type { PuppetInterface } from 'wechaty-puppet/impls'
import type { Standing } from '../channel.ts'

/** What the bot tells of. A handler that fails is the bot's concern: it never gets out. */
export type Listener = {
  message(message: Message): Promise<void>
  friendship(friendship: Friendship): Promise<void>
  scan(code: string): void
  /** `error` says nothing of persons: its own words might. */
  trouble(what: string, error: { name: string; at: string }): void
}

/** Milliseconds: how long a bot without sign of life is waited for, and between two attempts. */
export type Patience = { silence: number; look: number; pause: number; longestPause: number }

export type Bot = {
  start(): Promise<void>
  stop(): Promise<void>
  standing(): Standing
  /** The bot itself, while it is signed in. Throws otherwise: what was to be sent may be tried again. */
  signedIn(): Wechaty
}

type Settings = {
  /** An npm name, or the puppet itself. */
  puppet: string | PuppetInterface
  /** Where the session is kept, without the ending of the file. */
  memory: string
}

/**
 * Keeps a bot connected. Puppets reconnect by themselves; one that does not come up, or that is
 * signed out and shows no new code, is stopped and started again, ever more slowly.
 */
export async function createBot(
  { puppet, memory }: Settings,
  listener: Listener,
  patience: Patience,
  clock: () => Date,
): Promise<Bot> {
  const { log, types, WechatyBuilder } = await import('wechaty')
  // It would tell of persons and of tokens.
  log.level('silent')
  const bot = WechatyBuilder.build({ puppet: puppet as PuppetInterface, name: memory })

  let standing: Standing = { connected: false, since: clock() }
  let lastSign = clock().getTime()
  let running: Promise<void> | null = null
  let end: () => void = () => {}

  const become = (connected: boolean, scan?: string) => {
    const since = connected === standing.connected ? standing.since : clock()
    standing = { connected, since, ...(scan && { scan }) }
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

  async function keepUp(ended: Promise<void>): Promise<void> {
    const pause = (milliseconds: number) => Promise.race([ended, after(milliseconds)])
    let isEnded = false
    void ended.then(() => {
      isEnded = true
    })
    for (let attempt = 0; !isEnded; attempt++) {
      sign()
      await guarded('the start', () => bot.start())
      while (!isEnded && isAlive()) {
        await pause(patience.look)
        if (bot.isLoggedIn) attempt = 0
      }
      become(false)
      await guarded('the stop', () => bot.stop())
      if (!isEnded) await pause(Math.min(patience.longestPause, patience.pause * 2 ** attempt))
    }
  }

  /** Up, and either signed in or heard of not long ago. */
  function isAlive(): boolean {
    if (!isOn(bot)) return false
    return bot.isLoggedIn || clock().getTime() - lastSign < patience.silence
  }

  return {
    async start() {
      if (running) return
      const ended = new Promise<void>((resolve) => {
        end = resolve
      })
      running = keepUp(ended)
    },
    async stop() {
      end()
      await running
      running = null
    },
    standing: () => standing,
    signedIn() {
      if (!bot.isLoggedIn) throw new Error('the WeChat bot is not signed in')
      return bot
    },
  }
}

/** Whether the puppet is up; before the first start there is none. */
function isOn(bot: Wechaty): boolean {
  try {
    return Boolean(bot.puppet.state.active())
  } catch {
    return false
  }
}

/** An error without its words, which may name a person: what it is, and where it comes from. */
function outlineOf(error: unknown): { name: string; at: string } {
  const { name = 'unknown', stack = '' } = error instanceof Error ? error : {}
  const lines = stack.split('\n').filter((line) => /^\s+at /.test(line))
  return { name, at: (lines[0] ?? '').trim() }
}

const after = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds).unref())
