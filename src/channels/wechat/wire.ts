import type { Address, Incoming, Parcel, Sent, Standing } from '../channel.ts'

/** What the thread is made with. */
export type ThreadData = { puppet: string; memory: string; silence: number; look: number }

/** What an account is asked for. */
export type Question =
  | { kind: 'send'; address: Address; parcel: Parcel; id: string }
  | { kind: 'fetch'; address: Address; reference: Readonly<Record<string, string>> }

/** What the thread gets; each `call` is answered once. */
export type Asked =
  | { kind: 'question'; call: number; question: Question }
  /** How it went with a message that the thread handed in; null where it could not be kept. */
  | { kind: 'kept'; call: number; outcome: 'kept' | 'known' | null }
  | { kind: 'stop' }

/** What the thread tells. */
export type Told =
  | { kind: 'done'; call: number; value: Sent | Uint8Array<ArrayBuffer> }
  | { kind: 'failed'; call: number; reason: string }
  | { kind: 'incoming'; call: number; incoming: Incoming }
  | { kind: 'standing'; standing: Standing }
  | { kind: 'show'; lines: string }
  | { kind: 'log'; level: 'info' | 'warn'; facts: object; message: string }
