import { type Context, Hono } from 'hono'
import { cors } from 'hono/cors'
import { streamSSE } from 'hono/streaming'
import type { AddressOf } from '../../addressOf.ts'
import type { Backend } from '../../backend/backend.ts'
import type { Catalogue } from '../../conversation/catalogue.ts'
import type { Event, Happening } from '../../conversation/event.ts'
import { duplicateOf, type Inbox, type Taken } from '../../inbox/inbox.ts'
import type { Memory } from '../../memory.ts'
import { RequestError } from '../../requestError.ts'
import { readFile } from '../../store/files.ts'
import type { Seal } from '../../store/seal.ts'
import type { Store } from '../../store/store.ts'
import type { Attach } from '../attach.ts'
import { createAdmission, noSuchChat, tokenHeader, wantsSocket } from './admission.ts'
import { createAnswer } from './answer.ts'
import { Opening, readUpload, readWords, Sent } from './body.ts'
import { exportOf } from './export.ts'
import { follow } from './follow.ts'
import type { Live } from './live.ts'
import { createPlaces } from './places.ts'
import { createRateLimit, type RateLimit } from './rateLimit.ts'
import { conversationOf, createReader } from './reader.ts'
import type { Thread } from './thread.ts'
import { createTickets } from './tickets.ts'

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

/** A minute: chats begun, messages sent and chats read from one address; in one chat messages, files, reads. */
const mostChats = 60
const mostFromAddress = 600
const mostMessages = 120
const mostFiles = 20
const mostReads = 120
/** Streams that are open at once: in one chat, and from one address. */
const mostStreams = 10
const mostStreamsFromAddress = 200

const tooManyPages = () => new RequestError(429, 'tooMany', '同时打开的页面太多了，请先关掉几个')

/** Tells clients that events come over a WebSocket here; the stream is there for those who know none. */
const liveHeader = 'Jiexu-Live'

/** The web chat's API, to be mounted at `/api/chats`. */
export function webRoutes(dependencies: WebDependencies): Hono {
  const { store, seal, inbox, backend, live, attach } = dependencies
  const { catalogue, clock, rateLimit, addressOf, memory, stamp } = dependencies
  const routes = new Hono()
  const reader = createReader({ store, catalogue, stamp })
  const { view, messagesAfter, eventsAfter } = reader
  const { chatOf, handOver } = createAdmission(createTickets(seal, clock, memory, store))
  const answerTo = createAnswer({ store, live, reader, threadOf })
  const newChats = createRateLimit(mostChats, clock, memory, 'chats')
  const newMessages = createRateLimit(mostMessages, clock, memory, 'messages')
  const newFiles = createRateLimit(mostFiles, clock, memory, 'files')
  const fromAddress = createRateLimit(mostFromAddress, clock, memory, 'addresses')
  const reads = createRateLimit(mostReads, clock, memory, 'reads')
  const readsFromAddress = createRateLimit(mostFromAddress, clock, memory, 'reading addresses')
  const streams = createPlaces()

  /** 429 where somebody is too fast, with a clear word. */
  function demandPatience(context: Context, limit: RateLimit, name: string, what = ''): void {
    const wait = rateLimit === 'on' ? limit(name) : 0
    if (wait === 0) return
    context.header('Retry-After', String(wait))
    throw new RequestError(429, 'tooMany', `${what}太快了，请 ${wait} 秒以后再试`)
  }

  /** The chat that somebody reads who bears its token. */
  async function readBy(context: Context): Promise<string> {
    const chat = await chatOf(context)
    demandPatience(context, readsFromAddress, addressOf(context))
    demandPatience(context, reads, chat)
    return chat
  }

  /** Never the id of anything that the outbox leads to: these go on from the conversation by a slash. */
  const eventId = (chat: string, id: string) => `${conversationOf(chat)}#${id}`

  async function say(chat: string, id: string, happening: Happening): Promise<Taken> {
    const event = { ...happening, id: eventId(chat, id), ...stamp() }
    const taken = await inbox.receive(conversationOf(chat), event)
    if (taken.outcome === 'gone') throw noSuchChat()
    return taken
  }

  async function threadOf(chat: string): Promise<Thread> {
    const thread = await reader.threadOf(chat)
    if (!thread) throw noSuchChat()
    return thread
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

  routes.post('/', async (context) => {
    demandPatience(context, newChats, addressOf(context))
    const { locale } = await readWords(context, Opening)
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
    if (isForm) demandPatience(context, newFiles, chat, '文件发得')
    const taken = isForm ? await sendFile(chat, context) : await sendWords(chat, context)
    return context.json(await answerTo(chat, taken))
  })

  async function sendWords(chat: string, context: Context): Promise<Taken> {
    const sent = await readWords(context, Sent)
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
    const taken = await say(chat, id, { kind: 'sent', file })
    // The same message came twice at once, and had its turn with the other copy.
    if (taken.outcome === 'duplicate') await store.dropFiles(there.conversation, [file.id])
    return taken
  }

  routes.get('/:chat', async (context) => {
    const chat = await readBy(context)
    const thread = await threadOf(chat)
    const messages = await messagesAfter(chat, thread, afterOf(context))
    return context.json({ messages, state: view(thread.state) })
  })

  routes.get('/:chat/events', async (context) => {
    const chat = await readBy(context)
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
    return streamSSE(context, (stream) =>
      follow({ live, eventsAfter }, chat, after, stream).finally(leave),
    )
  })

  routes.get('/:chat/files/:file', async (context) => {
    const chat = await readBy(context)
    const id = context.req.param('file')
    const thread = await threadOf(chat)
    const kept = thread.parts.map(({ conversation }) => readFile(store.db, seal, id, conversation))
    const file =
      (await Promise.all(kept)).find((one) => one !== null) ?? (await documentOf(thread, id))
    if (!file)
      throw new RequestError(404, 'notFound', '没有这个文件：没有用上的和换掉的文件不会留下')
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
    const chat = await readBy(context)
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

function afterOf(context: Context): number {
  const after = Number(context.req.query('after') ?? 0)
  if (!Number.isSafeInteger(after) || after < 0) {
    throw new RequestError(400, 'invalid', 'after 要写一个不小于 0 的整数', 'after')
  }
  return after
}
