import type { Status } from '../backend/backend.ts'
import type { Answers } from '../flow/condition.ts'
import type { Advice } from '../policy/advice.ts'
import type { Choice } from './effect.ts'

/** Where a conversation stands. Small enough to read in the database. */
export type State = {
  locale: string
  /** The errand in hand is the last; what it interrupted lies below. */
  stack: readonly Frame[]
  /** What is known about the person, offered to the next flow so that nothing is asked twice. */
  person: Answers
  /** The day on which the person consented to the keeping of personal data. */
  consentedOn: string | null
  advice: Advice | null
  /** Applications sent from this conversation, oldest first. */
  dossiers: readonly Dossier[]
  /** A question of the engine's own that lies over the open one. */
  aside: Aside | null
  /** Messages in a row that were not understood. */
  misses: number
  paused: boolean
  /** `waiting`: a clerk was asked for; `clerk`: one is speaking, and the assistant keeps silent. */
  handoff: 'none' | 'waiting' | 'clerk'
}

/** One errand: a flow, the step it waits at, and what was answered in it. */
export type Frame = {
  flow: string
  step: string
  answers: Answers
  /** The fields answered on the way to `step`, in the order in which they were asked. */
  path: readonly string[]
  /** What undo takes back and redo brings again, newest last. */
  past: readonly Change[]
  future: readonly Change[]
  /** Contradictions that the person wants kept as they stand on the paper. */
  kept: readonly string[]
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
}

/** A question that must be settled before the open one goes on. */
export type Aside =
  | { kind: 'reading'; field: string; readings: readonly { value: unknown; label: string }[] }
  | { kind: 'contradiction'; check: string; fields: readonly string[] }
  | { kind: 'whichField' }
  | { kind: 'cancel' }
  | { kind: 'choose'; choices: readonly Choice[] }

/** A conversation in which nothing has been said. */
export const initialState: State = {
  locale: 'zh-CN',
  stack: [],
  person: {},
  consentedOn: null,
  advice: null,
  dossiers: [],
  aside: null,
  misses: 0,
  paused: false,
  handoff: 'none',
}
