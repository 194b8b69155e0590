import { DWClient, type DWClientDownStream, TOPIC_ROBOT } from 'dingtalk-stream'
import * as v from 'valibot'
import type { Log } from '../../log.ts'

/** What one connection to the platform needs. */
export type LineDependencies = {
  clientId: string
  clientSecret: string
  /** Where a connection is asked for, such as `https://api.dingtalk.com`. */
  gateway: string
  /** Keeps one message, as JSON. Rejects where it could not, so that the platform sends it again. */
  keep: (data: string) => Promise<void>
  log: Log
  /** Milliseconds in a second; tests let time run faster. */
  second: number
  /** Calls the opening off. */
  signal: AbortSignal
}

/** An open connection. */
export type Line = {
  /** Once it takes no more messages: it has ended, or the platform asked to move to another. */
  left: Promise<'ended' | 'moved'>
  /** Waits a moment for what is being kept, then closes. */
  close(): Promise<void>
}

const Opened = v.object({ endpoint: v.pipe(v.string(), v.url()), ticket: v.string() })

/** The parts of the client's `ws` socket that are used here. */
type Socket = {
  on(event: 'close' | 'pong' | 'ping' | 'message', listener: () => void): void
  ping(): void
  close(): void
  terminate(): void
}

/**
 * Opens one connection with the official client and answers each message once it is kept. The client's
 * own ways of connecting again are left alone: one that failed is thrown away with its timers.
 * Rejects where no connection came about in time.
 */
export async function openLine(dependencies: LineDependencies): Promise<Line> {
  const { clientId, clientSecret, keep, log, second, signal } = dependencies
  const settings = { clientId, clientSecret, ua: 'jiexu', autoReconnect: false, subscriptions: [] }
  const client = new DWClient(settings)
  // The client keeps these to itself, though they are all that leads to its socket.
  const inside = client as unknown as { socket?: Socket; dw_url: string }
  const underWay = new Set<Promise<void>>()
  const { promise: left, resolve: leave } = Promise.withResolvers<'ended' | 'moved'>()
  let isAlive = true

  client.registerCallbackListener(TOPIC_ROBOT, (frame) => {
    const heard = hear(frame).finally(() => underWay.delete(heard))
    underWay.add(heard)
  })

  async function hear({ headers, data }: DWClientDownStream): Promise<void> {
    try {
      await keep(data)
      client.socketCallBackResponse(headers.messageId, null)
    } catch (error) {
      log.error({ err: error }, 'a message from DingTalk is not acknowledged and will come again')
    }
  }

  client.onDownStream = (data) => {
    isAlive = true
    try {
      DWClient.prototype.onDownStream.call(client, data)
    } catch {
      log.warn('DingTalk sent a frame without sense')
    }
  }
  client.onSystem = (frame) => {
    DWClient.prototype.onSystem.call(client, frame)
    if (frame.headers.topic === 'disconnect') leave('moved')
  }

  client.getEndpoint = async () => {
    inside.dw_url = await askForPlace(dependencies, client.getConfig().subscriptions)
    return client
  }

  await client.getEndpoint()
  const giveUp = () => inside.socket?.terminate()
  const handshake = setTimeout(giveUp, 10 * second)
  signal.addEventListener('abort', giveUp)
  await client._connect().finally(() => {
    clearTimeout(handshake)
    signal.removeEventListener('abort', giveUp)
  })
  const socket = inside.socket
  if (!socket) throw new Error('the client opened no socket')

  // Some connections die without a word: whoever answers no ping within one beat is gone.
  const heartbeat = setInterval(() => {
    if (!isAlive) return socket.terminate()
    isAlive = false
    socket.ping()
  }, 20 * second)
  for (const sign of ['pong', 'ping'] as const) socket.on(sign, () => (isAlive = true))
  socket.on('close', () => {
    clearInterval(heartbeat)
    leave('ended')
  })

  return {
    left,
    async close() {
      const enough = new Promise((resolve) => setTimeout(resolve, 2 * second).unref())
      await Promise.race([Promise.all(underWay), enough])
      socket.close()
      setTimeout(() => socket.terminate(), second).unref()
    },
  }
}

/** Asks the platform for an address that takes one connection. */
async function askForPlace(
  { clientId, clientSecret, gateway, second, signal }: LineDependencies,
  subscriptions: readonly { type: string; topic: string }[],
): Promise<string> {
  const response = await fetch(`${gateway.replace(/\/+$/, '')}/v1.0/gateway/connections/open`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify({ clientId, clientSecret, ua: 'jiexu', subscriptions }),
    signal: AbortSignal.any([signal, AbortSignal.timeout(10 * second)]),
    redirect: 'error',
  })
  if (!response.ok) throw new Error(`DingTalk's gateway answered ${response.status}`)
  const opened = v.safeParse(Opened, await response.json().catch(() => null))
  if (!opened.success) throw new Error("DingTalk's gateway answered without sense")
  const { endpoint, ticket } = opened.output
  if (!endpoint.startsWith(gateway.startsWith('https:') ? 'wss:' : 'ws')) {
    throw new Error("DingTalk's gateway named an open line")
  }
  return `${endpoint}?ticket=${encodeURIComponent(ticket)}`
}
