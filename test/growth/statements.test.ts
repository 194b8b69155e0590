import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { CompiledQuery } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openDatabase } from '../../src/store/open.ts'
import { postgresDialect } from '../../src/store/postgres/dialect.ts'
import { openPool } from '../../src/store/postgres/pool.ts'
import { sqliteDialect } from '../../src/store/sqlite/dialect.ts'
import { type Handle, openHandle } from '../../src/store/sqlite/handle.ts'
import { startPostgres } from '../postgres/server.ts'
import { everyday, large } from './everyday.ts'
import { populate } from './populate.ts'
import { watched } from './watched.ts'

/** A statement with one step of how a database would carry it out. */
type Step = { sql: string; step: string }

/** What only the few rows that still wait are in: these may be gone through. */
const waiting = /\b(inboxPending|outboxDue)\b/
const isOfOne = ({ sql }: Step) => /"conversationId" = (\?|\$\d)/.test(sql) && /outbox/.test(sql)

describe('on SQLite, however many conversations there are', () => {
  const folder = mkdtempSync(join(tmpdir(), 'jiexu-statements-'))
  const file = join(folder, 'jiexu.db')
  let database: Handle
  let steps: Step[] = []

  beforeAll(async () => {
    const statements = await everyday(`sqlite:${file}`, (tell) =>
      watched(sqliteDialect(file), tell),
    )
    database = await openHandle(file)
    for (const { sql, parameters } of statements) {
      const values = parameters.map((value) => (typeof value === 'boolean' ? Number(value) : value))
      const plan = await database.all({
        sql: `explain query plan ${sql}`,
        parameters: values,
      })
      steps = [...steps, ...plan.map(({ detail }) => ({ sql, step: String(detail) }))]
    }
  })
  afterAll(async () => {
    await database.close()
    rmSync(folder, { recursive: true, force: true })
  })

  const named = (table: string) => new RegExp(`^SCAN ${table}\\b`)

  test('no statement goes through a whole table', () => {
    expect(steps.length).toBeGreaterThan(60)
    const whole = steps.filter(({ step }) => large.some((table) => named(table).test(step)))
    expect(whole.filter(({ step }) => !waiting.test(step))).toEqual([])
  })

  test('what one conversation is owed is found without what others are owed', () => {
    const others = steps.filter((one) => isOfOne(one) && /outboxDue/.test(one.step))
    expect(others).toEqual([])
  })

  test('changes of status are found without all that was filed meanwhile', () => {
    const changes = steps.filter(({ sql }) => /from "action".*"status" is not null/.test(sql))
    expect(changes.map(({ step }) => step)).toEqual([
      'SEARCH action USING INDEX actionChange (id>?)',
    ])
  })
})

const postgres = await startPostgres()

describe.skipIf(!postgres)('on Postgres, with twenty thousand conversations', () => {
  let statements: CompiledQuery[]
  let client: pg.Client
  let steps: Step[] = []

  beforeAll(async () => {
    const url = await postgres!.newDatabase()
    await (await openDatabase(url)).destroy()
    client = new pg.Client({ connectionString: url })
    await client.connect()
    await populate(client, 20_000)
    statements = await everyday(url, (tell) => watched(postgresDialect(openPool(url)), tell))
    await client.query('analyze')
    for (const { sql, parameters } of statements) {
      const { rows } = await client.query(`explain ${sql}`, [...parameters])
      steps = [...steps, ...rows.map((row) => ({ sql, step: row['QUERY PLAN'] as string }))]
    }
  })
  afterAll(async () => {
    await client.end()
    await postgres!.stop()
  })

  test('no statement goes through a whole table', () => {
    expect(steps.length).toBeGreaterThan(60)
    const whole = steps.filter(({ step }) =>
      large.some((table) => new RegExp(`Seq Scan on "?${table}\\b`).test(step)),
    )
    expect(whole).toEqual([])
  })

  test('what one conversation is owed is found without what others are owed', () => {
    const others = steps.filter((one) => isOfOne(one) && /outboxDue/.test(one.step))
    expect(others).toEqual([])
  })
})
