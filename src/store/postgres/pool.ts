import type { PostgresPool, PostgresPoolClient } from 'kysely'
import pg from 'pg'

/** Milliseconds. Nobody waits longer for a connection, a lock, an answer, a process that hangs. */
const patience = { connection: 5_000, lock: 10_000, answer: 20_000, silence: 30_000 }

/**
 * Connections to a Postgres. One that broke, or that owes an answer for too long, is never used
 * again, and its loss ends nothing but the statement that was under way. `patient` sets no limit to
 * how long a statement may take, as a step of the schema may.
 */
export function openPool(url: string, patient = false): PostgresPool {
  const pool = new pg.Pool({
    connectionString: url,
    application_name: 'jiexu',
    max: patient ? 1 : 10,
    keepAlive: true,
    connectionTimeoutMillis: patience.connection,
    lock_timeout: patience.lock,
    idle_in_transaction_session_timeout: patience.silence,
    ...(!patient && { statement_timeout: patience.answer, query_timeout: patience.answer + 1_000 }),
  })
  // A connection that is lost while nobody uses it is replaced by the pool.
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))

  async function connect(): Promise<PostgresPoolClient> {
    const client = await pool.connect()
    let broken = false
    const query = async (sql: string, parameters: readonly unknown[]) => {
      try {
        return await client.query(sql, [...parameters])
      } catch (error) {
        broken ||= !isAnswer(error)
        throw error
      }
    }
    return {
      // Kysely asks for a cursor only where it streams, which nobody here does.
      query: query as unknown as PostgresPoolClient['query'],
      release: (destroy) => client.release(destroy || broken),
    }
  }
  return { connect, end: () => pool.end(), options: pool.options }
}

/** Whether the server itself refused the statement, and the connection goes on. */
const isAnswer = (error: unknown): boolean =>
  error instanceof pg.DatabaseError && error.severity === 'ERROR'
