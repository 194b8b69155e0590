import { readEvents, type StreamEvent } from './events.ts'

/**
 * One way of hearing what the server says, until it breaks off; `onSign` is called for every sign of
 * life. Answers whether the server knows no such chat.
 */
export type Hear = (
  signal: AbortSignal,
  onEvent: (event: StreamEvent) => void,
  onSign: () => void,
) => Promise<boolean>

/** By a `text/event-stream`. */
export const overStream =
  (open: (signal: AbortSignal) => Promise<Response>): Hear =>
  async (signal, onEvent, onSign) => {
    const { ok, status, headers, body } = await open(signal)
    if (ok && body && headers.get('content-type')?.startsWith('text/event-stream')) {
      onSign()
      await readEvents(body, onEvent, onSign)
    }
    return status === 404
  }

/** Milliseconds between signs of life that we ask for. */
const pulse = 20_000

/** By a WebSocket, each message of which holds one event. */
export const overSocket =
  (open: () => WebSocket): Hear =>
  (signal, onEvent, onSign) =>
    new Promise((resolve) => {
      const socket = open()
      const beat = setInterval(() => socket.send('ping'), pulse)
      const end = (gone: boolean) => {
        clearInterval(beat)
        socket.close()
        resolve(gone)
      }
      socket.onopen = onSign
      socket.onmessage = ({ data }) => {
        onSign()
        if (data === 'pong') return
        const event: StreamEvent = JSON.parse(data)
        event.type === 'gone' ? end(true) : onEvent(event)
      }
      signal.onabort = socket.onclose = () => end(false)
    })
