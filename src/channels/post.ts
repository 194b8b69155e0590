import type { Log } from '../log.ts'
import type { Address, Channel, Sent } from './channel.ts'
import type { PaceOf } from './pace.ts'

/** What came of an attempt to send. `later`: to be tried again; `failed` where that is nobody's plan. */
export type Posted =
  | { kind: 'sent' }
  | { kind: 'closed' }
  | { kind: 'unreachable'; reason: string }
  | { kind: 'later'; milliseconds: number }
  | { kind: 'failed' }

export type Post = (
  channel: Channel,
  address: Address,
  send: (signal: AbortSignal) => Promise<Sent>,
) => Promise<Posted>

/** How long a platform may take to answer, milliseconds. */
const usualPatience = 10_000

/** How long it is worth to stand and wait for the channel's pace, milliseconds. */
const shortWait = 2_000

/** Sends one thing at the channel's pace, and waits for a platform that hangs no longer than `patience`. */
export function createPost(pace: PaceOf, log: Log, patience = usualPatience): Post {
  return async (channel, address, send) => {
    for (let waited = 0; ; ) {
      const wait = pace(channel, address)
      if (wait === 0) break
      waited += wait
      if (waited > shortWait) return { kind: 'later', milliseconds: wait }
      await new Promise((resolve) => setTimeout(resolve, wait))
    }
    try {
      return read(await inTime(patience, send))
    } catch (error) {
      log.warn({ err: error, channel: channel.name }, 'a message could not be sent')
      return { kind: 'failed' }
    }
  }
}

/** An answer that is none of those agreed on is a failure like any other. */
function read(sent: Sent): Posted {
  switch (sent?.kind) {
    case 'sent':
    case 'closed':
      return sent
    case 'unreachable':
      return { kind: 'unreachable', reason: String(sent.reason) }
    case 'wait':
      return { kind: 'later', milliseconds: Math.min(3600, Math.max(1, sent.seconds)) * 1000 }
    default:
      return { kind: 'failed' }
  }
}

/** Rejects where the work takes longer than anybody waits for; the work is told by its signal. */
export async function inTime<Done>(
  patience: number,
  work: (signal: AbortSignal) => Promise<Done>,
): Promise<Done> {
  const controller = new AbortController()
  const { promise, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => {
    const late = new Error('no answer in time')
    reject(late)
    controller.abort(late)
  }, patience)
  try {
    return await Promise.race([work(controller.signal), promise])
  } finally {
    clearTimeout(timer)
  }
}
