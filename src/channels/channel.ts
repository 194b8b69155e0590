import type { Hono } from 'hono'
import type { Choice } from '../conversation/effect.ts'
import type { Log } from '../log.ts'

/**
 * Where a person is reached: an account of ours on a channel, and the person's id there. Ids of
 * accounts are personal data: an address is kept sealed, and known in the open by its keyed hash.
 */
export type Address = {
  /** The channel's name: `wechat`, `wechatAccount`, `dingtalk`, … */
  channel: string
  account: string
  person: string
  /** What this channel needs besides in order to answer, such as a session webhook and its end. */
  reply?: Readonly<Record<string, string>>
}

/** What a channel can show. What it cannot is put into words before it is sent. */
export type Manners = {
  /** The most bytes of UTF-8 in one text; longer ones are split at a sentence. */
  textBytes: number
  /** `plain`: Markdown marks are taken out. */
  markup: 'markdown' | 'plain'
  /** How many choices fit as buttons; more, and all where it is 0, become numbered lines. */
  buttons: number
  /** `inText`: in the same message as the words that they belong to. */
  pictures: boolean | 'inText'
  /** Files other than pictures, out and in. */
  files: boolean
}

/**
 * How many messages a minute may go out, at most, without our being taken for a nuisance; `burst` of
 * them to one person at once, one unless told otherwise.
 */
export type Pace = { perPerson: number; perAccount: number; burst?: number }

/** A picture and its words for whoever does not see it. */
export type Picture = { alt: string; name: string; type: string; content: Uint8Array<ArrayBuffer> }

/**
 * One thing to send, made fit for the channel's manners. Choices are there only where they are to be
 * buttons; a button sends back its label or its value as text, and that is then heard as the choice.
 */
export type Parcel =
  | { kind: 'text'; text: string; choices?: readonly Choice[]; picture?: Picture }
  | ({ kind: 'picture' } & Picture)
  | { kind: 'file'; name: string; type: string; content: Uint8Array<ArrayBuffer> }

/** A change of status in a few words, for channels that let only such notices through later on. */
export type Notice = { serial: string; title: string; text: string; at: string }

/**
 * What became of a parcel. `closed`: the platform lets nothing through until the person writes again.
 * `unreachable`: nothing will ever get to this address. `wait`: too fast, try again after a while.
 */
export type Sent =
  | { kind: 'sent' }
  | { kind: 'closed' }
  | { kind: 'unreachable'; reason: string }
  | { kind: 'wait'; seconds: number }

/** How far a conversation has come on one address: all that an allowance may depend on. */
export type Contact = {
  /** When the person last wrote there. */
  heardAt: Date
  /** Messages sent there since. */
  sentSince: number
}

/** A way to people through another platform. */
export type Channel = {
  name: string
  manners: Manners
  /** Where the platform, or prudence, wants messages to be spaced out. */
  pace?: Pace
  /** How many more messages the platform lets through now; infinite where it sets no limit. */
  allowance(contact: Contact, now: Date): number
  /**
   * Sends one parcel. Throws where it may be tried again; `id` is the same each time. Whoever calls
   * waits no longer than `signal` says.
   */
  send(address: Address, parcel: Parcel, id: string, signal: AbortSignal): Promise<Sent>
  /** Sends a notice outside the allowance, where the platform has a way for that. */
  notify?(address: Address, notice: Notice, id: string, signal: AbortSignal): Promise<Sent>
  /** Fetches a file that came in as a reference. Throws where it may be tried again. */
  fetch?(
    address: Address,
    reference: Readonly<Record<string, string>>,
    signal: AbortSignal,
  ): Promise<Fetched>
  /** The platform's callbacks, where it calls us; each with its whole path. */
  routes?: Hono
  /** Connects, where we call the platform; keeps the connection up until `stop`. */
  start?(): Promise<void>
  stop?(): Promise<void>
  /** How the connection stands, for the desk. */
  standing?(): Standing
}

/** `scan`: what a clerk must scan to sign in, as the text of a QR code. */
export type Standing = { connected: boolean; since: Date; scan?: string }

/** What the application lends to the channels that it is given. */
export type Wiring = { receive: Receive; clock: () => Date; log: Log }

/** Makes the channels of one runtime. */
export type CreateChannels = (wiring: Wiring) => readonly Channel[]

export type Fetched = Uint8Array<ArrayBuffer>

/** What somebody wrote or sent, as a channel hands it in. */
export type Incoming = {
  /** The platform's own id of the message: the same again is heard once. */
  id: string
  address: Address
  at: Date
  /**
   * Said in a group: it is answered with the request to write in private, and goes no further. What
   * `send` needs in order to answer into the group is in the address's `reply`.
   */
  inGroup?: boolean
  content: /** Somebody began to follow us, or opened the conversation: greeted with the menu. */
    | { kind: 'opened' }
    | { kind: 'text'; text: string }
    | { kind: 'file'; name: string; bytes: Uint8Array<ArrayBuffer> }
    /** A file that is still with the platform; fetched once its message is kept. */
    | { kind: 'fileReference'; name: string; reference: Readonly<Record<string, string>> }
    /** A sticker, a video, a location: answered with what can be sent here. */
    | { kind: 'unsupported'; what: string }
}

/**
 * Keeps what came in and takes its turn soon. Resolves once it is durable: only then is the platform
 * to be told that it was received. Rejects where it could not be kept, so that the platform sends again.
 */
export type Receive = (incoming: Incoming) => Promise<'kept' | 'known'>

/** The channel's name in a conversation's id: `web:…`. */
export const channelName = (conversation: string): string =>
  conversation.slice(0, conversation.indexOf(':'))
