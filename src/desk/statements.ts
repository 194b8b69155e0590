import { type CompiledQuery, type Kysely, sql } from 'kysely'
import type { ActionTable, DocumentTable, FileTable, Tables } from '../store/tables.ts'

/**
 * Only where the application's row was written by this attempt: a sealed decision never has the
 * same text twice. So the row is written first, and whoever lost the race adds nothing to it.
 */
export type Guard = { serial: string; decision: string }

/** Whoever adds to the audit trail has it alone meanwhile: its numbers rise in the order of commits. */
export const trailAlone = { alone: ['action'] } as const

/**
 * Adds to the audit trail, where the guard holds; once, since its sealed detail never has the same
 * text twice. The number is taken inside the transaction, so that a cursor over them misses nothing.
 */
export function insertAction(
  db: Kysely<Tables>,
  guard: Guard,
  action: Omit<ActionTable, 'id' | 'serial'>,
): CompiledQuery {
  return db
    .insertInto('action')
    .columns(['id', 'serial', 'action', 'clerk', 'detail', 'status', 'at'])
    .expression(
      guarded(db, guard)
        .where(({ not, exists, selectFrom }) =>
          not(
            exists(
              selectFrom('action')
                .select('action.id')
                .where('action.serial', '=', guard.serial)
                .where('action.detail', '=', action.detail),
            ),
          ),
        )
        .select((select) => [
          sql<number>`coalesce((select max(id) from action), 0) + 1`.as('id'),
          'serial',
          select.val(action.action).as('action'),
          select.val(action.clerk).as('clerk'),
          select.val(action.detail).as('detail'),
          select.val(action.status).as('status'),
          select.val(action.at).as('at'),
        ]),
    )
    .compile()
}

/** Keeps a file, where the guard holds. */
export function insertFile(db: Kysely<Tables>, guard: Guard, file: FileTable): CompiledQuery {
  const names = ['id', 'conversationId', 'name', 'type', 'bytes', 'content', 'createdAt'] as const
  return db
    .insertInto('file')
    .columns([...names])
    .expression(
      guarded(db, guard).select((select) => names.map((name) => select.val(file[name]).as(name))),
    )
    .onConflict((conflict) => conflict.doNothing())
    .compile()
}

/** Enters a document into the register, where the guard holds. */
export function insertDocument(
  db: Kysely<Tables>,
  guard: Guard,
  document: DocumentTable,
): CompiledQuery {
  const names = ['number', 'kind', 'title', 'digest', 'fileHash', 'issuedAt'] as const
  return db
    .insertInto('document')
    .columns([...names])
    .expression(
      guarded(db, guard).select((select) =>
        names.map((name) => select.val(document[name]).as(name)),
      ),
    )
    .compile()
}

function guarded(db: Kysely<Tables>, { serial, decision }: Guard) {
  return db.selectFrom('application').where('serial', '=', serial).where('decision', '=', decision)
}
