import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryResult,
  SelectQueryNode,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely'
import { type Handle, openHandle, type Query } from './handle.ts'
import { type List, ListAdapter } from './listAdapter.ts'
import { openWriter } from './writer.ts'

/**
 * Kysely on npm `sqlite3`. Writes take turns on one handle, in a thread of its own; reads outside a
 * transaction go to a second one, so that under WAL nobody who reads waits for a commit. A transaction
 * that only reads sees the database as it was when it began, through a handle of its own, and keeps
 * nobody waiting.
 */
export function sqliteDialect(file: string): Dialect {
  const { driver, list } = sqliteDriver(file)
  return {
    createAdapter: () => new ListAdapter(list),
    createQueryCompiler: () => new SqliteQueryCompiler(),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createDriver: () => driver,
  }
}

const settings = `
  pragma journal_mode = wal;
  pragma synchronous = full;
  pragma foreign_keys = on;
  pragma busy_timeout = 5000;
`

function sqliteDriver(file: string): { driver: Driver; list: List } {
  let writer: Handle
  let reader: Handle
  const turnstile = createTurnstile()
  /** The handle of a connection's transaction, and how to let it go. */
  const held = new WeakMap<DatabaseConnection, { handle: Handle; leave(): unknown }>()

  let opening: Promise<void> | null = null

  const openBoth = async () => {
    writer = await (file === ':memory:' ? openHandle : openWriter)(file)
    await writer.exec(settings)
    reader = file === ':memory:' ? writer : await openHandle(file)
    if (reader !== writer) await reader.exec(settings)
  }
  /** Opens the file for whoever needs it first: kysely, or a list. */
  const open = () => {
    opening ??= openBoth().catch((error) => {
      opening = null
      throw error
    })
    return opening
  }

  const connect = (): DatabaseConnection => {
    const connection: DatabaseConnection = {
      async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
        const own = held.get(connection)
        if (own) return execute<Row>(own.handle, query)
        if (reader !== writer && SelectQueryNode.is(query.query)) return execute<Row>(reader, query)
        const leave = await turnstile.enter()
        try {
          return await execute<Row>(writer, query)
        } finally {
          leave()
        }
      },
      // biome-ignore lint/correctness/useYield: kysely's interface asks for a generator that we refuse to be
      async *streamQuery() {
        throw new Error('streaming is not supported: read pages instead')
      },
    }
    return connection
  }
  const release = async (connection: DatabaseConnection) => {
    const own = held.get(connection)
    held.delete(connection)
    await own?.leave()
  }

  const driver: Driver = {
    init: open,
    acquireConnection: async () => connect(),
    async beginTransaction(connection, { accessMode }) {
      if (accessMode === 'read only' && reader !== writer) {
        const handle = await openHandle(file)
        await handle.exec('pragma query_only = on; begin')
        held.set(connection, { handle, leave: handle.close })
        return
      }
      const leave = await turnstile.enter()
      try {
        await writer.exec('begin immediate')
      } catch (error) {
        leave()
        throw error
      }
      held.set(connection, { handle: writer, leave })
    },
    async commitTransaction(connection) {
      const { handle } = held.get(connection)!
      try {
        await handle.exec('commit')
      } catch (error) {
        // A commit that failed on a full disk or a lock may leave the transaction open.
        await handle.exec('rollback').catch(() => {})
        throw error
      } finally {
        await release(connection)
      }
    },
    async rollbackTransaction(connection) {
      const own = held.get(connection)
      if (!own) return
      try {
        await own.handle.exec('rollback')
      } finally {
        await release(connection)
      }
    },
    async releaseConnection() {},
    async destroy() {
      if (reader && reader !== writer) await reader.close()
      if (writer) await writer.close()
    },
  }
  return {
    driver,
    async list(statements) {
      await open()
      const leave = await turnstile.enter()
      try {
        await writer.list(statements.map(plain))
      } finally {
        leave()
      }
    },
  }
}

const plain = ({ sql, parameters }: CompiledQuery): Query => ({
  sql,
  parameters: parameters.map((value) => (typeof value === 'boolean' ? Number(value) : value)),
})

async function execute<Row>(handle: Handle, query: CompiledQuery): Promise<QueryResult<Row>> {
  if (answersRows(query)) {
    // The row's shape is what kysely inferred from the query; sqlite3 itself knows no types.
    const rows = (await handle.all(plain(query))) as Row[]
    return { rows, numAffectedRows: BigInt(rows.length) }
  }
  const { changes, lastId } = await handle.run(plain(query))
  return { rows: [], numAffectedRows: BigInt(changes), insertId: BigInt(lastId) }
}

function answersRows({ query, sql }: CompiledQuery): boolean {
  if (query.kind === 'SelectQueryNode') return true
  if (query.kind === 'RawNode') return /^\s*(select|pragma|with|values)/i.test(sql)
  return 'returning' in query && query.returning !== undefined
}

/** Lets one in at a time, in the order of arrival. */
function createTurnstile() {
  let last: Promise<void> = Promise.resolve()
  return {
    enter(): Promise<() => void> {
      const before = last
      let leave = () => {}
      last = new Promise<void>((resolve) => {
        leave = resolve
      })
      return before.then(() => leave)
    },
  }
}
