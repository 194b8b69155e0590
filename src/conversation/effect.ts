import type { Application, Attachment } from '../backend/backend.ts'
import type { Writing } from '../documents/content.ts'

/** One message to a person, in rendered words: plain text with the Markdown subset. */
export type Saying = {
  flow: string | null
  text: string
  from?: 'assistant' | 'clerk'
  choices?: readonly Choice[]
  picture?: { url: string; alt: string }
  file?: Attachment
  /** Offers everything that is held about the person, to take along. */
  offersExport?: true
  /** Tells a change at the agency, unasked. */
  notice?: Notice
  /** The open question, said once more after something that was told unasked. */
  again?: true
  /** Asks for a file. */
  wants?: 'file'
  /** To be said wherever the person is reached, not only where they wrote last. */
  everywhere?: true
}

/** A change at the agency in a few words; `decisive` where nothing more is to come, or something is to be done. */
export type Notice = { serial: string; title: string; text: string; decisive: boolean }

export type Choice = { value: string; label: string }

/** What the world should do because of a turn. Data only: the outbox carries it out. */
export type Effect =
  | { kind: 'say'; saying: Saying }
  | { kind: 'submit'; application: Application }
  /** Asks the agency for an application that need not be ours; comes back as `lookedUp`. */
  | { kind: 'lookUp'; serial: string; idNumber: string }
  /** Makes a document for the person; comes back as `issued`. */
  | { kind: 'issue'; writing: Writing }
  /** Comes back as a `due` event on `on` (`YYYY-MM-DD`). */
  | { kind: 'remind'; about: string; serial: string; on: string }
  /** A person is wanted; a clerk sees the conversation at the desk. */
  | { kind: 'handoff' }
  /** Makes a code valid for a while, which joins a chat on that channel to this conversation. */
  | { kind: 'keepCode'; code: string; channel: string }
  /** Uses a code that was typed here; comes back as `moved`, or as `notJoined`. */
  | { kind: 'join'; code: string; channel: string }
  /** The person asked for everything of this conversation to be erased. */
  | { kind: 'erase' }
