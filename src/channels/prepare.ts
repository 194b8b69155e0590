import type { Saying } from '../conversation/effect.ts'
import type { Event, SentFile } from '../conversation/event.ts'
import { originIn } from '../conversation/event.ts'
import type { Log } from '../log.ts'
import type { Store } from '../store/store.ts'
import type { Attach } from './attach.ts'
import type { Channel } from './channel.ts'
import { inTime } from './post.ts'

type Dependencies = {
  store: Store
  attach: Attach
  channels: () => readonly Channel[]
  clock: () => Date
  log: Log
}

/** For how long a file is asked for again and again before the person is told, milliseconds. */
const patience = 5 * 60_000

/** How long one fetch may take, milliseconds. */
const longest = 30_000

/** How far back a button may be that somebody still presses; by its words only what was said last. */
const lookBack = 6

const choicesOf = (said: readonly { saying: Saying }[]) =>
  said.flatMap(({ saying }) => saying.choices ?? [])

/**
 * What is done about an event before its turn: a file is fetched from its platform, words that stand
 * on a button are a choice, and there are digits for a code should one be asked for.
 */
export function createPrepare({ store, attach, channels, clock, log }: Dependencies) {
  return async function prepare(conversation: string, event: Event): Promise<Event> {
    switch (event.kind) {
      case 'announced':
        return fetchFile(conversation, event)
      case 'said':
        return { ...(await asChosen(conversation, event)), code: tenDigits() }
      case 'chose':
        return { ...event, code: tenDigits() }
      default:
        return event
    }
  }

  type Said = Extract<Event, { kind: 'said' }>
  type Announced = Extract<Event, { kind: 'announced' }>

  /** The web page knows its buttons itself. */
  async function asChosen(conversation: string, event: Said): Promise<Event> {
    const { text, ...rest } = event
    if (originIn(event.id)?.channel === 'web') return event
    const said = await store.lastSaid(conversation, lookBack)
    const last = said.filter(({ seq }) => seq === said[0]?.seq)
    const words = text.trim()
    const choice =
      choicesOf(said).find(({ value }) => value === words) ??
      choicesOf(last).find(({ label }) => label === words)
    if (!choice) return event
    return { ...rest, kind: 'chose', value: choice.value, label: choice.label }
  }

  async function fetchFile(conversation: string, event: Announced): Promise<Event> {
    const { kind: _, name, reference, ...rest } = event
    const bytes = await fetched(event).catch((error) => {
      const age = clock().getTime() - Date.parse(event.at)
      if (age < patience) throw error
      log.warn({ err: error }, 'a file could not be fetched')
      return null
    })
    const file = bytes ? await attach(conversation, name, bytes) : unfetched(name)
    return { ...rest, kind: 'sent', file }
  }

  async function fetched({ id, reference }: Announced): Promise<Uint8Array<ArrayBuffer> | null> {
    const address = await store.addressOf(originIn(id)?.chat ?? '')
    const channel = channels().find(({ name }) => name === address?.channel)
    if (!address || !channel?.fetch) return null
    return inTime(longest, (signal) => channel.fetch!(address, reference, signal))
  }
}

const unfetched = (name: string): SentFile => ({
  ...{ id: '', name, type: 'application/octet-stream', bytes: 0, problem: 'unfetched' },
})

/** Drawn many at a time: every message takes one, and a draw costs more than what is drawn. */
let drawn: bigint[] = []

/** Ten random digits. */
function tenDigits(): string {
  if (drawn.length === 0) drawn = [...crypto.getRandomValues(new BigUint64Array(256))]
  return String(drawn.pop()! % 10_000_000_000n).padStart(10, '0')
}
