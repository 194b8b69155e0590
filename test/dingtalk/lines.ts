import type { IncomingMessage, Server } from 'node:http'
import type { Socket } from 'node:net'
import type { HttpBindings } from '@hono/node-server'
import type { Hono } from 'hono'
import { type WebSocket, WebSocketServer } from 'ws'
import { clientId, clientSecret, type PlatformOptions, random } from './platform.ts'

/** What the robot said to a frame. */
type Ack = { code: number; headers: { messageId: string }; data: string }

type Push = { frame: string; deliveries: number; timer: NodeJS.Timeout | undefined; acked(): void }

const topic = '/v1.0/im/bot/messages/get'

/** Seconds until an unacknowledged message is delivered again, and how often it is delivered. */
const redeliverAfter = 60
const mostDeliveries = 6

/** The gateway: tickets that open one connection each, messages pushed until they are acknowledged. */
export function openLines(
  app: Hono<{ Bindings: HttpBindings }>,
  { second }: PlatformOptions,
  base: () => string,
) {
  const tickets = new Set<string>()
  const connections = new Map<WebSocket, Socket>()
  const pushes = new Map<string, Push>()
  const raw = new Set<Socket>()
  const acks: Ack[] = []
  const opens: number[] = []
  const subscribed: unknown[] = []
  let connects = 0
  let shakesHands = true
  let holding: Push[] | null = null

  app.post('/v1.0/gateway/connections/open', async (context) => {
    opens.push(Date.now())
    const asked = await context.req.json()
    if (asked.clientId !== clientId || asked.clientSecret !== clientSecret) {
      return context.json({ code: 'authFailed', message: '鉴权失败' }, 401)
    }
    subscribed.push(asked.subscriptions)
    const ticket = `${random()}+/=`
    tickets.add(ticket)
    return context.json({ endpoint: `${base().replace('http', 'ws')}/connect`, ticket })
  })

  const sockets = new WebSocketServer({ noServer: true })
  function upgrade(request: IncomingMessage, socket: Socket, head: Buffer): void {
    const url = new URL(request.url!, base())
    raw.add(socket)
    socket.on('close', () => raw.delete(socket))
    if (!shakesHands) return
    if (url.pathname !== '/connect' || !tickets.delete(url.searchParams.get('ticket') ?? '')) {
      socket.end('HTTP/1.1 401 Unauthorized\r\nConnection: close\r\n\r\n')
      return
    }
    sockets.handleUpgrade(request, socket, head, (opened) => {
      connects++
      connections.set(opened, socket)
      opened.on('close', () => connections.delete(opened))
      opened.on('message', (data) => heard(JSON.parse(String(data))))
      for (const push of pushes.values()) if (push.deliveries === 0) deliver(push)
    })
  }

  function heard(ack: Ack): void {
    acks.push(ack)
    const push = pushes.get(ack.headers.messageId)
    if (!push || ack.code !== 200) return
    pushes.delete(ack.headers.messageId)
    clearTimeout(push.timer)
    push.acked()
  }

  /** To one connection by chance, and again a minute later unless it was acknowledged. */
  function deliver(push: Push): void {
    const open = [...connections.keys()]
    const one = open[Math.floor(Math.random() * open.length)]
    if (push.deliveries >= mostDeliveries) return
    if (one) {
      push.deliveries++
      one.send(push.frame)
    }
    push.timer = setTimeout(() => deliver(push), redeliverAfter * second)
  }

  const toAll = (frame: unknown) => {
    for (const connection of connections.keys()) connection.send(JSON.stringify(frame))
  }

  const system = (name: string, data: unknown) => {
    const headers = { topic: name, messageId: random(), contentType: 'application/json' }
    toAll({ specVersion: '1.0', type: 'SYSTEM', headers, data: JSON.stringify(data) })
    return headers.messageId
  }

  return {
    opens,
    acks,
    subscribed,
    connects: () => connects,
    connections: () => connections.size,
    attach: (server: Server) => void server.on('upgrade', upgrade),
    /** Pushes a message to the robot; resolves with the number of deliveries once it is acknowledged. */
    push(data: unknown): Promise<number> {
      const messageId = random()
      const headers = { appId: 'test', contentType: 'application/json', messageId, topic }
      const frame = { specVersion: '1.0', type: 'CALLBACK', headers, data: JSON.stringify(data) }
      return new Promise((resolve) => {
        const push: Push = {
          frame: JSON.stringify(frame),
          ...{ deliveries: 0, timer: undefined },
          acked: () => resolve(push.deliveries),
        }
        pushes.set(messageId, push)
        if (holding) holding.push(push)
        else deliver(push)
      })
    },
    /** Sends any text as a frame. */
    pushRaw: (text: string) => {
      for (const connection of connections.keys()) connection.send(text)
    },
    unacknowledged: () => pushes.size,
    /** Holds back what is pushed from now on. */
    hold() {
      holding = []
    },
    /** Lets what was held back go, the last first. */
    releaseReversed() {
      const held = holding ?? []
      holding = null
      for (const push of held.reverse()) deliver(push)
    },
    /** Pings as the platform does; gives the id that the answer must bear. */
    ping: () => system('ping', { opaque: random() }),
    /** Asks to move to another connection, falls silent, and closes so many seconds later. */
    moveOn(seconds = 10) {
      system('disconnect', { reason: 'connection is expired' })
      const old = [...connections.keys()]
      for (const connection of old) connections.delete(connection)
      const end = () => {
        for (const connection of old) connection.close()
      }
      setTimeout(end, seconds * second).unref()
    },
    /** Breaks every connection off. */
    drop() {
      for (const socket of raw) socket.destroy()
    },
    /** Every connection stays open and is dead: nothing is read from it any more. */
    fallSilent() {
      for (const [connection, socket] of connections) {
        socket.pause()
        connections.delete(connection)
      }
    },
    /** Whether connections that were granted come about. */
    shakeHands(willing: boolean) {
      shakesHands = willing
    },
    stop() {
      for (const push of pushes.values()) clearTimeout(push.timer)
      for (const socket of raw) socket.destroy()
    },
  }
}
