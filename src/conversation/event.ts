import type { Attachment, Status } from '../backend/backend.ts'
import type { Flaw } from '../certificate/picture/flaws.ts'
import type { Reading, Unread } from '../certificate/reading/reading.ts'

/** A file that a person sent, stored and looked at before the turn. */
export type SentFile = Attachment & {
  /** Why it is of no use. */
  problem?: string
  /** What makes a picture hard to read. */
  flaw?: Flaw
  /** What it says, where it is a certificate; or why nothing was read. Absent where nobody needs it. */
  read?: Reading | Unread
}

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

/** A happening with its identity and its day: all that a turn may know of the world. */
export type Event = Happening & {
  /** Unique; the same id again is the same event. */
  id: string
  /** ISO 8601 with offset. */
  at: string
  /** The day that rules are applied on, `YYYY-MM-DD`, in Beijing. */
  today: string
}
