import { Kysely, sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import type { D1 } from '../../src/store/d1/database.ts'
import { d1Dialect, inBatch } from '../../src/store/d1/dialect.ts'
import { fit } from '../../src/store/d1/fit.ts'
import { migrate, statementsOf } from '../../src/store/d1/migrate.ts'
import { migrations } from '../../src/store/migrations.ts'
import type { Tables } from '../../src/store/tables.ts'
import { describeStore } from '../store/describeStore.ts'
import type { Worker } from './startWorker.ts'

const kyselyOf = (database: D1) => new Kysely<Tables>({ dialect: d1Dialect(database) })

/** D1 itself, its schema, and the record of conversations on it. */
export function describeD1(worker: () => Worker): void {
  describe('the schema of D1', () => {
    test('is brought up to date once, however many begin at the same time', async () => {
      const now = new Date()
      await Promise.all([1, 2, 3].map(() => migrate(worker().DB, now)))
      await migrate(worker().DB, now)
      const { results } = await worker().DB.prepare('select name from kysely_migration').all()
      expect(results.map(({ name }) => name).sort()).toEqual(Object.keys(migrations).sort())
    })

    test('is the same as that of an SQLite file', async () => {
      const { openDatabase } = await import('../../src/store/open.ts')
      const file = await openDatabase('sqlite::memory:')
      const shapeOf = async (one: Kysely<Tables>) => {
        const tables = await one.introspection.getTables()
        return tables
          .filter(({ name }) => !/^(_cf|kysely)/.test(name))
          .map(({ name, columns }) => [name, columns.map(({ name }) => name).sort()])
          .sort()
      }
      const [ours, theirs] = [await shapeOf(kyselyOf(worker().DB)), await shapeOf(file)]
      await file.destroy()
      expect(ours).toEqual(theirs)
    })

    test('refuses a migration that reads', async () => {
      const up = async (one: Kysely<unknown>) => {
        await sql`select 1`.execute(one)
      }
      await expect(statementsOf('999-reads', { up })).rejects.toThrow('999-reads')
    })
  })

  describe('a statement with more parameters than D1 takes', () => {
    test('gets them together, each as what it is', async () => {
      const values = Array.from(
        { length: 250 },
        (_, index) => [`k'${index}?`, index, index / 8, null][index % 4],
      )
      const given = {
        sql: `select '?' as "a?", ${values.map((_, index) => `? as c${index}`).join(', ')}`,
        parameters: values,
      }
      const { sql, parameters } = fit(given)
      expect(parameters.length).toBeLessThanOrEqual(100)
      // A table has a hundred columns at most: the list is read back as one text.
      const asList = sql.replace(/^select '\?' as "a\?", /, '').replace(/ as c\d+/g, '')
      const pieces = asList.split(/, (?=json_extract)/).map((piece) => `(${piece})`)
      const { results } = await worker()
        .DB.prepare(
          `with list (value) as (values ${pieces.join(', ')}) select json_group_array(value) as list from list`,
        )
        .bind(...parameters)
        .all()
      expect(JSON.parse(results[0]!.list as string)).toEqual(values)
    })

    test('is left as it is where they are few', () => {
      const given = { sql: 'select ?', parameters: [true] }
      expect(fit(given)).toEqual({ sql: 'select ?', parameters: [1] })
    })
  })

  describeStore('D1', async () => {
    const db = kyselyOf(worker().DB)
    await migrate(worker().DB, new Date())
    const reached = [
      'address',
      'attempt',
      'mention',
      'joinCode',
      'ticket',
      'erased',
      'joining',
    ] as const
    const tables = [
      'inbox',
      'turn',
      'outbox',
      'file',
      'filing',
      'handoff',
      'setting',
      ...reached,
    ] as const
    return {
      db,
      atomically: inBatch(worker().DB),
      async close() {
        await inBatch(worker().DB)(tables.map((table) => db.deleteFrom(table).compile()))
      },
    }
  })
}
