import type { Catalogue } from '../conversation/catalogue.ts'
import type { Event, Happening } from '../conversation/event.ts'
import type { Inbox } from '../inbox/inbox.ts'
import type { Log } from '../log.ts'
import type { Store } from '../store/store.ts'
import type { Attach } from './attach.ts'
import type { Channel, Incoming, Receive } from './channel.ts'
import type { Post } from './post.ts'
import { longestText } from './web/body.ts'

type Dependencies = {
  store: Store
  inbox: Inbox
  attach: Attach
  channels: () => readonly Channel[]
  post: Post
  catalogue: () => Catalogue
  stamp: () => Pick<Event, 'at' | 'today'>
  /** Takes charge of work that goes on after the platform was answered. */
  background: (work: Promise<unknown>) => void
  log: Log
}

/** What is older has had its time: platforms hand out whole histories again after a sign-in. */
const stale = 24 * 3_600_000

/** The way in for every channel that hands messages in: kept first, acknowledged, then taken in turn. */
export function createReception(dependencies: Dependencies): Receive {
  const { store, inbox, attach, stamp, background, log } = dependencies
  const takeNext = createQueues()

  return async function receive(incoming) {
    const { id, address, at, inGroup } = incoming
    const { at: now, today } = stamp()
    if (Date.parse(now) - at.getTime() > stale) return 'known'
    const hash = await store.addressHash(address)
    const eventId = `${address.channel}:${hash}#${await nameOf(id)}`
    if (inGroup) return answerInGroup(incoming, eventId, now)

    const waits = await store.waits(eventId)
    if (waits === false) return 'known'
    const heardAt = at.toISOString() < now ? at.toISOString() : now
    const chat = `${address.channel}:${hash}`
    const conversation = await store.heardFrom(hash, address, heardAt, chat)
    await store.release(conversation, now)
    const happening = await happeningOf(conversation, incoming)
    const event: Event = { ...happening, id: eventId, at: now, today }
    await store.keep(conversation, event)
    const turn = takeNext(conversation, () => inbox.receive(conversation, event))
    background(turn.catch((error) => log.warn({ err: error }, 'a turn is left to the sweep')))
    return waits === null ? 'kept' : 'known'
  }

  async function happeningOf(conversation: string, { content }: Incoming): Promise<Happening> {
    switch (content.kind) {
      case 'opened':
        return { kind: 'opened' }
      case 'text':
        return { kind: 'said', text: bounded(content.text) }
      case 'file':
        return { kind: 'sent', file: await attach(conversation, content.name, content.bytes) }
      case 'fileReference':
        return { kind: 'announced', name: content.name, reference: content.reference }
      case 'unsupported': {
        const file = { id: '', name: content.what, type: 'application/octet-stream', bytes: 0 }
        return { kind: 'sent', file: { ...file, problem: 'unsupported' } }
      }
    }
  }

  /** Asks for a private chat, once a message; of the message nothing is kept but a keyed hash of its id. */
  async function answerInGroup({ address }: Incoming, eventId: string, now: string) {
    const { channels, catalogue, post } = dependencies
    const hash = await store.addressHash({ ...address, person: eventId })
    if (!(await store.firstMention(hash, now))) return 'known'
    const channel = channels().find(({ name }) => name === address.channel)
    if (!channel) return 'kept'
    const text = catalogue().render('common/writeInPrivate', {}).trim()
    const parcel = { kind: 'text', text } as const
    background(
      post(channel, address, (signal) => channel.send(address, parcel, `mention/${hash}`, signal)),
    )
    return 'kept'
  }

  /** The platform's id of a message, as it may stand in an event's id. */
  async function nameOf(id: string): Promise<string> {
    const name = encodeURIComponent(id.toWellFormed())
    return name.length <= 100 ? name : store.addressHash({ channel: '', account: '', person: id })
  }
}

/** As much of a text as is heard, without what no database gives back. */
const bounded = (text: string): string =>
  text.replaceAll('\0', '').slice(0, longestText).toWellFormed()

/** Does one thing after the other for each name, whether the one before succeeded or not. */
function createQueues() {
  const queues = new Map<string, Promise<unknown>>()
  return <Done>(name: string, work: () => Promise<Done>): Promise<Done> => {
    const before = queues.get(name) ?? Promise.resolve()
    const own = before.catch(() => {}).then(work)
    queues.set(name, own)
    const done = () => {
      if (queues.get(name) === own) queues.delete(name)
    }
    own.then(done, done)
    return own
  }
}
