import type { StreamEvent } from './events.ts'
import type { Hear } from './hear.ts'

/** What listening needs from the chat. */
export type Ear = {
  /** How to hear what comes after what is known; another way after each by which nothing was heard. */
  way(unheard: number): Hear
  onEvent(event: StreamEvent): void
  /** Asks for what is new without a stream; rejects when there is no network. */
  poll(): Promise<unknown>
  /** The server can be reached (`true`), or not. */
  onLink(up: boolean): void
  /** The server knows no such chat. */
  onGone(): void
}

/** Milliseconds after which silence is given up; servers give a sign of life every 20 seconds. */
const silence = 45_000
const shortest = 500
const betweenPolls = 5_000
const longest = 30_000

/**
 * Hears what the server says until stopped: by a stream or a socket that is opened again after every
 * break, with growing pauses, and by asking in between, which alone does where a proxy swallows them.
 * `nudge` begins anew at once, for when the network is back.
 */
export function listen(ear: Ear): { nudge(): void; stop(): void } {
  let stopped = false
  let wake = () => {}
  let abort = new AbortController()
  let unheard = 0

  const rest = (ms: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms)
      wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })

  async function follow(): Promise<'heard' | 'silent' | 'gone'> {
    abort = new AbortController()
    let heard = false
    let heardAt = Date.now()
    const watch = setInterval(() => Date.now() - heardAt > silence && abort.abort(), 5_000)
    const onSign = () => {
      heard = true
      heardAt = Date.now()
      ear.onLink(true)
    }
    try {
      if (await ear.way(unheard)(abort.signal, ear.onEvent, onSign)) return 'gone'
    } catch {
      // a broken stream is ordinary: what matters is whether anything was heard
    } finally {
      clearInterval(watch)
      abort.abort()
    }
    if (heard) return 'heard'
    unheard += 1
    return 'silent'
  }

  async function run() {
    let failures = 0
    let silent = 0
    while (!stopped) {
      const skip = silent >= 3 && silent % 12 !== 0
      const outcome = skip ? 'silent' : await follow()
      if (stopped) return
      if (outcome === 'gone') return ear.onGone()
      silent = outcome === 'heard' ? 0 : silent + 1
      try {
        await ear.poll()
        if (stopped) return
        failures = 0
        ear.onLink(true)
        await rest(silent < 3 ? shortest * 2 ** silent : betweenPolls)
      } catch {
        if (stopped) return
        failures += 1
        silent = 0
        ear.onLink(false)
        await rest(Math.min(longest, shortest * 2 ** failures) * (0.75 + Math.random() / 2))
      }
    }
  }

  void run()
  return {
    nudge() {
      abort.abort()
      wake()
    },
    stop() {
      stopped = true
      abort.abort()
      wake()
    },
  }
}
