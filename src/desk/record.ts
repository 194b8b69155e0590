import type { Kysely } from 'kysely'
import type { Application, Backend, Change, Receipt, Refusal } from '../backend/backend.ts'
import type { Atomically } from '../store/atomically.ts'
import { type FileContent, readFile } from '../store/files.ts'
import type { Seal } from '../store/seal.ts'
import type { Tables } from '../store/tables.ts'
import { type Acted, act, type MakeDocument, readCase } from './act.ts'
import { type Case, statusOf } from './case.ts'
import { type Found, find, type Query } from './find.ts'
import type { Particulars } from './particulars.ts'
import type { ActionName } from './stages.ts'
import { received, submit } from './submit.ts'
import { changesAfter, type Entry, historyOf } from './trail.ts'

/** What the record stands on. */
export type RecordDependencies = {
  db: Kysely<Tables>
  atomically: Atomically
  seal: Seal
  clock: () => Date
  /** Makes letters and certificates. */
  makeDocument: MakeDocument
}

/** The agency's record of applications: the one place that writes them. */
export type AgencyRecord = Backend & {
  /** Files what came from elsewhere, its attachment in hand. */
  submitWith(
    application: Application,
    key: string,
    file: FileContent | null,
  ): Promise<Receipt | Refusal>
  act(serial: string, action: ActionName, particulars: Particulars, clerk: string): Promise<Acted>
  find(query: Query, page: number, pageSize: number): Promise<Found>
  read(serial: string): Promise<{ case: Case; history: readonly Entry[] } | null>
  attachment(serial: string): Promise<FileContent | null>
  changes(after: string | null): Promise<{ changes: readonly Change[]; cursor: string | null }>
}

/** Opens the agency's record. */
export function createRecord(dependencies: RecordDependencies): AgencyRecord {
  const { db, atomically, seal, clock, makeDocument } = dependencies
  const watchers = new Set<() => void>()
  const fileOf = (id: string) => readFile(db, seal, id)

  return {
    submit: (application, key) =>
      submit(
        {
          db,
          atomically,
          seal,
          clock,
          attachment: async ({ attachment }) => fileOf(attachment?.id ?? ''),
        },
        application,
        key,
      ),
    submitWith: (application, key, file) =>
      submit({ db, atomically, seal, clock, attachment: async () => file }, application, key),
    received: (key) => received(db, key),
    async status(serial) {
      const held = await readCase(db, seal, serial)
      return held && statusOf(held)
    },
    async lookUp(serial, idNumber) {
      const held = await readCase(db, seal, serial)
      return held && held.application.fields.idNumber === idNumber ? statusOf(held) : null
    },
    changes: (after) => changesAfter(db, seal, after),
    watch(onChange) {
      watchers.add(onChange)
      return () => watchers.delete(onChange)
    },
    async document(serial, id) {
      const held = await readCase(db, seal, serial)
      const known = held?.decision.documents.some((document) => document.id === id)
      return known ? fileOf(id) : null
    },
    async act(serial, action, particulars, clerk) {
      const acted = await act(
        { db, atomically, seal, clock, makeDocument },
        serial,
        action,
        particulars,
        clerk,
      )
      if (acted.kind === 'done') for (const watcher of watchers) watcher()
      return acted
    },
    find: (query, page, pageSize) => find(db, seal, query, page, pageSize),
    async read(serial) {
      const held = await readCase(db, seal, serial)
      return held && { case: held, history: await historyOf(db, seal, serial) }
    },
    async attachment(serial) {
      const id = (await readCase(db, seal, serial))?.application.attachment?.id
      return id === undefined ? null : fileOf(id)
    },
  }
}
