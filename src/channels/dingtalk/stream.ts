import type { Stream } from './dingtalk.ts'
import { type Line, type LineDependencies, openLine } from './line.ts'

type Dependencies = Omit<LineDependencies, 'second' | 'signal'> & {
  /** Milliseconds in a second; tests let time run faster. */
  second?: number
}

/** A line that held this long was a good one, seconds: the next is tried without holding back. */
const steady = 30
/** The longest pause between two attempts, seconds. */
const longest = 60

/**
 * Keeps one connection to DingTalk open: one attempt at a time, each after a pause that doubles and
 * varies by chance, so that nobody is stormed. Where the platform asks to move, the new connection
 * comes first and the old one may still finish.
 */
export function openStream({ second = 1000, ...dependencies }: Dependencies): Stream {
  const { log } = dependencies
  const stopping = new AbortController()
  const { signal } = stopping
  const lines = new Set<Line>()
  let standing = { connected: false, since: new Date() }

  /** Holds one line until it is to be followed by another; says whether it was a good one. */
  async function hold(): Promise<boolean> {
    const since = performance.now()
    const line = await openLine({ ...dependencies, second, signal })
    lines.add(line)
    if (signal.aborted) return release(line).then(() => true)
    standing = { connected: true, since: new Date() }
    log.info('DingTalk is connected')
    const how = await line.left
    if (how === 'moved') setTimeout(() => void release(line), 10 * second).unref()
    else await release(line)
    return performance.now() - since > steady * second
  }

  async function release(line: Line): Promise<void> {
    await line.close()
    lines.delete(line)
  }

  async function keepOpen(): Promise<void> {
    for (let failures = 0; !signal.aborted; ) {
      try {
        failures = (await hold()) ? 0 : failures + 1
      } catch (error) {
        if (signal.aborted) return
        failures++
        log.warn({ err: error, failures }, 'DingTalk cannot be reached')
      }
      standing = { connected: false, since: standing.connected ? new Date() : standing.since }
      const seconds = Math.min(longest, failures === 0 ? 0 : 2 ** (failures - 1))
      await pause(seconds * second * (0.5 + Math.random()), signal)
    }
  }

  const running = keepOpen()
  return {
    standing: () => standing,
    async stop() {
      stopping.abort()
      await Promise.all([...lines].map((line) => release(line)))
      await running
    },
  }
}

/** Resolves after a time, or at once when it is called off. */
function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve()
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, milliseconds)
    signal.addEventListener('abort', done)
  })
}
