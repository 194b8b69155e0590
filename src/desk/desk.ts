import type { Hono } from 'hono'
import type { Kysely } from 'kysely'
import { type AddressOf, addressBehind } from '../addressOf.ts'
import type { Render } from '../assets/render.ts'
import type { Backend } from '../backend/backend.ts'
import { createDeskBackend } from '../backend/desk.ts'
import type { Issue } from '../documents/issue.ts'
import type { Operation } from '../operation/operation.ts'
import type { DeadLetters } from '../outbox/deadLetters.ts'
import type { Atomically } from '../store/atomically.ts'
import { createAttempts } from '../store/attempts.ts'
import type { Seal } from '../store/seal.ts'
import type { Tables } from '../store/tables.ts'
import type { DeskEnv } from './answers.ts'
import type { ChannelStanding } from './channelRoutes.ts'
import type { ChatDesk } from './chats.ts'
import { createClerks } from './clerks.ts'
import { createCredentials } from './credentials.ts'
import { documentOf } from './documents.ts'
import { createHiddenQuery } from './hiddenQuery.ts'
import { createLooks } from './looks.ts'
import { createPasswords, type Passwords } from './password.ts'
import { createProposals } from './proposals.ts'
import { type AgencyRecord, createRecord } from './record.ts'
import { createDeskRoutes } from './routes.ts'
import { createSessions } from './sessions.ts'
import { createThrottle } from './throttle.ts'

/** What the desk is built of. */
export type DeskDependencies = {
  db: Kysely<Tables>
  atomically: Atomically
  seal: Seal
  render: Render
  clock: () => Date
  log: { error(facts: object, message: string): void }
  /** Makes a document's file from what it says. */
  issue: Issue
  /** The conversations that asked for a person; without it the desk has no such pages. */
  chats?: ChatDesk
  /** How the connections to other platforms stand. */
  channels?: () => readonly ChannelStanding[]
  /** What could not be delivered; without it the desk has no such page. */
  deadLetters?: DeadLetters
  /** How the service runs; without it the desk has no such page. */
  operation?: Operation
  /** How passwords are hashed; on every runtime's own unless told. */
  passwords?: Passwords
  /** `on`: refusals and payments wait for a second clerk. */
  secondClerk?: 'on' | 'off'
  /** `off` only for tests and benchmarks. */
  rateLimit?: 'on' | 'off'
  /** The address whose failed sign-ins count together; the socket's unless told. */
  addressOf?: AddressOf
}

export type Desk = {
  routes: Hono<DeskEnv>
  backend: Backend
  record: AgencyRecord
  /**
   * To be called at the start: sees to the password (`configured`, the one of earlier, or a new
   * one, which is told only here) and makes a one-time sign-in link, a path on this server.
   */
  firstSignIn(configured?: string): Promise<{ password: string | null; link: string }>
}

/** Wires the desk: its record, the backend over it, and its pages. */
export function createDesk(dependencies: DeskDependencies): Desk {
  const { db, atomically, seal, render, clock, issue, chats, log } = dependencies
  const { deadLetters, passwords = createPasswords(), secondClerk = 'off' } = dependencies
  const record = createRecord({
    ...{ db, atomically, seal, clock },
    makeDocument: (kind, facts) => issue(documentOf(render, kind, facts)),
  })
  const sessions = createSessions(db, seal, clock)
  const credentials = createCredentials(db, seal, passwords, clock, sessions)
  const throttle =
    dependencies.rateLimit === 'off'
      ? { enter: async () => 0, forgive: async () => {} }
      : createThrottle(createAttempts(db, seal), clock)
  const routes = createDeskRoutes({
    ...{ record, render, clock, sessions, credentials, throttle, log },
    looks: createLooks(db, atomically, seal, clock),
    clerks: createClerks(db, passwords, sessions, clock),
    hidden: createHiddenQuery(seal),
    proposals: createProposals(db, seal, clock, secondClerk),
    addressOf: dependencies.addressOf ?? addressBehind(0),
    channels: dependencies.channels ?? (() => []),
    ...(chats && { chats }),
    ...(deadLetters && { deadLetters }),
    ...(dependencies.operation && { operation: dependencies.operation }),
  })

  return {
    routes,
    record,
    backend: createDeskBackend(record),
    async firstSignIn(configured) {
      const password = await credentials.prepare(configured)
      const once = await credentials.newOnce()
      return { password, link: `/desk/sign-in?once=${once}` }
    },
  }
}
