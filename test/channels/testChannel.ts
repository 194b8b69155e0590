import type {
  Address,
  Channel,
  Contact,
  CreateChannels,
  Incoming,
  Manners,
  Notice,
  Parcel,
  Receive,
  Sent,
} from '../../src/channels/channel.ts'
import { openApp } from '../openApp.ts'
import { type OpenedApp, type Person, quiet, until } from './driver.ts'

/** What reached somebody. */
export type Heard = { to: string; id: string; parcel: Parcel }

type Answer = (address: Address, parcel: Parcel, id: string) => Promise<Sent> | Sent

/** A platform of our own: what it was given to bring to people, and how it behaves. */
export type TestPlatform = {
  name: string
  heard: Heard[]
  notices: { to: string; id: string; notice: Notice }[]
  /** Every call, those that failed included. */
  calls: string[]
  /** How it answers to a message; it takes all of them unless told otherwise. */
  answer: Answer
  /** Files that were sent to it, by reference; a missing one cannot be fetched yet. */
  files: Map<string, Uint8Array<ArrayBuffer>>
  fetches: number
  receive: Receive
  create: CreateChannels
  clock: () => Date
}

export type Particulars = Partial<
  Pick<Channel, 'pace'> & {
    manners: Partial<Manners>
    allowance: (contact: Contact, now: Date) => number
    notify: (address: Address, notice: Notice, id: string) => Promise<Sent>
  }
>

const generous: Manners = {
  ...{ textBytes: 2048, markup: 'plain', buttons: 0, pictures: true, files: true },
}

/** Makes a platform; a message that it has seen by its id is delivered once, as real ones do it at best. */
export function createPlatform(name = 'wechat', particulars: Particulars = {}): TestPlatform {
  const { manners, allowance = () => Number.POSITIVE_INFINITY, pace, notify } = particulars
  const platform: TestPlatform = {
    ...{ name, heard: [], notices: [], calls: [], files: new Map(), fetches: 0 },
    answer: () => ({ kind: 'sent' }),
    receive: async () => {
      throw new Error('nobody is connected')
    },
    clock: () => new Date(),
    create({ receive, clock }) {
      Object.assign(platform, { receive, clock })
      const channel: Channel = {
        ...{ name, allowance, manners: { ...generous, ...manners } },
        ...(pace && { pace }),
        async send(address, parcel, id) {
          platform.calls.push(id)
          const sent = await platform.answer(address, parcel, id)
          if (sent.kind === 'sent') platform.heard.push({ to: address.person, id, parcel })
          return sent
        },
        ...(notify && {
          async notify(address: Address, notice: Notice, id: string) {
            platform.calls.push(id)
            const sent = await notify(address, notice, id)
            if (sent.kind === 'sent') platform.notices.push({ to: address.person, id, notice })
            return sent
          },
        }),
        async fetch(_, { key = '' }) {
          platform.fetches++
          const found = platform.files.get(key)
          if (!found) throw new Error('the file is not there yet')
          return found
        },
      }
      return [channel]
    },
  }
  return platform
}

let count = 0

/** A message from somebody, as a platform would hand it in. */
export function from(
  { name, clock }: Pick<TestPlatform, 'name' | 'clock'>,
  person: string,
  content: Incoming['content'] | string,
  more: Partial<Incoming> = {},
): Incoming {
  return {
    id: `m${++count}`,
    address: { channel: name, account: 'bot', person },
    at: clock(),
    content: typeof content === 'string' ? { kind: 'text', text: content } : content,
    ...more,
  }
}

/** The words of what reached somebody; of a picture or a file its name, of buttons their labels. */
export const wordsOf = (heard: readonly Heard[], to: string): string[] =>
  heard
    .filter((one) => one.to === to)
    .map(({ parcel }) => {
      if (parcel.kind !== 'text') return parcel.name
      const labels = parcel.choices?.map(({ label }) => `[${label}]`) ?? []
      return [parcel.text, ...labels].join('\n')
    })

/** Somebody who writes on a platform, and waits for what comes of it. */
export function personOn(app: OpenedApp, platform: TestPlatform, name = 'ada'): Person {
  const hand = async (content: Incoming['content'] | string) => {
    await platform.receive(from(platform, name, content))
    await quiet(app)
  }
  const heard = () => wordsOf(platform.heard, name)
  return {
    say: (text) => hand(text),
    async press(label) {
      const last = platform.heard.findLast(
        ({ to, parcel }) => to === name && parcel.kind === 'text',
      )
      const text = last?.parcel.kind === 'text' ? last.parcel.text : ''
      const buttons = last?.parcel.kind === 'text' ? last.parcel.choices : undefined
      const value = buttons?.find((choice) => choice.label === label)?.value
      const number = text.split('\n').find((line) => line.endsWith(`. ${label}`))
      const words = value ?? number?.split('.')[0]
      if (words === undefined) throw new Error(`no button says ${label}: ${text}`)
      await hand(words)
    },
    async send(file, bytes) {
      const key = `file-${++count}`
      platform.files.set(key, bytes)
      await hand({ kind: 'fileReference', name: file, reference: { key } })
    },
    heard: async () => heard(),
  }
}

/** An application with one such platform, and somebody on it. */
export async function openOn(particulars: Particulars = {}, settings: Record<string, string> = {}) {
  const platform = createPlatform('wechat', particulars)
  const app = await openApp(settings, { channels: platform.create })
  return { app, platform, person: personOn(app, platform), close: () => app.close(), until }
}
