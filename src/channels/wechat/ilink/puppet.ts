import { randomUUID } from 'node:crypto'
import { FileBox, type FileBoxInterface } from 'file-box'
import { LRUCache } from 'lru-cache'
import { Puppet, type PuppetOptions, type payloads, types } from 'wechaty-puppet'
import { Shut } from '../shut.ts'
import { download, upload } from './media.ts'
import { createIlink, type Ilink, type IlinkMessage, IlinkRefusal, type Item } from './protocol.ts'

/** What is kept over a restart, in the memory card. */
type Session = { token: string; base: string; bot: string }

/** One item of a message: to wechaty, each is a message of its own. */
type Kept = { id: string; message: IlinkMessage; item: Item }

/** The session has ended: somebody must scan again. */
const sessionEnded = -14
/** As many answers as a message allows have been given. */
const quotaSpent = -2

const longestPause = 30_000

// Wechaty's types demand every method that any puppet has; what iLink has no word for is never called.
const Base = Puppet as unknown as new (options?: PuppetOptions) => InstanceType<typeof Puppet>

/**
 * A wechaty puppet over Tencent's iLink interface: private chats, in which whoever scanned the code
 * talks to a bot of their own. An answer needs the token of a message: ten to each, within a day.
 */
export default class PuppetIlink extends Base {
  readonly #ilink: Ilink
  readonly #messages = new LRUCache<string, Kept>({ max: 5_000 })
  #ended = new AbortController()
  #work: Promise<void> = Promise.resolve()

  constructor(options: PuppetOptions = {}) {
    super(options)
    this.#ilink = createIlink(options.endpoint)
  }

  override async onStart(): Promise<void> {
    this.#ended = new AbortController()
    this.#work = this.#keepOn(this.#ended.signal)
  }

  override async onStop(): Promise<void> {
    this.#ended.abort()
    await this.#work
    if (this.isLoggedIn) await this.logout('stop')
  }

  async #keepOn(ended: AbortSignal): Promise<void> {
    let pause = 1_000
    while (!ended.aborted) {
      try {
        const session = (await this.memory.get<Session>('session')) ?? (await this.#scanIn(ended))
        if (!session) continue
        await this.#listen(session, ended, () => {
          pause = 1_000
        })
      } catch (error) {
        if (ended.aborted) return
        if (error instanceof IlinkRefusal && error.code === sessionEnded) await this.#forget()
        else this.emit('error', { gerror: JSON.stringify({ message: 'iLink does not answer' }) })
        await after(pause, ended)
        pause = Math.min(longestPause, 2 * pause)
      }
    }
  }

  async #scanIn(ended: AbortSignal): Promise<Session | null> {
    this.#ilink.speakFor(null)
    const { qrcode, qrcode_img_content } = await this.#ilink.newCode()
    this.emit('scan', { qrcode: qrcode_img_content, status: types.ScanStatus.Waiting })
    for (;;) {
      const status = await this.#ilink.statusOf(qrcode, within(45_000, ended))
      if (status.status === 'scaned') {
        this.emit('scan', { qrcode: qrcode_img_content, status: types.ScanStatus.Scanned })
      } else if (status.status === 'scaned_but_redirect' && status.redirect_host) {
        this.#ilink.moveTo(status.redirect_host)
      } else if (status.status === 'confirmed') {
        const { bot_token = '', ilink_bot_id = '', baseurl = '' } = status
        const session = { token: bot_token, bot: ilink_bot_id, base: baseurl }
        await this.#keep('session', session)
        return session
      } else if (status.status !== 'wait' && status.status !== 'scaned_but_redirect') return null
      await after(200, ended)
      if (ended.aborted) return null
    }
  }

  async #listen(session: Session, ended: AbortSignal, onAnswer: () => void): Promise<void> {
    this.#ilink.speakFor(session)
    if (!this.isLoggedIn) this.login(session.bot)
    this.emit('ready', { data: 'ready' })
    let hold = 35_000
    while (!ended.aborted) {
      const cursor = (await this.memory.get<string>('cursor')) ?? ''
      // The interface holds the call: it must not be given up before.
      const updates = await this.#ilink.updates(cursor, within(hold + 10_000, ended))
      onAnswer()
      hold = updates.hold ?? hold
      for (const message of updates.messages) await this.#hear(message)
      if (updates.cursor) await this.#keep('cursor', updates.cursor)
      this.emit('heartbeat', { data: 'updates' })
    }
  }

  async #hear(message: IlinkMessage): Promise<void> {
    if (message.message_type === 2 || message.group_id) return
    if (message.context_token) {
      await this.#keep(`context ${message.from_user_id}`, message.context_token)
    }
    for (const [index, item] of message.item_list.entries()) {
      const id = `${message.message_id}.${index}`
      this.#messages.set(id, { id, message, item })
      this.emit('message', { messageId: id })
    }
  }

  async #keep(name: string, value: unknown): Promise<void> {
    await this.memory.set(name, value)
    await this.memory.save()
  }

  async #forget(): Promise<void> {
    const people = await this.contactList()
    const contexts = people.map((id) => `context ${id}`)
    for (const name of ['session', 'cursor', ...contexts]) await this.memory.delete(name)
    await this.memory.save()
    if (this.isLoggedIn) await this.logout('the session ended')
  }

  async #send(to: string, item: object): Promise<string> {
    const context_token = await this.memory.get<string>(`context ${to}`)
    if (!context_token) throw new Shut()
    const id = `sent-${randomUUID()}`
    try {
      await this.#ilink.send({
        ...{ from_user_id: '', to_user_id: to, client_id: id, context_token },
        ...{ message_type: 2, message_state: 2, item_list: [item] },
      })
    } catch (error) {
      if (error instanceof IlinkRefusal && error.code === quotaSpent) throw new Shut()
      if (error instanceof IlinkRefusal && error.code === sessionEnded) await this.#forget()
      throw error
    }
    const from = { message_id: id, from_user_id: this.currentUserId, to_user_id: to }
    this.#messages.set(id, {
      ...{ id, item: { type: 0, ...item } },
      message: { ...from, create_time_ms: Date.now(), item_list: [] },
    })
    return id
  }

  override messageSendText(to: string, text: string): Promise<string> {
    return this.#send(to, { type: 1, text_item: { text } })
  }

  override async messageSendFile(to: string, file: FileBoxInterface): Promise<string> {
    const { name, mediaType } = file
    return this.#send(to, await upload(this.#ilink, to, name, mediaType, await file.toBuffer()))
  }

  override async messageFile(id: string): Promise<FileBoxInterface> {
    const { item } = this.#kept(id)
    const name = item.file_item?.file_name ?? 'picture.jpg'
    return FileBox.fromBuffer(await download(this.#ilink, item), name)
  }

  override async messageRawPayload(id: string): Promise<Kept> {
    return this.#kept(id)
  }

  override async messageRawPayloadParser(kept: Kept): Promise<payloads.Message> {
    const { id, message, item } = kept
    const { Text, Image, Attachment, Video, Audio, Unknown } = types.Message
    const spoken = item.voice_item?.text
    const kinds: Record<number, number> = { 1: Text, 2: Image, 3: Audio, 4: Attachment, 5: Video }
    const name = item.file_item?.file_name
    return {
      ...{ id, talkerId: message.from_user_id, listenerId: message.to_user_id },
      timestamp: message.create_time_ms ?? Date.now(),
      // A voice message that brings its words along is as good as these.
      type: spoken ? Text : (kinds[item.type] ?? Unknown),
      text: item.text_item?.text ?? spoken ?? name ?? '',
      ...(name && { filename: name }),
    }
  }

  override async contactList(): Promise<string[]> {
    const people: string[] = []
    for await (const name of this.memory.keys()) {
      if (name.startsWith('context ')) people.push(name.slice('context '.length))
    }
    return people
  }

  override async contactRawPayload(id: string): Promise<{ id: string }> {
    return { id }
  }

  override async contactRawPayloadParser({ id }: { id: string }): Promise<payloads.Contact> {
    const { Individual } = types.Contact
    return { id, name: id, avatar: '', phone: [], gender: 0, type: Individual, friend: true }
  }

  override async roomList(): Promise<string[]> {
    return []
  }

  #kept(id: string): Kept {
    const kept = this.#messages.get(id)
    if (!kept) throw new Error('an iLink message that is not there')
    return kept
  }
}

const within = (milliseconds: number, ended: AbortSignal): AbortSignal =>
  AbortSignal.any([AbortSignal.timeout(milliseconds), ended])

/** A pause that ends with the puppet. */
const after = (milliseconds: number, ended: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds)
    ended.addEventListener('abort', () => {
      clearTimeout(timer)
      resolve()
    })
  })
