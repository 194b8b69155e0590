import { serve } from '@hono/node-server'
import { type Context, Hono } from 'hono'
import { cors } from 'hono/cors'
import { streamSSE } from 'hono/streaming'
import { buildWidget } from '../../src/widget/build.ts'
import type { Message, State } from '../../src/widget/wire.ts'

/** What a chat answers to words, a choice or a file; messages get their place and time on the way out. */
export type Said = Partial<Message> & { text: string }
type Reply = (text: string, file?: File) => Said[]

/** The Content-Security-Policy of the chat's own page. */
export const strictPolicy =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; " +
  "img-src 'self' blob: data:; manifest-src 'self'; frame-ancestors 'self'"

/**
 * A small server that keeps the web chat's contract, with handles to make it fail: for tests that
 * are about the widget alone. Every chat shares one history.
 */
export async function startFakeServer(reply: Reply = (text) => [{ text: `收到：${text}` }]) {
  const files = await buildWidget()
  const app = new Hono()
  const log: { method: string; path: string; body?: unknown; last?: string | undefined }[] = []
  const streams = new Set<{ tell: (message: Message) => void; cut: () => void }>()
  const answers = new Map<string, { messages: Message[]; state: State }>()
  const documents = new Map<string, { bytes: Uint8Array<ArrayBuffer>; type: string }>()
  const history: Message[] = []
  const control = {
    /** The next so many messages meet this instead of an answer: a status, or a cut connection after taking it. */
    failNext: [] as (number | 'lost')[],
    /** A message is not even noticed before this. */
    gate: Promise.resolve() as Promise<unknown>,
    /** The answer to a message waits for this. */
    thinking: Promise.resolve() as Promise<unknown>,
    streams: true,
    /** A WebSocket is offered, and cannot be opened. */
    sockets: false,
    chat: 'chat-1',
    /** Which of a chat's tokens are good, by number; the newest is handed out. */
    tokens: { oldest: 1, newest: 1 },
    state: { flow: null, progress: null, dossier: null } as State,
    greeting: [{ text: '您好' }] as Said[],
  }

  function add(from: Message['from'], said: Said): Message {
    const seq = (history[history.length - 1]?.seq ?? 0) + 1
    const message: Message = { flow: null, at: new Date().toISOString(), ...said, seq, from }
    history.push(message)
    for (const stream of streams) stream.tell(message)
    return message
  }

  app.use('/api/*', async (c, next) => {
    if (control.sockets) c.header('Jiexu-Live', 'websocket')
    await next()
  })
  const token = (number: number) => `token-${number}-of-${control.chat}`
  const known = (c: Context) => {
    const { oldest, newest } = control.tokens
    const good = oldest === newest ? [token(newest)] : [token(oldest), token(newest)]
    const borne = c.req.header('authorization')?.slice('Bearer '.length) ?? ''
    if (c.req.param('chat') !== control.chat || !good.includes(borne)) return false
    if (borne !== token(newest)) c.header('Chat-Token', token(newest))
    return true
  }
  const missing = { error: { code: 'not-found', message: '没有这个对话。' } }

  app.use(
    '/api/*',
    cors({ origin: '*', allowHeaders: ['Authorization', 'Content-Type', 'Last-Event-ID'] }),
  )
  app.post('/api/chats', async (c) => {
    log.push({ method: 'POST', path: c.req.path, body: await c.req.json() })
    if (history.length === 0) for (const said of control.greeting) add('assistant', said)
    const { chat, state } = control
    return c.json({ chat, token: token(control.tokens.newest), messages: history, state }, 201)
  })
  app.post('/api/chats/:chat/messages', async (c) => {
    if (!known(c)) return c.json(missing, 404)
    const isForm = c.req.header('content-type')?.startsWith('multipart/')
    const body = isForm ? await c.req.parseBody() : await c.req.json()
    log.push({ method: 'POST', path: c.req.path, body })
    await control.gate
    const failure = control.failNext.shift()
    if (typeof failure === 'number') {
      return c.json({ error: { code: 'failed', message: '请换一种说法。' } }, failure as 422)
    }
    let answer = answers.get(body.id)
    if (!answer) {
      const file = body.file instanceof File ? body.file : undefined
      const label = history
        .flatMap((m) => m.choices ?? [])
        .findLast((x) => x.value === body.choice)?.label
      const text = body.text ?? label ?? ''
      if (file) {
        const url = `/api/chats/${control.chat}/files/${documents.size}`
        documents.set(url, { bytes: new Uint8Array(await file.arrayBuffer()), type: file.type })
        add('user', { text: '', file: { url, name: file.name, bytes: file.size } })
      } else {
        add('user', { text })
      }
      await control.thinking
      const messages = reply(text, file).map((said) => add('assistant', said))
      answer = { messages, state: control.state }
      answers.set(body.id, answer)
    }
    if (failure === 'lost') return c.json({ error: { code: 'lost', message: '' } }, 502)
    return c.json(answer)
  })
  app.get('/api/chats/:chat', (c) => {
    log.push({ method: 'GET', path: c.req.path })
    if (!known(c)) return c.json(missing, 404)
    const after = Number(c.req.query('after') ?? 0)
    return c.json({ messages: history.filter((m) => m.seq > after), state: control.state })
  })
  app.get('/api/chats/:chat/events', (c) => {
    const last = c.req.header('last-event-id')
    log.push({ method: 'GET', path: c.req.path, last })
    if (!known(c)) return c.json(missing, 404)
    if (!control.streams) return c.json({ error: { code: 'broken', message: '' } }, 503)
    return streamSSE(c, async (stream) => {
      await new Promise<void>((done) => {
        const tell = (message: Message) =>
          void stream.writeSSE({
            id: String(message.seq),
            data: JSON.stringify({ ...message, state: control.state }),
          })
        for (const message of history) if (message.seq > Number(last)) tell(message)
        const ear = { tell, cut: done }
        streams.add(ear)
        stream.onAbort(done)
        void stream.closed
      })
      streams.clear()
    })
  })
  app.get('/api/chats/:chat/files/:file', (c) => {
    if (!known(c)) return c.json(missing, 404)
    const found = documents.get(c.req.path)
    if (!found) return c.json(missing, 404)
    return c.body(found.bytes, 200, { 'Content-Type': found.type })
  })
  for (const [name, { text, type }] of Object.entries(files)) {
    const path = name === 'page.html' ? '/' : `/${name}`
    app.get(path, (c) =>
      c.body(text, 200, { 'Content-Type': type, 'Content-Security-Policy': strictPolicy }),
    )
  }

  const { server, origin } = await listen(app)
  return {
    origin,
    log,
    control,
    history,
    answers,
    documents,
    /** Says something unasked. */
    push: (said: Said, from: Message['from'] = 'assistant') => add(from, said),
    cutStreams() {
      for (const stream of streams) stream.cut()
      streams.clear()
    },
    openStreams: () => streams.size,
    forget() {
      history.length = 0
      control.chat = `chat-${Number(control.chat.slice(5)) + 1}`
    },
    stop: () =>
      new Promise((done) => {
        server.close(done)
        if ('closeAllConnections' in server) server.closeAllConnections()
      }),
  }
}

/** Another site, with a page that holds the widget and allows no more than it needs. */
export async function startForeignPage(widgetOrigin: string, attributes = '') {
  const app = new Hono()
  app.get('/', (c) =>
    c.html(
      `<!doctype html><html lang="zh-CN"><head><title>某市人民政府</title>
       <link rel="stylesheet" href="/host.css"></head>
       <body><main><h1>办事指南</h1><p>企业职工基本养老保险关系转移接续，可以在线申请。</p></main>
       <script src="${widgetOrigin}/widget.js" async ${attributes}></script></body></html>`,
      200,
      {
        'Content-Security-Policy': `default-src 'none'; style-src 'self'; script-src ${widgetOrigin}; connect-src ${widgetOrigin}; img-src blob:`,
      },
    ),
  )
  app.get('/host.css', (c) =>
    c.body(
      'html{font-size:10px}*{letter-spacing:.5em}button{background:red!important;display:none}main{font-size:2rem;padding:4rem}',
      200,
      {
        'Content-Type': 'text/css',
      },
    ),
  )
  const { server, origin } = await listen(app)
  return { origin, stop: () => new Promise((done) => server.close(done)) }
}

function listen(app: Hono) {
  return new Promise<{ server: ReturnType<typeof serve>; origin: string }>((resolve) => {
    const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) =>
      resolve({ server, origin: `http://127.0.0.1:${port}` }),
    )
  })
}
