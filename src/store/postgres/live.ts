import pg from 'pg'
import { createLive, type Live } from '../../channels/web/live.ts'

const channel = 'jiexu_turn'

/** Postgres takes no more than 8000 bytes in one notice. */
const mostConversations = 50
/** Milliseconds. */
const longestPause = 5_000
const pulse = 10_000

/**
 * Tells the pages that are open in any process on the same database, by LISTEN and NOTIFY over a
 * connection of its own. A page may be woken for nothing, and after a connection was lost all are:
 * what is new they read from the record.
 */
export function createPostgresLive(url: string): Live & { close(): Promise<void> } {
  const here = createLive()
  const untold = new Set<string>()
  let client: pg.Client | null = null
  let closed = false
  let telling = false

  async function connect(): Promise<void> {
    const next = new pg.Client({
      ...{ connectionString: url, application_name: 'jiexu live', keepAlive: true },
      ...{ connectionTimeoutMillis: longestPause, query_timeout: longestPause },
    })
    // Its end says all that there is to say about an error.
    next.on('error', () => {})
    next.on('notification', ({ processId, payload }) => {
      if (processId === ownProcess) return
      for (const conversation of payload?.split('\n') ?? []) here.publish(conversation)
    })
    let ownProcess: number | undefined
    await next.connect()
    const ended = new Promise<void>((resolve) => next.once('end', resolve))
    // Nobody waits for the disk to hear of what is on it already.
    await next.query('set synchronous_commit to off')
    const { rows } = await next.query<{ own: number }>('select pg_backend_pid() as own')
    ownProcess = rows[0]?.own
    await next.query(`listen ${channel}`)
    if (closed) return next.end()
    client = next
    here.publishToAll()
    void tell()
    await ended
  }

  async function stayConnected(): Promise<void> {
    for (let pause = 100; !closed; pause = Math.min(longestPause, 2 * pause)) {
      await connect()
        .then(() => {
          pause = 100
        })
        .catch(() => {})
      client = null
      if (!closed) await new Promise((resolve) => setTimeout(resolve, pause).unref())
    }
  }

  /** What comes in while a notice is under way goes together in the next. */
  async function tell(): Promise<void> {
    if (telling) return
    telling = true
    while (client && untold.size > 0) {
      const some = [...untold].slice(0, mostConversations)
      for (const conversation of some) untold.delete(conversation)
      try {
        await client.query('select pg_notify($1, $2)', [channel, some.join('\n')])
      } catch {
        for (const conversation of some) untold.add(conversation)
        break
      }
    }
    telling = false
  }

  /** A network that was cut says nothing: whoever does not answer is given up. */
  const pulsing = setInterval(() => {
    const asked = client
    asked?.query('select 1').catch(() => asked.end().catch(() => {}))
  }, pulse).unref()

  const connected = stayConnected()
  return {
    subscribe: here.subscribe,
    publish(conversation) {
      here.publish(conversation)
      untold.add(conversation)
      void tell()
    },
    async close() {
      closed = true
      clearInterval(pulsing)
      await client?.end().catch(() => {})
      await connected
    },
  }
}
