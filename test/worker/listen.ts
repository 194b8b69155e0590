import type { ChatEvent } from '../../src/channels/web/reader.ts'
import type { openChat } from '../web/client.ts'
import type { Worker } from './startWorker.ts'

/** An open page of a chat that hears over a WebSocket what comes after a message. */
export async function listen(
  { origin }: Worker,
  { chat, token }: Pick<Awaited<ReturnType<typeof openChat>>, 'chat' | 'token'>,
  after = 0,
) {
  const address = `${origin.replace('http', 'ws')}/api/chats/${chat}/events?after=${after}`
  const socket = new WebSocket(address, ['jiexu', token])
  const heard: string[] = []
  const closed = new Promise<number>((resolve) => {
    socket.onclose = ({ code }) => resolve(code)
  })
  socket.onmessage = ({ data }) => heard.push(data)
  await new Promise<void>((resolve, reject) => {
    socket.onopen = () => resolve()
    socket.onerror = () => reject(new Error('the socket cannot be opened'))
  })
  return {
    socket,
    closed,
    heard,
    events: () =>
      heard.filter((text) => text !== 'pong').map((text): ChatEvent => JSON.parse(text)),
    close: () => socket.close(),
  }
}
