import type { Kysely } from 'kysely'
import type { Application, Receipt, Refusal } from '../backend/backend.ts'
import type { Atomically } from '../store/atomically.ts'
import { type FileContent, sealFile } from '../store/files.ts'
import type { Seal } from '../store/seal.ts'
import type { ApplicationTable, Tables } from '../store/tables.ts'
import { checkApplication } from './check.ts'
import { hashName, hashNumber } from './lookups.ts'
import { beijing, newSerial } from './serial.ts'
import { insertAction, insertFile, trailAlone } from './statements.ts'
import { words } from './words.ts'

/** What submitting needs. `attachment` reads the uploaded file, null where it is gone. */
export type Submitting = {
  db: Kysely<Tables>
  atomically: Atomically
  seal: Seal
  clock: () => Date
  attachment: (application: Application) => Promise<FileContent | null>
}

/**
 * Files an application at the desk. The same key again gives the first receipt and files nothing.
 * The attachment is copied: it stays with the agency when the chat is erased.
 */
export async function submit(
  { db, atomically, seal, clock, attachment }: Submitting,
  application: Application,
  key: string,
): Promise<Receipt | Refusal> {
  const before = await received(db, key)
  if (before) return before
  const refusal = checkApplication(application)
  if (refusal) return refusal
  const file = application.attachment ? await attachment(application) : null
  if (application.attachment && !file)
    return { kind: 'refused', reason: words.attachmentGone, field: 'certificate' }

  const now = clock()
  const at = beijing(now)
  const copy = file && (await sealFile(seal, file, at))
  const held = copy ? { ...application, attachment: copy.attachment } : application
  for (;;) {
    const row = await sealApplication(seal, held, key, newSerial(now), at)
    const guard = { serial: row.serial, decision: row.decision }
    await atomically(
      [
        db
          .insertInto('application')
          .values(row)
          .onConflict((conflict) => conflict.doNothing())
          .compile(),
        insertAction(db, guard, {
          action: 'submit',
          clerk: words.applicant,
          detail: await seal.seal('{}', `action:${row.serial}`),
          status: null,
          at,
        }),
        ...(copy ? [insertFile(db, guard, copy.row)] : []),
      ],
      trailAlone,
    )
    const receipt = await received(db, key)
    if (receipt) return receipt
  }
}

/** The receipt of what was filed under a key, or null. */
export async function received(db: Kysely<Tables>, key: string): Promise<Receipt | null> {
  const row = await db
    .selectFrom('application')
    .select(['serial', 'submittedAt'])
    .where('key', '=', key)
    .executeTakeFirst()
  return row ? { kind: 'received', serial: row.serial, receivedAt: row.submittedAt } : null
}

async function sealApplication(
  seal: Seal,
  application: Application,
  key: string,
  serial: string,
  at: string,
): Promise<ApplicationTable> {
  const { business, route, fields } = application
  return {
    serial,
    key,
    business,
    route,
    idNumberHash:
      typeof fields.idNumber === 'string' ? await hashNumber(seal, fields.idNumber) : null,
    nameHash: typeof fields.name === 'string' ? await hashName(seal, fields.name) : null,
    application: await seal.seal(JSON.stringify(application), `application:${serial}`),
    handling: '处理中',
    feedback: null,
    stage: 'submitted',
    decision: await seal.seal(JSON.stringify({ documents: [] }), `decision:${serial}`),
    submittedAt: at,
    updatedAt: at,
  }
}
