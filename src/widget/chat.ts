import { makeBlobs } from './blobs.ts'
import { chatCalls, isRefusal, openChat } from './calls.ts'
import { overSocket, overStream } from './hear.ts'
import type { Keep } from './keep.ts'
import { listen } from './listen.ts'
import { randomId } from './randomId.ts'
import {
  answered,
  arrange,
  change,
  type Entry,
  empty,
  type Own,
  receive,
  type Transcript,
  turn,
} from './transcript.ts'
import type { Answer, Message, State, Ticket } from './wire.ts'

/** The longest pause, in milliseconds, before a new chat is asked for again. */
const longest = 30_000

/** What there is to show. */
export type View = {
  entries: readonly Entry[]
  state: State | null
  /** Something was said and is not answered yet. */
  waiting: boolean
  /** `down`: the server cannot be reached; it is tried again without anybody's doing. */
  link: 'starting' | 'up' | 'down'
  /** The stored chat was gone and a new one was begun; the number rises with each. */
  renewals: number
  /** Seq up to which everything was there when the page was opened; later messages are news. */
  since: number
  /** The greatest seq that is known. */
  newest: number
}

/** A chat with the server, from opening it to keeping it over reloads and broken networks. */
export type Chat = {
  view(): View
  start(): void
  stop(): void
  say(text: string): void
  /** Presses a button of the message `seq`. */
  choose(choice: { value: string; label: string }, seq: number): void
  upload(file: File): void
  retry(id: string): void
  /** A blob URL for a picture or a document of this chat; fetched once. */
  blob(url: string): Promise<string>
}

/** Makes the chat for a server's origin; `onChange` is called after every change of the view. */
export function makeChat(origin: string, locale: string, keep: Keep, onChange: () => void): Chat {
  const files = new Map<string, File>()
  const blobs = makeBlobs()
  const kept = keep.read()
  let ticket: Ticket | undefined = kept.ticket
  let calls = ticket && chatCalls(origin, ticket, keep)
  let transcript: Transcript = { ...empty, own: kept.ticket ? (kept.unsent ?? []) : [] }
  let view: View = {
    entries: [],
    state: null,
    waiting: false,
    link: 'starting',
    renewals: 0,
    since: 0,
    newest: 0,
  }
  let ear: ReturnType<typeof listen> | undefined
  let cursor = 0
  let sockets = false
  let running = false
  let sending = false
  let timer: ReturnType<typeof setTimeout> | undefined

  function show(part: Partial<View> = {}, next: Transcript = transcript) {
    transcript = next
    const entries = arrange(transcript)
    const waiting = sending || transcript.own.some((own) => own.status === 'sending')
    const newest = transcript.messages.reduce((most, { seq }) => Math.max(most, seq), 0)
    view = { ...view, ...part, entries, waiting, newest }
    keep.write({ unsent: transcript.own.filter((own) => !own.file && own.status !== 'refused') })
    onChange()
  }

  function take(messages: readonly Message[], part: Partial<View> = {}) {
    const next = receive(transcript, messages, (own, message) => {
      files.delete(own.id)
      if (own.preview && message.file) blobs.know(message.file.url, own.preview)
    })
    show(part, next)
  }

  async function refresh() {
    if (!calls) return
    const first = cursor === 0
    const here = ticket
    const { messages, state, nextToken, ...offered } = await calls.after(cursor)
    sockets = offered.sockets
    // The token before ends soon after this one is used.
    if (nextToken && ticket === here) {
      ticket!.token = nextToken
      keep.write({ ticket })
    }
    cursor = messages.reduce((most, { seq }) => Math.max(most, seq), cursor)
    take(messages, first ? { state, since: cursor } : { state })
  }

  /** Soon, unless it is no longer needed then. */
  function refreshSoon(pause: number, needed = () => true) {
    clearTimeout(timer)
    timer = setTimeout(() => needed() && refresh().catch(() => {}), pause)
  }

  function begin() {
    const here = ticket!
    calls = chatCalls(origin, here, keep)
    const mine = () => running && ticket === here
    ear = listen({
      way: (unheard) =>
        sockets && unheard % 2 === 0
          ? overSocket(() => calls!.socket(cursor))
          : overStream((signal) => calls!.events(cursor, signal)),
      onEvent: ({ data }) => {
        if (!mine()) return
        const { state, ...message } = data as Message & { state?: State }
        if (!message.seq) return
        cursor = Math.max(cursor, message.seq)
        // while our own words are being answered, the answer brings the state that counts
        take([message], state && !sending ? { state } : {})
      },
      poll: () => refresh().catch((error) => settle(error)),
      onLink: (up) => mine() && onLink(up),
      onGone: () => mine() && renew(),
    })
    void pump()
  }

  /** No network is passed on; a refusal means that the server is there, and perhaps the chat is not. */
  function settle(error: unknown) {
    if (!isRefusal(error) || error.status >= 500) throw error
    if (error.status === 404) renew()
  }

  function onLink(up: boolean) {
    const link = up && navigator.onLine !== false ? 'up' : 'down'
    if (link === view.link) return
    const again = link === 'up' && view.link === 'down'
    show({ link }, again ? turn(transcript, 'failed', 'sending') : transcript)
    if (again) void pump()
  }

  async function open(pause = 500): Promise<void> {
    try {
      const opened = await openChat(origin, locale)
      if (!running) return
      ticket = { chat: opened.chat, token: opened.token }
      sockets = opened.sockets
      keep.write({ ticket })
      take(opened.messages, { state: opened.state, link: 'up', since: 0 })
      cursor = view.newest
      begin()
    } catch {
      if (!running) return
      show({ link: 'down' })
      timer = setTimeout(() => open(Math.min(pause * 2, longest)), pause)
    }
  }

  /** The server has no such chat any more: a new one, with what was just typed back in the draft. */
  function renew() {
    ear?.stop()
    ear = undefined
    calls = undefined
    const typed = transcript.own.find((own) => own.choice === undefined && !own.file)
    if (typed && !keep.readDraft()) keep.writeDraft(typed.text)
    keep.write({ ticket: undefined, unsent: [] })
    cursor = 0
    sending = false
    show({ state: null, renewals: view.renewals + 1, link: 'starting' }, empty)
    // a server that forgets every chat at once is not asked for new ones without end
    const pause = Math.min(longest, 1_000 * (2 ** (view.renewals - 1) - 1))
    timer = setTimeout(open, pause)
  }

  function add(own: Omit<Own, 'status' | 'at'>) {
    const said: Own = {
      ...own,
      status: 'sending',
      at: new Date().toISOString(),
      after: view.newest,
    }
    show({}, { ...transcript, own: [...transcript.own, said] })
    void pump()
  }

  function mark(id: string, part: Partial<Own>) {
    show({}, { ...transcript, own: change(transcript.own, id, part) })
  }

  async function deliver(own: Own): Promise<Answer> {
    const file = files.get(own.id)
    if (!file) return calls!.say(own)
    return calls!.upload(own.id, file, (uploaded) => mark(own.id, { uploaded }))
  }

  /** Sends one after another, so that the server hears things in the order in which they were said. */
  async function pump() {
    if (sending || !calls) return
    const here = ticket
    const next = transcript.own.find((own) => own.status === 'sending')
    if (!next) return
    sending = true
    try {
      const { messages, state } = await deliver(next)
      if (ticket !== here) return
      sending = false
      take(messages, { state, link: 'up' })
      show({}, answered(transcript, next.id, messages))
      // without a stream our own words have to be asked for
      refreshSoon(1_500, () => transcript.own.some((own) => own.status === 'sent'))
    } catch (error) {
      if (ticket !== here) return
      sending = false
      if (!isRefusal(error) || error.status >= 500) {
        show({}, turn(transcript, 'sending', 'failed'))
        ear?.nudge()
      } else if (error.status === 404) {
        return renew()
      } else {
        mark(next.id, { status: 'refused', reason: error.message })
      }
    }
    void pump()
  }

  const online = () => ear?.nudge()
  const offline = () => onLink(false)

  return {
    view: () => view,
    start() {
      if (running) return
      running = true
      addEventListener('online', online)
      addEventListener('offline', offline)
      if (!ticket) {
        void open()
        return
      }
      show({}, turn(transcript, 'failed', 'sending'))
      // one question before the stream: everything at once, and what is unsent after what is known
      refresh()
        .catch(settle)
        .then(
          () => 'up' as const,
          () => 'down' as const,
        )
        .then((link) => {
          if (ear || !ticket || !running) return
          show({ link })
          begin()
        })
    },
    stop() {
      running = false
      ear?.stop()
      ear = undefined
      clearTimeout(timer)
      removeEventListener('online', online)
      removeEventListener('offline', offline)
    },
    say: (text) => add({ id: randomId(), text }),
    choose: ({ value, label }, seq) => add({ id: randomId(), text: label, choice: value, of: seq }),
    upload(file) {
      const id = randomId()
      files.set(id, file)
      const described = { id, text: '', file: { name: file.name, bytes: file.size }, uploaded: 0 }
      const picture = file.type.startsWith('image/')
      add(picture ? { ...described, preview: URL.createObjectURL(file) } : described)
    },
    retry(id) {
      mark(id, { status: 'sending', reason: '' })
      void pump()
    },
    blob: (url) => blobs.get(url, calls),
  }
}
