import type { Attachment, Status } from '../backend/backend.ts'

/** A file that a person sent, stored and looked at before the turn: `problem` says why it is of no use. */
export type SentFile = Attachment & { problem?: string }

/** What can happen to a conversation. */
export type Happening =
  | { kind: 'opened'; locale?: string }
  | { kind: 'said'; text: string }
  /** `label` is what stood on the button, for the record of what was said. */
  | { kind: 'chose'; value: string; label?: string }
  | { kind: 'sent'; file: SentFile }
  /** The agency has an application of ours: its `key` is the outbox id of the submission. */
  | { kind: 'received'; key: string; serial: string; receivedAt: string }
  | { kind: 'refused'; key: string; reason: string; field?: string }
  | { kind: 'statusChanged'; status: Status }
  /** The answer to a look-up: null where serial and ID number do not both fit. */
  | { kind: 'lookedUp'; status: Status | null }
  /** A reminder that fell due. */
  | { kind: 'due'; about: string; serial: string }
  | { kind: 'clerkSaid'; text: string; clerk: string }
  | { kind: 'clerkLeft' }
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
}

/** The id of the event with which the agency answers to the submission of that outbox id. */
export const receiptOf = (key: string): string => `${key}/receipt`
