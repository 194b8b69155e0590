import { findPackageJSON } from 'node:module'
import { Worker } from 'node:worker_threads'
import type { Channel, Contact, Manners, Standing, Wiring } from '../channel.ts'
import { outlineOf } from './bot.ts'
import { channel } from './incoming.ts'
import { createSwitching, type Pause } from './switching.ts'
import type { Asked, Question, ThreadData, Told } from './wire.ts'

export type WechatSettings = {
  /** The npm name of a puppet, or `ilink` for our own: WECHATY_PUPPET. */
  puppet: string
  /** The file in which the session is kept, without `.memory-card.json`. */
  memory: string
  patience?: Patience
  pause?: Pause
  show?: (lines: string) => void
}

/** Milliseconds: how long a bot may be without sign of life, and how long until it is started again. */
export type Patience = { silence: number; look: number; restart: number; longestRestart: number }

export const manners: Manners = {
  ...{ textBytes: 2048, markup: 'plain', buttons: 0 },
  ...{ pictures: true, files: true },
}

const minute = 60_000
const usualPatience: Patience = {
  ...{ silence: 10 * minute, look: 5_000 },
  ...{ restart: 5_000, longestRestart: 5 * minute },
}
const ilink = 'ilink'
const ilinkPlace = new URL('./ilink/puppet.ts', import.meta.url).href

/** iLink lets ten answers through to each message, within a day. */
const ilinkAllowance = ({ heardAt, sentSince }: Contact, now: Date): number =>
  now.getTime() - heardAt.getTime() < 24 * 60 * minute ? Math.max(0, 10 - sentSince) : 0

/** How long a thread may take to end by itself, milliseconds. */
const farewell = 1_500

type Waiting = { resolve: (value: never) => void; reject: (error: Error) => void }

/**
 * A WeChat account behind whatever puppet of wechaty, in a thread of its own: puppets throw where
 * nobody can catch it, and that must end nothing but the thread, which is then started again.
 */
export function createWechat(settings: WechatSettings, { receive, clock, log }: Wiring): Channel {
  const { puppet, memory, patience = usualPatience } = settings
  const { pause = { least: 3_000, most: 5_000 }, show = console.log } = settings
  const waitOf = createSwitching(pause, clock)
  const waiting = new Map<number, Waiting>()
  let standing: Standing = { connected: false, since: clock() }
  let thread: Worker | null = null
  let isWanted = false
  let calls = 0
  let failures = 0

  function open(): void {
    const place = puppet === ilink ? ilinkPlace : puppet
    const data: ThreadData = {
      puppet: place,
      memory,
      silence: patience.silence,
      look: patience.look,
    }
    // What puppets print tells of persons and of tokens: it is read by nobody.
    const own = new Worker(new URL('./thread.ts', import.meta.url), {
      ...{ workerData: data, stdout: true, stderr: true, execArgv: [] },
    })
    own.stdout.resume()
    own.stderr.resume()
    own.on('message', (told: Told) => hear(own, told))
    own.on('error', (error) => log.warn(outlineOf(error), 'the thread of the WeChat bot failed'))
    own.on('exit', () => close())
    thread = own
  }

  function close(): void {
    thread = null
    if (standing.connected || standing.scan) standing = { connected: false, since: clock() }
    for (const { reject } of waiting.values()) reject(new Error('the WeChat bot has ended'))
    waiting.clear()
    if (!isWanted) return
    const milliseconds = Math.min(patience.longestRestart, patience.restart * 2 ** failures++)
    setTimeout(() => isWanted && !thread && open(), milliseconds).unref()
  }

  function hear(own: Worker, told: Told): void {
    switch (told.kind) {
      case 'done':
      case 'failed': {
        const call = waiting.get(told.call)
        waiting.delete(told.call)
        if (told.kind === 'done') call?.resolve(told.value as never)
        else call?.reject(new Error(`the WeChat bot could not do it: ${told.reason}`))
        return
      }
      case 'incoming':
        receive(told.incoming).then(
          (outcome) => own.postMessage({ kind: 'kept', call: told.call, outcome }),
          () => own.postMessage({ kind: 'kept', call: told.call, outcome: null }),
        )
        return
      case 'standing':
        standing = told.standing
        if (standing.connected) failures = 0
        return
      case 'show':
        return show(told.lines)
      case 'log':
        log[told.level](told.facts, told.message)
    }
  }

  /** Asks the thread; whoever asked may stop waiting for an answer. */
  function ask<Answer>(question: Question, signal: AbortSignal): Promise<Answer> {
    return new Promise<Answer>((resolve, reject) => {
      if (!thread) throw new Error('the WeChat bot is not there')
      const call = ++calls
      waiting.set(call, { resolve, reject })
      signal.addEventListener('abort', () => {
        waiting.delete(call)
        reject(new Error('the WeChat bot does not answer'))
      })
      thread.postMessage({ kind: 'question', call, question } satisfies Asked)
    })
  }

  return {
    ...{ name: channel, manners },
    pace: { perPerson: 60, perAccount: 40 },
    allowance: puppet === ilink ? ilinkAllowance : () => Number.POSITIVE_INFINITY,

    async start() {
      if (isWanted) return
      if (puppet !== ilink && !isInstalled(puppet))
        throw new Error(`WECHATY_PUPPET: npm install ${puppet} first`)
      isWanted = true
      open()
    },

    async stop() {
      isWanted = false
      const ending = thread
      if (!ending) return
      const ended = new Promise((resolve) => ending.once('exit', resolve))
      ending.postMessage({ kind: 'stop' })
      const timer = setTimeout(() => void ending.terminate(), farewell)
      await ended
      clearTimeout(timer)
    },

    standing: () => standing,

    async send(address, parcel, id, signal) {
      const milliseconds = waitOf(address.reply?.room ?? address.person)
      if (milliseconds > 0) return { kind: 'wait', seconds: Math.ceil(milliseconds / 1000) }
      return ask({ kind: 'send', address, parcel, id }, signal)
    },

    fetch: (address, reference, signal) => ask({ kind: 'fetch', address, reference }, signal),
  }
}

/** Whether a puppet is there to be loaded: the thread would only fail again and again. */
function isInstalled(puppet: string): boolean {
  try {
    return findPackageJSON(puppet, import.meta.url) !== undefined
  } catch {
    return false
  }
}
