import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, chownSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { postgresPrograms } from './programs.ts'

/** A Postgres of our own, gone with the process that started it. */
export type PostgresServer = {
  version: string
  /** Makes a database, empty or as a copy of another, and tells its URL. */
  newDatabase(like?: string): Promise<string>
  /** Runs one statement as the administrator. */
  ask(statement: string, database?: string): Promise<Record<string, unknown>[]>
  /** Takes it away, as a crash does, and brings it back. */
  crash(): Promise<void>
  start(): Promise<void>
  stop(): Promise<void>
}

/** Postgres runs under no root: where we are root, under nobody. */
const owner = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {}

/** Ends the server as soon as whoever started it is gone, however that came about. */
const guard = '"$@" </dev/null & server=$!; cat >/dev/null; kill -QUIT $server; wait $server'

type Options = {
  /** `on`: what is committed outlives a power cut, as it must where the speed of commits is measured. */
  durable: 'on' | 'off'
}

/** Starts a real Postgres; null where this machine has none that runs. */
export async function startPostgres(
  { durable }: Options = { durable: 'off' },
): Promise<PostgresServer | null> {
  for (const programs of postgresPrograms()) {
    const folder = mkdtempSync(join(tmpdir(), 'jiexu-postgres-'))
    if (owner.uid !== undefined) chownSync(folder, owner.uid, owner.gid)
    chmodSync(folder, 0o700)
    const data = join(folder, 'data')
    const settings = ['--username=postgres', '--auth=trust', '--encoding=UTF8', '--no-sync']
    // A language whose order of letters is not that of their bytes.
    const language = ['--locale=C', '--locale-provider=icu', '--icu-locale=zh-Hans']
    const made = spawnSync(join(programs, 'initdb'), ['-D', data, ...settings, ...language], {
      ...{ ...owner, cwd: folder, encoding: 'utf8' },
    })
    if (made.status === 0) return serve(join(programs, 'postgres'), folder, data, durable)
    rmSync(folder, { recursive: true, force: true })
  }
  return null
}

async function serve(
  program: string,
  folder: string,
  data: string,
  durable: Options['durable'],
): Promise<PostgresServer> {
  const port = await freePort()
  let child: ChildProcess
  let count = 0
  const urlOf = (database: string) => `postgres://postgres@127.0.0.1:${port}/${database}`

  const ask = async (statement: string, database = 'postgres') => {
    const client = new pg.Client({ connectionString: urlOf(database) })
    client.on('error', () => {})
    await client.connect()
    try {
      return (await client.query(statement)).rows
    } finally {
      await client.end().catch(() => {})
    }
  }
  const start = async () => {
    const sync = [`fsync=${durable}`, `full_page_writes=${durable}`, 'max_connections=60']
    const settings = [...sync, 'listen_addresses=127.0.0.1', `unix_socket_directories=${folder}`]
    const flags = settings.flatMap((setting) => ['-c', setting])
    const command = [program, '-D', data, '-p', String(port), ...flags]
    child = spawn('sh', ['-c', guard, 'sh', ...command], {
      ...{ ...owner, cwd: folder, stdio: ['pipe', 'ignore', 'ignore'] },
    })
    for (;;) {
      if (await ask('select 1').catch(() => null)) return
      if (child.exitCode !== null) throw new Error('Postgres has stopped')
      await sleep(50)
    }
  }
  const crash = async () => {
    const ended = once(child, 'exit')
    child.stdin?.end()
    await ended
  }

  await start()
  const [row] = await ask('show server_version')
  return {
    ...{ version: String(row?.server_version), ask, start, crash },
    async newDatabase(like) {
      const name = `test${++count}`
      const template = like ? ` template ${new URL(like).pathname.slice(1)}` : ''
      await ask(`create database ${name}${template}`)
      return urlOf(name)
    },
    async stop() {
      await crash()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  await once(server, 'close')
  return port
}
