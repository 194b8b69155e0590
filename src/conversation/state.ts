import type { Attachment, Status } from '../backend/backend.ts'
import type { PaperId } from '../certificate/paper.ts'
import type { ReadCell, Reading } from '../certificate/reading/reading.ts'
import type { Answers } from '../flow/condition.ts'
import type { Advice } from '../policy/advice.ts'
import type { Doubt } from './doubt.ts'
import type { Choice, Saying } from './effect.ts'
import type { SentFile } from './event.ts'

/** Where a conversation stands. Small enough to read in the database. */
export type State = {
  locale: string
  /** The errand in hand is the last; what it interrupted lies below. */
  stack: readonly Frame[]
  /** Whom the errands are for now: `null` is the one who writes, otherwise how they call the other one. */
  whose: string | null
  /** What is known about that person, offered to the next flow so that nothing is asked twice. */
  person: Answers
  /** The day on which the person consented to the keeping of personal data. */
  consentedOn: string | null
  advice: Advice | null
  /** What is known about the other people of this conversation, each kept apart. */
  others: readonly Person[]
  /** Applications sent from this conversation, oldest first. */
  dossiers: readonly Dossier[]
  /** A question of the engine's own that lies over the open one. */
  aside: Aside | null
  /** A certificate that was sent: attached, and read, as soon as its form can take it. */
  certificate?: Held | null
  /** What was said last where it was no whole answer: the next message may finish it. */
  unfinished?: { field: string; text: string } | null
  /** The choices that were offered last beside an open question. */
  offered?: readonly Choice[]
  /** The day of the person's last word, `YYYY-MM-DD`: terms of keeping run from it. */
  heardOn?: string
  /** Messages in a row that were not understood. */
  misses: number
  paused: boolean
  /** `waiting`: a clerk was asked for; `clerk`: one is speaking, and the assistant keeps silent. */
  handoff: 'none' | 'waiting' | 'clerk'
  /** `off`: what happens at the agency is not told unasked, but kept in `untold` until somebody asks. */
  pushes?: 'on' | 'off'
  untold?: readonly Saying[]
  /** The conversations that go on in this one; the one in which this one goes on. */
  joined?: readonly string[]
  movedTo?: string
  /** When codes were typed here that led nowhere. */
  guesses?: readonly string[]
}

/** What is known about one of the people for whom somebody writes. */
export type Person = Pick<State, 'whose' | 'person' | 'consentedOn' | 'advice' | 'certificate'>

/** A file that waits to be attached, with what was read of it and is not settled yet. */
export type Held = {
  file: Attachment
  /** null where that could not be read. */
  paper: PaperId | null
  source: Reading['source']
  cells: readonly ReadCell[]
}

/** One errand: a flow, the step it waits at, and what was answered in it. */
export type Frame = {
  flow: string
  /** The version of the flow that it was last walked on; absent where it began before there were any. */
  version?: string
  step: string
  answers: Answers
  /** The fields answered on the way to `step`, in the order in which they were asked. */
  path: readonly string[]
  /** What undo takes back and redo brings again, newest last. */
  past: readonly Change[]
  future: readonly Change[]
  /** Contradictions that the person wants kept as they stand on the paper. */
  kept: readonly string[]
  /** Decisions that a walk does not ask for again: step → choice. Never consent or another confirmation. */
  chosen?: Readonly<Record<string, string>>
  /** Fields that were named as all that is left: what fills one of them alone needs no asking back. */
  listed?: readonly string[]
  /** Fields whose answers were known before, until the person has been told so. */
  taken?: readonly string[]
  /** Whom it is for, where that is not the one who writes. */
  whose?: string
  /** The outbox id of the submission that is under way or done. */
  key?: string
  /** The refused application that this one mends. */
  mends?: string
}

/** One change of one answer; `undefined` is “not answered”. */
export type Change = { field: string; before?: unknown; after?: unknown }

export type Dossier = {
  key: string
  serial: string
  flow: string
  answers: Answers
  status: Status
  /** The day on which it came to the stage that it is at, `YYYY-MM-DD`. */
  since: string
  /** Whom it is for, where that is not the one who writes. */
  whose?: string
}

/** A question that must be settled before the open one goes on. */
export type Aside =
  | { kind: 'reading'; field: string; readings: readonly { value: unknown; label: string }[] }
  | { kind: 'contradiction'; check: string; fields: readonly string[] }
  | { kind: 'whichField' }
  /** What a message may have said of some cells: asked back, the first of them now. */
  | { kind: 'doubt'; doubts: readonly Doubt[] }
  /** A place that was given too wide: which part of it? */
  | { kind: 'narrow'; field: string; within: { code: string; name: string } }
  /** What was read of the certificate that is held; `brief` once its list was shown. */
  | { kind: 'proposal'; brief?: true; asking?: string }
  /** A picture that is hard to read: another one, or this one all the same? */
  | { kind: 'flaw'; file: SentFile }
  /** Another file where one is attached: a further page, or instead of it? */
  | { kind: 'page'; file: Attachment }
  | { kind: 'cancel' }
  | { kind: 'choose'; choices: readonly Choice[] }

/** A conversation in which nothing has been said. */
export const initialState: State = {
  locale: 'zh-CN',
  stack: [],
  whose: null,
  person: {},
  consentedOn: null,
  advice: null,
  others: [],
  dossiers: [],
  aside: null,
  misses: 0,
  paused: false,
  handoff: 'none',
}
