import type { Generated } from 'kysely'

/** Every event that ever reached us, once. `body` is sealed. */
export type InboxTable = {
  eventId: string
  conversationId: string
  body: string
  receivedAt: string
  /** 1 while the event was kept and has led to no turn. */
  pending: number
  attempts: Generated<number>
  error: string | null
}

/** Every turn a conversation ever took; the last row is where it stands. `state` is sealed. */
export type TurnTable = {
  conversationId: string
  seq: number
  eventId: string
  flow: string | null
  /** The step that the flow waits at: for counting who came how far. */
  step: string | null
  state: string
  takenAt: string
  /** Unique to one attempt at this turn: tells a commit of ours from somebody else's. */
  takenBy: string
}

/** Everything the world is still owed, or has got. `effect` is sealed and holds rendered words. */
export type OutboxTable = {
  /** `conversation/seq/index`: the idempotency key that channels and the backend get. */
  id: string
  conversationId: string
  seq: number
  kind: string
  effect: string
  dueAt: string
  claimedUntil: string | null
  sentAt: string | null
  attempts: Generated<number>
  error: string | null
  /** How many of the parcels that a saying makes have gone out. */
  parcels: Generated<number>
  /** The saying as whose message this one goes out, once that may have happened. */
  mergedInto: string | null
}

/** Where people are reached. `hash` is a keyed hash; `address` is sealed. */
export type AddressTable = {
  hash: string
  channel: string
  conversationId: string
  address: string
  /** When the person last wrote there, and how many messages went there since. */
  heardAt: string
  sentSince: Generated<number>
}

/** Messages in groups that were answered: keyed hashes, and nothing of what was said. */
export type MentionTable = { hash: string; at: string }

/** Wrong attempts at what is secret, by a keyed hash of whose they are. */
export type AttemptTable = { hash: string; count: number; firstAt: string; lastAt: string }

/** The newest token of a web chat that was used: when it was made, and first used. */
export type TicketTable = { conversationId: string; madeAt: string; usedAt: string }

/** Conversations that were erased, by keyed hash: an older copy that is restored is to lose them again. */
export type ErasedTable = { hash: string; at: string }

/** Codes that join another chat to a conversation, by keyed hash; each is used once. */
export type JoinCodeTable = {
  hash: string
  conversationId: string
  /** The channel that it is to be typed on. */
  channel: string
  expiresAt: string
  usedBy: string | null
}

/** Conversations that go on in another one. */
export type JoiningTable = { conversationId: string; into: string }

/** Which conversation an application came from. */
export type FilingTable = { serial: string; conversationId: string }

/** Conversations that asked for a person. */
export type HandoffTable = { conversationId: string; since: string; clerk: string | null }

/** Uploaded and made files, sealed. */
export type FileTable = {
  id: string
  /** The conversation it belongs to, or null for the desk's own. */
  conversationId: string | null
  /** Sealed: people name files after themselves. */
  name: string
  type: string
  bytes: number
  /** Sealed content, base64. */
  content: string
  createdAt: string
}

/** The agency desk's applications. `application` is sealed. */
export type ApplicationTable = {
  serial: string
  /** The submitter's idempotency key. */
  key: string
  business: string
  route: string
  /** Keyed hashes, so that a clerk can search for what is sealed. */
  idNumberHash: string | null
  nameHash: string | null
  application: string
  handling: string
  feedback: string | null
  stage: string
  /** Sealed `{ reason, field, explanation, paidMonths, accountBalance, amount, documents }` as decided so far. */
  decision: string
  submittedAt: string
  updatedAt: string
}

/** What was done to an application, by whom and when: the audit trail and the change feed in one. */
export type ActionTable = {
  id: Generated<number>
  serial: string
  action: string
  clerk: string
  /** Sealed particulars of the action. */
  detail: string
  /** The status after the action, sealed JSON of `Status`; null where it changed nothing. */
  status: string | null
  at: string
}

/** Who may sign in at the desk under their own name. */
export type ClerkTable = {
  name: string
  role: string
  passwordHash: string
  /** 1 once whoever signed in chose another password: until then who opened the account knows it. */
  ownPassword: Generated<number>
  since: string
  /** When the account was closed; null while it is open. */
  closedAt: string | null
}

/** A decision that waits for a second clerk; one for each application. `particulars` is sealed. */
export type ProposalTable = {
  serial: string
  action: string
  particulars: string
  clerk: string
  at: string
}

/** A clerk's look at people's data: numbered without gaps, each hash over the one before. */
export type LookTable = {
  id: number
  clerk: string
  page: string
  subject: string
  /** Sealed: filters hold names and ID numbers. */
  query: string
  at: string
  hash: string
}

/** Small durable facts of the installation: the clerk's password hash, cursors. */
export type SettingTable = { name: string; value: string }

/** Every document that was issued, so that it can be verified. Nothing about whom it concerns. */
export type DocumentTable = {
  number: string
  kind: string
  title: string
  /** Of what it says; signed in its QR code. */
  digest: string
  /** Of its file as it was handed out. */
  fileHash: string
  issuedAt: string
}

export type Tables = {
  inbox: InboxTable
  turn: TurnTable
  outbox: OutboxTable
  address: AddressTable
  mention: MentionTable
  attempt: AttemptTable
  erased: ErasedTable
  joinCode: JoinCodeTable
  ticket: TicketTable
  joining: JoiningTable
  filing: FilingTable
  handoff: HandoffTable
  file: FileTable
  application: ApplicationTable
  document: DocumentTable
  action: ActionTable
  clerk: ClerkTable
  proposal: ProposalTable
  look: LookTable
  setting: SettingTable
}
