import { type Keep, quietly } from './keep.ts'
import type { Own } from './transcript.ts'
import type { Answer, Opened, Ticket } from './wire.ts'

/** The server answered, and the answer was no. `status` is HTTP's; the message is for the person. */
export type Refusal = { kind: 'refusal'; status: number; message: string }

/** Tells a refusal from a broken network. */
export function isRefusal(error: unknown): error is Refusal {
  return (error as Refusal | null)?.kind === 'refusal'
}

/** A message is given up after this; the same id may be sent again. */
const patience = 45_000

/** Begins a chat. Rejects with a refusal, or with what `fetch` throws when there is no network. */
export function openChat(origin: string, locale: string): Promise<Opened> {
  return ask(`${origin}/api/chats`, {}, { locale })
}

/** The calls of one chat. The token goes in a header, never a cookie: other sites may hold the widget. */
export function chatCalls(origin: string, ticket: Ticket, keep: Keep) {
  const base = `${origin}/api/chats/${encodeURIComponent(ticket.chat)}`
  /** Another tab may have been given the chat's next token. */
  const token = () => {
    const last = keep.read().ticket
    if (last?.chat === ticket.chat) ticket.token = last.token
    return ticket.token
  }
  const authorization = () => ({ Authorization: `Bearer ${token()}` })
  return {
    /** Everything after `seq`. */
    after: (seq: number): Promise<Answer> => ask(`${base}?after=${seq}`, authorization()),

    /** Says words or a choice. */
    say: ({ id, text, choice, of: seq }: Own): Promise<Answer> =>
      ask(
        `${base}/messages`,
        authorization(),
        choice === undefined ? { id, text } : { id, choice, seq },
      ),

    /** Sends a file; `progress` is called with the share that is on its way. */
    upload: (id: string, file: File, progress: (share: number) => void): Promise<Answer> =>
      new Promise((resolve, reject) => {
        const request = new XMLHttpRequest()
        const form = new FormData()
        form.append('id', id)
        form.append('file', file, file.name)
        request.open('POST', `${base}/messages`)
        request.setRequestHeader('Authorization', `Bearer ${token()}`)
        request.upload.onprogress = ({ loaded, total }) => progress(total ? loaded / total : 0)
        request.onload = () => {
          const answer = quietly(() => JSON.parse(request.responseText))
          if (answer && request.status < 300) resolve(answer)
          else reject(refusal(request.status, answer))
        }
        request.onerror = () => reject(new TypeError('network'))
        request.send(form)
      }),

    /** Opens a socket that tells the messages after `seq`; the token goes as a protocol, not in the address. */
    socket: (seq: number): WebSocket =>
      new WebSocket(`${base.replace(/^http/, 'ws')}/events?after=${seq}`, ['jiexu', token()]),

    /** Opens the stream of messages after `seq`. */
    events: (seq: number, signal: AbortSignal): Promise<Response> =>
      fetch(`${base}/events`, {
        headers: { ...authorization(), Accept: 'text/event-stream', 'Last-Event-ID': String(seq) },
        credentials: 'omit',
        cache: 'no-store',
        signal,
      }),

    /** A picture, or a document of this chat. The token is shown to the chat's own server only, where it is asked for. */
    blob(url: string): Promise<Blob> {
      const target = new URL(url, `${origin}/`)
      const isOwn = target.origin === origin && target.pathname.startsWith('/api/')
      const headers: Record<string, string> = isOwn ? authorization() : {}
      return call(target.href, headers).then((response) => response.blob())
    },
  }
}

async function ask<T>(url: string, headers: Record<string, string>, body?: unknown): Promise<T> {
  const response = await call(url, headers, body)
  return {
    ...(await response.json()),
    sockets: response.headers.has('Jiexu-Live'),
    nextToken: response.headers.get('Chat-Token'),
  }
}

async function call(
  url: string,
  headers: Record<string, string>,
  body?: unknown,
): Promise<Response> {
  const abort = new AbortController()
  const timer = setTimeout(() => abort.abort(), patience)
  const init: RequestInit = { headers, credentials: 'omit', signal: abort.signal }
  if (body) {
    init.method = 'POST'
    init.headers = { ...headers, 'Content-Type': 'application/json' }
    init.body = JSON.stringify(body)
  }
  try {
    const response = await fetch(url, init)
    if (response.ok) return response
    throw refusal(response.status, await response.json().catch(() => {}))
  } finally {
    clearTimeout(timer)
  }
}

function refusal(
  status: number,
  body: { error?: { message?: string } } | null | undefined,
): Refusal {
  return { kind: 'refusal', status, message: body?.error?.message ?? '' }
}
