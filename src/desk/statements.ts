import { type Compilable, type Kysely, sql } from 'kysely'
import type { Stage } from '../backend/backend.ts'
import type { ActionTable, FileTable, Tables } from '../store/tables.ts'

/** Runs statements all or nothing; tells how many rows each one changed. */
export async function atomically(
  db: Kysely<Tables>,
  statements: readonly Compilable[],
): Promise<readonly number[]> {
  return db.transaction().execute(async (transaction) => {
    const changed: number[] = []
    for (const statement of statements) {
      const result = await transaction.executeQuery(statement.compile())
      changed.push(Number(result.numAffectedRows ?? 0))
    }
    return changed
  })
}

/** Only while the application is still at this stage (and, where a key is given, was filed under it). */
export type Guard = { serial: string; stage: Stage; key?: string }

/**
 * Adds to the audit trail, where the guard holds. The number is taken inside the transaction, so
 * that numbers rise in the order of commits and a cursor over them misses nothing.
 */
export function insertAction(
  db: Kysely<Tables>,
  guard: Guard,
  action: Omit<ActionTable, 'id' | 'serial'>,
): Compilable {
  return db
    .insertInto('action')
    .columns(['id', 'serial', 'action', 'clerk', 'detail', 'status', 'at'])
    .expression(
      guarded(db, guard).select((select) => [
        sql<number>`coalesce((select max(id) from action), 0) + 1`.as('id'),
        'serial',
        select.val(action.action).as('action'),
        select.val(action.clerk).as('clerk'),
        select.val(action.detail).as('detail'),
        select.val(action.status).as('status'),
        select.val(action.at).as('at'),
      ]),
    )
}

/** Keeps a file, where the guard holds. */
export function insertFile(db: Kysely<Tables>, guard: Guard, file: FileTable): Compilable {
  const names = ['id', 'conversationId', 'name', 'type', 'bytes', 'content', 'createdAt'] as const
  return db
    .insertInto('file')
    .columns([...names])
    .expression(
      guarded(db, guard).select((select) => names.map((name) => select.val(file[name]).as(name))),
    )
}

function guarded(db: Kysely<Tables>, { serial, stage, key }: Guard) {
  const held = db.selectFrom('application').where('serial', '=', serial).where('stage', '=', stage)
  return key === undefined ? held : held.where('key', '=', key)
}
