import { freePort, type PostgresServer, startPostgres } from '../postgres/server.ts'
import { type Client, createClient } from './client.ts'
import { load, type Measured } from './load.ts'
import { fillIn } from './person.ts'
import { print } from './print.ts'
import { scale } from './scale.ts'
import { dataKey, realServer, type Server, script, startServer } from './server.ts'

/** `ratio`: to one process. `processor`: milliseconds a turn of all processes, but for Postgres itself. */
type Row = Measured & { name: string; processor: number; ratio: number }

const { people, seconds, warmUp, processes } = scale

type Took = (milliseconds: number) => void

/** The same people, spread over some processes that have one database. */
async function measureOn(
  path: string,
  count: number,
  DATABASE_URL: string,
  work: (client: Client, took: Took) => Promise<unknown>,
) {
  const servers: Server[] = []
  const clients: Client[] = []
  try {
    for (let made = 0; made < count; made++) {
      const port = await freePort()
      servers.push(await startServer(path, port, { DATABASE_URL, DATA_KEY: dataKey }))
      clients.push(createClient(port, people))
    }
    let next = 0
    const spread = (took: Took) => work(clients[next++ % count]!, took)
    const processorTime = () => servers.reduce((sum, server) => sum + server.processorTime(), 0)
    await load(people, warmUp, spread)
    const before = processorTime()
    const measured = await load(people, seconds, spread)
    return { ...measured, processor: (processorTime() - before) / measured.count }
  } finally {
    for (const client of clients) client.close()
    for (const server of servers) await server.stop()
  }
}

async function measure(postgres: PostgresServer) {
  const rows: Row[] = []
  for (const count of processes) {
    const measured = await measureOn(realServer, count, await postgres.newDatabase(), fillIn)
    const ratio = measured.perSecond / (rows[0] ?? measured).perSecond
    rows.push({ name: count === 1 ? '1 process' : `${count} processes`, ...measured, ratio })
  }
  const say = async (client: Client, took: Took) => {
    const start = performance.now()
    await client.post('/said', { text: '2015年3月至2019年8月' })
    took(performance.now() - start)
  }
  const url = await postgres.newDatabase()
  const bare = { ...(await measureOn(script('barePostgres.ts'), 1, url, say)), ratio: 0 }
  bare.ratio = bare.perSecond / rows[0]!.perSecond
  return { rows, bare: { name: 'bare durable commits, 1 process', ...bare } }
}

/** Turns a second of one, two and four server processes on one Postgres that makes commits durable. */
export async function measurePostgres() {
  const postgres = await startPostgres({ durable: 'on' })
  if (!postgres) {
    console.log('\nthere is no Postgres here, and it was left out')
    return undefined
  }
  try {
    const { rows, bare } = await measure(postgres)
    print(
      `turns of pension-in on Postgres ${postgres.version}, which shares this machine's cores; ${people} people; milliseconds`,
      [...rows, bare],
    )
    return { version: postgres.version, people, seconds, rows, bare }
  } finally {
    await postgres.stop()
  }
}
