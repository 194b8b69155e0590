import { readEvents, type StreamEvent } from './events.ts'

/** What listening needs from the chat. */
export type Ear = {
  /** Opens the stream after what is already known. */
  open(signal: AbortSignal): Promise<Response>
  onEvent(event: StreamEvent): void
  /** Asks for what is new without a stream; rejects when there is no network. */
  poll(): Promise<unknown>
  /** The server can be reached (`true`), or not. */
  onLink(up: boolean): void
  /** The server knows no such chat. */
  onGone(): void
}

/** Milliseconds after which a silent stream is given up; servers send a sign of life every 20 seconds. */
const silence = 45_000
const shortest = 500
const betweenPolls = 5_000
const longest = 30_000

/**
 * Hears what the server says until stopped: by a stream that is opened again after every break, with
 * growing pauses, and by asking in between, which alone does where a proxy swallows streams.
 * `nudge` begins anew at once, for when the network is back.
 */
export function listen(ear: Ear): { nudge(): void; stop(): void } {
  let stopped = false
  let wake = () => {}
  let abort = new AbortController()

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
    let timer = setTimeout(() => abort.abort(), silence)
    let heard = false
    try {
      const response = await ear.open(abort.signal)
      if (response.status === 404) return 'gone'
      const streams = response.headers.get('content-type')?.startsWith('text/event-stream')
      if (!response.ok || !response.body || !streams) return 'silent'
      ear.onLink(true)
      await readEvents(response.body, ear.onEvent, () => {
        heard = true
        clearTimeout(timer)
        timer = setTimeout(() => abort.abort(), silence)
      })
    } catch {
      // a broken stream is ordinary: what matters is whether anything was heard
    } finally {
      clearTimeout(timer)
      abort.abort()
    }
    return heard ? 'heard' : 'silent'
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
