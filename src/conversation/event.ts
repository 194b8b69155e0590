import type { Attachment, Status } from '../backend/backend.ts'
import type { Flaw } from '../certificate/picture/flaws.ts'
import type { Reading, Unread } from '../certificate/reading/reading.ts'
import type { State } from './state.ts'

/** A file that a person sent, stored and looked at before the turn. */
export type SentFile = Attachment & {
  /** Why it is of no use. */
  problem?: string
  /** What makes a picture hard to read. */
  flaw?: Flaw
  /** What it says, where it is a certificate; or why nothing was read. Absent where nobody needs it. */
  read?: Reading | Unread
}

/** Why nothing came of a code: `busy` where so many wrong ones were typed everywhere that none is tried. */
export type NotJoined = 'invalid' | 'own' | 'busy'

/** What can happen to a conversation. */
export type Happening =
  | { kind: 'opened'; locale?: string }
  | { kind: 'said'; text: string }
  /**
   * `label` is what stood on the button, for the record of what was said; `asked` what was said above it,
   * where the channel knows: a question that has changed since is not answered by it.
   */
  | { kind: 'chose'; value: string; label?: string; asked?: string }
  | { kind: 'sent'; file: SentFile }
  /** A file that is still with the platform: fetched before the turn, which is then taken on `sent`. */
  | { kind: 'announced'; name: string; reference: Readonly<Record<string, string>> }
  /** The agency has an application of ours: its `key` is the outbox id of the submission. */
  | { kind: 'received'; key: string; serial: string; receivedAt: string }
  | { kind: 'refused'; key: string; reason: string; field?: string }
  /** `ifUnmoved`: only news as long as no more is known than that it was submitted. */
  | { kind: 'statusChanged'; status: Status; ifUnmoved?: true }
  /** The answer to a look-up: null where serial and ID number do not both fit. */
  | { kind: 'lookedUp'; status: Status | null }
  /** A document that the person asked for is made. */
  | { kind: 'issued'; file: Attachment }
  /** A reminder that fell due. */
  | { kind: 'due'; about: string; serial: string }
  | { kind: 'clerkSaid'; text: string; clerk: string }
  | { kind: 'clerkLeft' }
  /** Another chat of the same person, as it stood, goes on in this conversation. */
  | { kind: 'joined'; from: string; state: State }
  /** This conversation goes on in another one. */
  | { kind: 'moved'; to: string }
  | { kind: 'notJoined'; why: NotJoined }
  /** The terms for keeping these fields have ended. */
  | { kind: 'expired'; fields: readonly string[] }

/** A happening with its identity and its day: all that a turn may know of the world. */
export type Event = Happening & {
  /** Unique; the same id again is the same event. */
  id: string
  /** ISO 8601 with offset. */
  at: string
  /** The day that rules are applied on, `YYYY-MM-DD`, in Beijing. */
  today: string
  /** Ten random digits, should the turn have to give out a code. */
  code?: string
}

const personal: ReadonlySet<Event['kind']> = new Set([
  'opened',
  'said',
  'chose',
  'sent',
  'announced',
])

/** What a person does, as against what the agency, a clerk or the clock does. */
export const isFromPerson = ({ kind }: Event): boolean => personal.has(kind)

/** Where an event of a person came in: the channel, and the chat on it. Null for any other event. */
export const originOf = (event: Event): Origin | null =>
  isFromPerson(event) ? originIn(event.id) : null

export type Origin = { channel: string; chat: string }

/** The id of what a person does is `channel:chat#message`. */
export function originIn(eventId: string): Origin | null {
  const { channel, chat } = /^(?<channel>\w+):(?<chat>.*)#/su.exec(eventId)?.groups ?? {}
  return channel && chat ? { channel, chat } : null
}

/** The id of the event with which the agency answers to the submission of that outbox id. */
export const receiptOf = (key: string): string => `${key}/receipt`
