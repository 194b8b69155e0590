import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { build } from 'esbuild'
import type { Kysely } from 'kysely'
import { inTransaction } from '../../src/store/atomically.ts'
import { nodeEngine } from '../../src/store/nodeEngine.ts'
import { openDatabase } from '../../src/store/open.ts'
import { createSeal } from '../../src/store/seal.ts'
import { createStore } from '../../src/store/store.ts'
import type { Tables } from '../../src/store/tables.ts'
import { catalogue } from '../everything/conversation.ts'
import { startPostgres } from '../postgres/server.ts'
import { type Chance, createChance } from './chance.ts'
import { checkRecord, type Findings } from './check.ts'
import { correspond } from './correspondent.ts'
import { createFleet, startScript } from './fleet.ts'
import { createLedger } from './ledger.ts'
import { livePerson } from './person.ts'
import type { Truth } from './world.ts'

export type Ordeal = {
  seed: number
  database: 'sqlite' | 'postgres'
  /** Server processes at once; one where the database is a file. */
  processes: number
  people: number
  /** It ends after so many kills, and not before people were told so often that they had been heard. */
  kills: number
  heard: number
  /** Ends the killing early; what was left undone is settled and checked all the same. */
  signal?: AbortSignal
  /** Told how it goes, now and then. */
  report?: (line: string) => void
}

export type Summary = Findings & {
  seconds: number
  kills: number
  killedByChance: number
  /** How often a process died at each point of the pipe. */
  points: ReadonlyMap<string, number>
  neverDiedAt: readonly string[]
  deliveries: number
  refusals: number
  unanswered: number
  agencyFaults: number
  /** An application, or a message, that was sent to who had it already. */
  postedAgain: number
  broughtAgain: number
  /** How often something had been given up, and was tried again by a clerk. */
  revived: number
}

const secret = 'a secret that both sides know'
const key = btoa('0123456789abcdef0123456789abcdef')
const hour = 3_600_000
const day = 24 * hour
/** The servers' clocks run faster, so that what waits a minute waits for six seconds. */
const speed = 10

/**
 * Kills servers under load until it has been enough, lets what is left settle, and holds the record
 * against what people were promised and the agency was told.
 */
export async function torture(ordeal: Ordeal): Promise<Summary> {
  const { seed, database, processes, people, kills, heard, signal, report = () => {} } = ordeal
  const began = performance.now()
  const chance = createChance(seed)
  const folder = mkdtempSync(join(tmpdir(), 'jiexu-torture-'))
  const postgres = database === 'postgres' ? await startPostgres() : null
  if (database === 'postgres' && !postgres) throw new Error('there is no Postgres here')
  const url = (await postgres?.newDatabase()) ?? `sqlite:${join(folder, 'jiexu.db')}`
  const { server, world, forget } = await bundle()
  const outside = startScript(world, [secret, String(seed)])
  const agency = `http://127.0.0.1:${await outside.word('listens')}`
  const settings = {
    ...{ DATABASE_URL: url, DATA_KEY: key, TODAY: '2026-11-23', RATE_LIMIT: 'off' },
    ...{ BACKEND: agency, BACKEND_SECRET: secret, DESK_PASSWORD: 'open sesame' },
  }
  const since = Date.now()
  /** One clock jumps by hours at each life; several processes agree within seconds, as clocks do. */
  const jump = () =>
    processes === 1 ? (chance.next() - 0.5) * 6 * hour : (chance.next() - 0.5) * 4_000
  const fleetOf = (longest: number | null, clock: () => { ahead: number; speed: number }) =>
    createFleet({
      ...{ script: server, count: processes, chance: chance.fork(), longest },
      life: () => ({ settings, clock: { ...clock(), since } }),
    })

  const ledger = createLedger()
  const mortal = fleetOf(2_500, () => ({ ahead: jump(), speed }))
  let over = false
  const surroundings = { ledger, isOver: () => over }
  let fleet = mortal
  /** Every third is on a platform, the others on the page. */
  const lives = Array.from({ length: people }, (_, index) => {
    const own = { ...surroundings, chance: chance.fork(), origin: (by: Chance) => fleet.origin(by) }
    return index % 3 === 2 ? correspond(own, `${agency}/platform`) : livePerson(own)
  })
  const isEnough = () => signal?.aborted || (mortal.kills() >= kills && ledger.heard() >= heard)
  for (let told = 0; !isEnough() && !mortal.failed(); await sleep(50)) {
    if (mortal.kills() < told + 100) continue
    told = mortal.kills()
    report(`${told} kills, ${ledger.counts.deliveries} deliveries`)
  }
  await mortal.end()
  if (mortal.failed()) throw mortal.failed()

  // What was left undone is claimed for a while, and reminders are for later on: long after that all is done.
  await fetch(`${agency}/rest`, { method: 'POST' })
  fleet = fleetOf(null, () => ({ ahead: 30 * day, speed }))
  over = true
  await Promise.all(lives)
  const db = await openDatabase(url)
  const seal = await createSeal([key], nodeEngine)
  const store = createStore(db, inTransaction(db), seal)
  let revived = 0
  while (!(await isSettled(db))) {
    // What failed time after time waits for a clerk, who tries it again.
    for (const { id } of await store.dead(200)) {
      if (await store.revive(id, new Date().toISOString())) revived++
    }
    await sleep(200)
  }
  await sleep(1_000)
  const truth = (await (await fetch(`${agency}/truth`)).json()) as Truth
  await fleet.end()
  outside.child.disconnect()
  const findings = await checkRecord({ db, seal, catalogue, ledger, truth })
  await db.destroy()
  await postgres?.stop()
  rmSync(folder, { recursive: true, force: true })
  forget()
  const { points, byChance, known } = mortal.deaths()
  return {
    ...findings,
    ...ledger.counts,
    broken: [...ledger.broken, ...findings.broken],
    seconds: (performance.now() - began) / 1000,
    kills: mortal.kills(),
    killedByChance: byChance,
    points,
    neverDiedAt: known.filter((name) => !points.has(name)),
    agencyFaults: truth.faults,
    postedAgain: truth.postedAgain,
    broughtAgain: truth.broughtAgain,
    revived,
  }
}

/** Every event has its turn, and everything that was owed has been done. */
async function isSettled(db: Kysely<Tables>): Promise<boolean> {
  const waiting = db.selectFrom('inbox').select('eventId').where('pending', '=', 1)
  const owed = db.selectFrom('outbox').select('id').where('sentAt', 'is', null)
  const left = [await waiting.executeTakeFirst(), await owed.executeTakeFirst()]
  return left.every((row) => row === undefined)
}

/** Each process as one file, since one that lives for a second should not load for two. */
async function bundle() {
  const root = join(import.meta.dirname, '../..')
  mkdirSync(join(root, 'data'), { recursive: true })
  const folder = mkdtempSync(join(root, 'data/torture-'))
  const [server, world] = ['server', 'world'] as const
  await build({
    entryPoints: [server, world].map((name) => join(import.meta.dirname, `${name}.ts`)),
    ...{ outdir: folder, bundle: true, outExtension: { '.js': '.mjs' }, logLevel: 'error' },
    ...{ platform: 'node', format: 'esm' },
    // What is native, or loads its parts by name, stays where it is.
    external: ['sqlite3', 'pg', 'pino'],
    banner: {
      js: "import { createRequire as requireOf } from 'node:module'; const require = requireOf(import.meta.url)",
    },
  })
  // A thread is started from a file of its own, beside the one that starts it.
  const thread = pathToFileURL(join(root, 'src/store/sqlite/thread.ts'))
  writeFileSync(join(folder, 'thread.ts'), `import '${thread.href}'\n`)
  return {
    server: join(folder, `${server}.mjs`),
    world: join(folder, `${world}.mjs`),
    forget: () => rmSync(folder, { recursive: true, force: true }),
  }
}
