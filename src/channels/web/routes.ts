import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { getCookie, setCookie } from 'hono/cookie'
import { cors } from 'hono/cors'
import { type SSEStreamingApi, streamSSE } from 'hono/streaming'
import type { AddressOf } from '../../addressOf.ts'
import type { Backend } from '../../backend/backend.ts'
import type { Catalogue } from '../../conversation/catalogue.ts'
import { type Event, type Happening, receiptOf } from '../../conversation/event.ts'
import { duplicateOf, type Inbox, type Taken } from '../../inbox/inbox.ts'
import { isBehindTls } from '../../isBehindTls.ts'
import type { Memory } from '../../memory.ts'
import { readJson } from '../../readJson.ts'
import { RequestError } from '../../requestError.ts'
import { readFile } from '../../store/files.ts'
import type { Seal } from '../../store/seal.ts'
import type { Store } from '../../store/store.ts'
import type { Attach } from '../attach.ts'
import { mostUploadBytes, Opening, readUpload, Sent } from './body.ts'
import { exportOf } from './export.ts'
import type { Live } from './live.ts'
import { createPlaces } from './places.ts'
import { createRateLimit, type RateLimit } from './rateLimit.ts'
import { conversationOf, createReader } from './reader.ts'
import type { Thread } from './thread.ts'
import { createTickets } from './tickets.ts'
import { answersOf } from './view.ts'

export type WebDependencies = {
  store: Store
  seal: Seal
  inbox: Inbox
  backend: Backend
  live: Live
  attach: Attach
  catalogue: () => Catalogue
  clock: () => Date
  rateLimit: 'on' | 'off'
  memory: Memory
  addressOf: AddressOf
  stamp: () => Pick<Event, 'at' | 'today'>
}

/** How long an answer waits for the agency's receipt, so that the serial number is in it. */
const patience = 3_000
const keepAlive = 20_000
/** How often it is looked whether a code has led anywhere. */
const glance = 20
/** A minute: chats begun and messages sent from one address, messages in one chat. */
const mostChats = 60
const mostFromAddress = 600
const mostMessages = 120
/** Streams that are open at once: in one chat, and from one address. */
const mostStreams = 10
const mostStreamsFromAddress = 200

const refuseSize = (): never => {
  throw new RequestError(413, 'tooLarge', '请求太大了，文件最多 10 MB')
}
const tooManyPages = () => new RequestError(429, 'tooMany', '同时打开的页面太多了，请先关掉几个')
const noSuchChat = () => new RequestError(404, 'notFound', '没有这个对话')

/** The web chat's API, to be mounted at `/api/chats`. */
export function webRoutes(dependencies: WebDependencies): Hono {
  const { store, seal, inbox, backend, live, attach } = dependencies
  const { catalogue, clock, rateLimit, addressOf, memory, stamp } = dependencies
  const routes = new Hono()
  const { view, messagesAfter, eventsAfter, ...reader } = createReader({ store, catalogue, stamp })
  const tickets = createTickets(seal, clock)
  const newChats = createRateLimit(mostChats, clock, memory, 'chats')
  const newMessages = createRateLimit(mostMessages, clock, memory, 'messages')
  const fromAddress = createRateLimit(mostFromAddress, clock, memory, 'addresses')
  const streams = createPlaces()

  /** 429 where somebody is too fast, with a clear word. */
  function demandPatience(context: Context, limit: RateLimit, name: string): void {
    const wait = rateLimit === 'on' ? limit(name) : 0
    if (wait === 0) return
    context.header('Retry-After', String(wait))
    throw new RequestError(429, 'tooMany', `太快了，请 ${wait} 秒以后再试`)
  }

  /** Never the id of anything that the outbox leads to: these go on from the conversation by a slash. */
  const eventId = (chat: string, id: string) => `${conversationOf(chat)}#${id}`

  async function say(chat: string, id: string, happening: Happening): Promise<Taken> {
    const event = { ...happening, id: eventId(chat, id), ...stamp() }
    const taken = await inbox.receive(conversationOf(chat), event)
    if (taken.outcome === 'gone') throw noSuchChat()
    return taken
  }

  /** The chat that a request is about; 404 unless it bears the chat's own token. */
  async function chatOf(context: Context): Promise<string> {
    const chat = context.req.param('chat') ?? ''
    const token = wantsSocket(context) ? tokenOfSocket(context) : tokenOf(context, chat)
    const worth = await tickets.worth(chat, token)
    if (worth === 'none') throw noSuchChat()
    if (worth === 'ageing') await handOver(context, chat)
    return chat
  }

  /** Gives out a chat's newest token: as a cookie, and in a header for pages that keep it themselves. */
  async function handOver(context: Context, chat: string): Promise<string> {
    const token = await tickets.issue(chat)
    context.header(tokenHeader, token)
    setCookie(context, cookieName(chat), token, {
      ...{ httpOnly: true, sameSite: 'Lax', path: `/api/chats/${chat}`, maxAge: 200 * 86_400 },
      secure: isBehindTls(context),
    })
    return token
  }

  async function threadOf(chat: string): Promise<Thread> {
    const thread = await reader.threadOf(chat)
    if (!thread) throw noSuchChat()
    return thread
  }

  /** What a message led to: its turn, and what the agency said at once to what the turn submitted. */
  async function answerTo(chat: string, taken: Taken) {
    const { conversation, seq, at, turn, submissions } = taken
    if (turn?.effects.some(({ kind }) => kind === 'join')) return answerToCode(chat, seq)
    const shift = await shiftOf(chat, conversation)
    if (turn && submissions.length === 0) {
      return { messages: answersOf(chat, seq + shift, turn.effects, at), state: view(turn.state) }
    }
    const key = await filedBy(conversation, seq)
    const receipt = key === null ? null : await receiptFor(conversation, key)
    const turns = await store.turns(conversation, seq, receipt ?? seq)
    const own = turns.filter((turn) => turn.seq === seq || turn.seq === receipt)
    const messages = own.flatMap(({ seq, effects, event }) =>
      answersOf(chat, seq + shift, effects, event.at),
    )
    const { state } = (await store.turnAt(conversation, receipt ?? seq))!
    return { messages, state: view(state) }
  }

  /** How many turns the page shows before those of this conversation. */
  async function shiftOf(chat: string, conversation: string): Promise<number> {
    if (conversation === conversationOf(chat)) return 0
    const { parts } = await threadOf(chat)
    return parts.find((part) => part.conversation === conversation)?.shift ?? 0
  }

  /** What came of a code: that it is none, or the conversation that goes on here from now on. */
  async function answerToCode(chat: string, seq: number) {
    const conversation = conversationOf(chat)
    let thread = await threadOf(chat)
    for (let waited = 0; waited < patience; waited += glance) {
      if (thread.state.joined?.includes(conversation)) break
      const own = await store.turnAt(conversation)
      if (own && own.seq > seq && !own.state.movedTo) break
      await new Promise((resolve) => setTimeout(resolve, glance))
      thread = await threadOf(chat)
    }
    const messages = await messagesAfter(chat, thread, seq * 100)
    return { messages, state: view(thread.state) }
  }

  /** The key of the application that turn `seq` sent: that of a form; null where it sent none. */
  async function filedBy(conversation: string, seq: number): Promise<string | null> {
    const last = await store.turnAt(conversation, seq)
    const keys = last?.state.stack.flatMap(({ key }) => key ?? []) ?? []
    return keys.find((key) => key.startsWith(`${conversation}/${seq}/`)) ?? null
  }

  /** The turn in which the agency's receipt came, once it has come; waits for it, but not for ever. */
  function receiptFor(conversation: string, key: string): Promise<number | null> {
    return new Promise((resolve) => {
      const done = (receipt: number | null) => {
        stop()
        clearTimeout(timer)
        resolve(receipt)
      }
      const look = async () => {
        const turn = await store.turnOf(receiptOf(key)).catch(() => null)
        if (turn) done(turn.seq)
      }
      const stop = live.subscribe(conversation, () => void look())
      const timer = setTimeout(done, patience, null)
      void look()
    })
  }

  // Pages of other sites embed the widget; the token, not the page, says who may speak.
  routes.use(
    cors({
      origin: '*',
      allowMethods: ['GET', 'POST', 'DELETE'],
      allowHeaders: ['Authorization', 'Content-Type', 'Last-Event-ID'],
      exposeHeaders: [tokenHeader, liveHeader],
      maxAge: 86_400,
    }),
  )
  routes.use(async (context, next) => {
    if (live.connect) context.header(liveHeader, 'websocket')
    await next()
  })
  const unmeasured = bodyLimit({ maxSize: mostUploadBytes, onError: refuseSize })
  routes.use((context, next) => {
    const length = context.req.header('Content-Length')
    if (length === undefined) return unmeasured(context, next)
    return Number(length) > mostUploadBytes ? refuseSize() : next()
  })

  routes.post('/', async (context) => {
    demandPatience(context, newChats, addressOf(context))
    const { locale } = await readJson(context, Opening)
    const chat = crypto.randomUUID()
    const taken = await say(chat, 'opened', { kind: 'opened', ...(locale && { locale }) })
    const token = await handOver(context, chat)
    return context.json({ chat, token, ...(await answerTo(chat, taken)) }, 201)
  })

  routes.post('/:chat/messages', async (context) => {
    const chat = await chatOf(context)
    demandPatience(context, fromAddress, addressOf(context))
    demandPatience(context, newMessages, chat)
    if (!(await inbox.lastTurn(conversationOf(chat)))) throw noSuchChat()
    const isForm = context.req.header('Content-Type')?.startsWith('multipart/form-data')
    const taken = isForm ? await sendFile(chat, context) : await sendWords(chat, context)
    return context.json(await answerTo(chat, taken))
  })

  async function sendWords(chat: string, context: Context): Promise<Taken> {
    const sent = await readJson(context, Sent)
    if ('text' in sent) return say(chat, sent.id, { kind: 'said', text: sent.text })
    const button = await buttonOf(chat, sent.choice, sent.seq)
    return say(chat, sent.id, { kind: 'chose', value: sent.choice, ...button })
  }

  /** What stood on the button that was pressed, and above it; without `seq` it is the newest that bears the value. */
  async function buttonOf(
    chat: string,
    value: string,
    seq?: number,
  ): Promise<{ label?: string; asked?: string }> {
    if (seq !== undefined) {
      const messages = await messagesAfter(chat, await threadOf(chat), seq - 1)
      const message = messages.find((one) => one.seq === seq)
      const pressed = message?.choices?.find((choice) => choice.value === value)
      return message && pressed ? { label: pressed.label, asked: message.text } : {}
    }
    const there = await inbox.whereItGoesOn(conversationOf(chat))
    if (!there) return {}
    const said = await store.lastSaid(there.conversation, 6)
    const offered = said.flatMap(({ saying }) => saying.choices ?? [])
    const label = offered.find((choice) => choice.value === value)?.label
    return label === undefined ? {} : { label }
  }

  async function sendFile(chat: string, context: Context): Promise<Taken> {
    const { id, name, bytes } = await readUpload(context)
    const known = await store.turnOf(eventId(chat, id))
    if (known) return duplicateOf(known)
    const there = await inbox.whereItGoesOn(conversationOf(chat))
    if (!there) throw noSuchChat()
    const file = await attach(there.conversation, name, bytes)
    return say(chat, id, { kind: 'sent', file })
  }

  routes.get('/:chat', async (context) => {
    const chat = await chatOf(context)
    const thread = await threadOf(chat)
    const messages = await messagesAfter(chat, thread, afterOf(context))
    return context.json({ messages, state: view(thread.state) })
  })

  routes.get('/:chat/events', async (context) => {
    const chat = await chatOf(context)
    await threadOf(chat)
    let after = Number(context.req.header('Last-Event-ID') ?? afterOf(context))
    if (!Number.isSafeInteger(after) || after < 0) after = 0
    if (wantsSocket(context)) {
      if (live.connect) {
        const connected = await live.connect(conversationOf(chat), after)
        if (connected.status === 429) throw tooManyPages()
        return connected
      }
      throw new RequestError(501, 'noSockets', '这里没有 WebSocket，请用 text/event-stream')
    }
    const places = [
      [chat, mostStreams],
      [addressOf(context), mostStreamsFromAddress],
    ] as const
    const leave = streams.enter(rateLimit === 'on' ? places : [])
    if (!leave) throw tooManyPages()
    return streamSSE(context, (stream) => follow(chat, after, stream).finally(leave))
  })

  /** Writes every message after `after` to a stream, until whoever listens hangs up. */
  async function follow(chat: string, after: number, stream: SSEStreamingApi): Promise<void> {
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

  routes.get('/:chat/files/:file', async (context) => {
    const chat = await chatOf(context)
    const id = context.req.param('file')
    const thread = await threadOf(chat)
    const kept = thread.parts.map(({ conversation }) => readFile(store.db, seal, id, conversation))
    const file =
      (await Promise.all(kept)).find((one) => one !== null) ?? (await documentOf(thread, id))
    if (!file) throw new RequestError(404, 'notFound', '没有这个文件')
    return context.body(file.content, 200, {
      'Content-Type': file.type,
      'Content-Disposition': `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`,
      'Cache-Control': 'private, no-store',
    })
  })

  /** A document that the agency made for an application of this chat. */
  async function documentOf({ state }: Thread, id: string) {
    const dossier = state.dossiers.find(({ status }) =>
      status.documents.some((document) => document.id === id),
    )
    return dossier ? backend.document(dossier.serial, id) : null
  }

  routes.get('/:chat/export', async (context) => {
    const chat = await chatOf(context)
    const thread = await threadOf(chat)
    const messages = await messagesAfter(chat, thread, 0)
    const all = await exportOf(store, thread.conversation, messages, view(thread.state))
    return context.json(all, 200, {
      'Content-Disposition': 'attachment; filename="jiexu.json"',
    })
  })

  routes.delete('/:chat', async (context) => {
    const chat = await chatOf(context)
    const { parts, conversation, state } = await threadOf(chat)
    await store.erase(conversation)
    for (const part of parts) {
      inbox.forget(part.conversation)
      live.publish(part.conversation)
    }
    const kept = state.dossiers.length > 0 ? catalogue().render('common/erasedButFiled', {}) : null
    return context.json({
      erased: true,
      message: catalogue().render('common/erased', { kept }).trim(),
    })
  })

  return routes
}

/** Where the next token of a chat is handed out. */
const tokenHeader = 'Chat-Token'

/** Tells clients that events come over a WebSocket here; the stream is there for those who know none. */
const liveHeader = 'Jiexu-Live'

const wantsSocket = (context: Context): boolean =>
  context.req.header('Upgrade')?.toLowerCase() === 'websocket'

/** Browsers send no header of ours with a WebSocket: the token comes as the second of two protocols. */
const tokenOfSocket = (context: Context): string =>
  /^jiexu, *(\S+)$/.exec(context.req.header('Sec-WebSocket-Protocol') ?? '')?.[1] ?? ''

const tokenOf = (context: Context, chat: string): string =>
  /^Bearer (\S+)$/.exec(context.req.header('Authorization') ?? '')?.[1] ??
  getCookie(context, cookieName(chat)) ??
  ''

const cookieName = (chat: string) => `jiexu_${chat.slice(0, 8)}`

function afterOf(context: Context): number {
  const after = Number(context.req.query('after') ?? 0)
  if (!Number.isSafeInteger(after) || after < 0) {
    throw new RequestError(400, 'invalid', 'after 要写一个不小于 0 的整数', 'after')
  }
  return after
}
