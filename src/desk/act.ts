import type { Kysely } from 'kysely'
import type { Application, Attachment } from '../backend/backend.ts'
import type { Atomically } from '../store/atomically.ts'
import { type FileContent, sealFile } from '../store/files.ts'
import type { Seal } from '../store/seal.ts'
import type { DocumentTable, Tables } from '../store/tables.ts'
import { type Case, type Decision, openCase, statusOf } from './case.ts'
import type { Particulars } from './particulars.ts'
import { beijing } from './serial.ts'
import { type ActionName, belongsTo, stepOf } from './stages.ts'
import { insertAction, insertDocument, insertFile, trailAlone } from './statements.ts'
import { actionLabels, stageLabels, words } from './words.ts'

/** The documents that an action makes. */
export type DeskDocument = 'contactLetter' | 'informationForm' | 'certificate'

/** What a document is about. */
export type DocumentFacts = {
  serial: string
  application: Application
  /** As it will stand once the document is issued. */
  decision: Decision
  /** ISO 8601 with offset. */
  issuedAt: string
  submittedAt: string
}

/** Makes a document's file, and the row of the register by which it is verified. */
export type MakeDocument = (
  kind: DeskDocument,
  facts: DocumentFacts,
) => Promise<{ file: FileContent; row: DocumentTable }>

export type Acted =
  | { kind: 'done'; case: Case }
  | { kind: 'unknown' }
  /** The stage does not allow it, or another clerk was faster; `reason` says which, in Chinese. */
  | { kind: 'notAllowed'; reason: string }

export type Acting = {
  db: Kysely<Tables>
  atomically: Atomically
  seal: Seal
  clock: () => Date
  makeDocument: MakeDocument
}

const documentOf: Readonly<Partial<Record<ActionName, DeskDocument>>> = {
  'issue-contact-letter': 'contactLetter',
  'record-information-form': 'informationForm',
  'issue-certificate': 'certificate',
}

/**
 * Does one action of a clerk: decision, document and audit row are written together or not at all.
 * Of two at the same moment one wins and the other gets `notAllowed`.
 */
export async function act(
  { db, atomically, seal, clock, makeDocument }: Acting,
  serial: string,
  action: ActionName,
  particulars: Particulars,
  clerk: string,
): Promise<Acted> {
  const before = await readCase(db, seal, serial)
  if (!before) return { kind: 'unknown' }
  const step = stepOf(action, before.business, before.stage)
  if (!step) return { kind: 'notAllowed', reason: whyNot(action, before) }

  const at = beijing(clock())
  const decided: Decision = { ...before.decision, ...particulars }
  const kind = documentOf[action]
  const { application, submittedAt } = before
  const facts = { serial, application, decision: decided, issuedAt: at, submittedAt }
  const made = kind && (await makeDocument(kind, facts))
  const document = made && (await sealFile(seal, made.file, at))
  const documents: readonly Attachment[] = document
    ? [...decided.documents, document.attachment]
    : decided.documents
  const after: Case = { ...before, ...step, decision: { ...decided, documents }, updatedAt: at }

  const [decision, detail, status] = await Promise.all([
    seal.seal(JSON.stringify(after.decision), `decision:${serial}`),
    seal.seal(JSON.stringify(particulars), `action:${serial}`),
    seal.seal(JSON.stringify(statusOf(after)), `status:${serial}`),
  ])
  const guard = { serial, decision }
  await atomically(
    [
      db
        .updateTable('application')
        .set({
          stage: after.stage,
          handling: after.handling,
          feedback: after.feedback,
          decision,
          updatedAt: at,
        })
        .where('serial', '=', serial)
        .where('stage', '=', before.stage)
        .compile(),
      insertAction(db, guard, { action, clerk, detail, status, at }),
      ...(document ? [insertFile(db, guard, document.row)] : []),
      ...(made ? [insertDocument(db, guard, made.row)] : []),
    ],
    trailAlone,
  )
  const won = await db
    .selectFrom('action')
    .select('id')
    .where('serial', '=', serial)
    .where('detail', '=', detail)
    .executeTakeFirst()
  if (won) return { kind: 'done', case: after }
  const winner = await readCase(db, seal, serial)
  return { kind: 'notAllowed', reason: whyNot(action, winner ?? before) }
}

/** One application, opened; null where there is none of that serial. */
export async function readCase(
  db: Kysely<Tables>,
  seal: Seal,
  serial: string,
): Promise<Case | null> {
  const row = await db
    .selectFrom('application')
    .selectAll()
    .where('serial', '=', serial)
    .executeTakeFirst()
  return row ? openCase(seal, row) : null
}

function whyNot(action: ActionName, { business, stage }: Case): string {
  if (!belongsTo(action, business)) return words.notInProcedure(actionLabels[action])
  return words.notAtStage(stageLabels[stage], actionLabels[action])
}
