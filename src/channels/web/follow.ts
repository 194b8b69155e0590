import type { SSEStreamingApi } from 'hono/streaming'
import type { Live } from './live.ts'
import { conversationOf, type createReader } from './reader.ts'

const keepAlive = 20_000

type Source = { live: Live } & Pick<ReturnType<typeof createReader>, 'eventsAfter'>

/** Writes every message after `after` to a stream, until whoever listens hangs up. */
export async function follow(
  { live, eventsAfter }: Source,
  chat: string,
  after: number,
  stream: SSEStreamingApi,
): Promise<void> {
  let wake = () => {}
  let news = true
  const stop = live.subscribe(conversationOf(chat), () => {
    news = true
    wake()
  })
  stream.onAbort(() => {
    stop()
    wake()
  })
  await stream.write(': here\n\n')
  let last = after
  while (!stream.aborted) {
    if (news) {
      news = false
      // Where the record cannot be read the page comes back by itself, from where it was.
      const events = await eventsAfter(chat, last).catch(() => null)
      if (!events) return stop()
      for (const { id, type, data } of events) {
        last = data.seq
        await stream.writeSSE({ id, event: type, data: JSON.stringify(data) })
      }
      continue
    }
    await Promise.race([
      new Promise<void>((resolve) => {
        wake = resolve
      }),
      stream.sleep(keepAlive),
    ])
    if (!news && !stream.aborted) await stream.write(': still here\n\n')
  }
}
