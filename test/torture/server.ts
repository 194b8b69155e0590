import { writeSync } from 'node:fs'
import { serve } from '@hono/node-server'
import { pino } from 'pino'
import { createApp } from '../../src/app.ts'
import { createCatalogue } from '../../src/assets/catalogue.ts'
import * as built from '../../src/assets/generated.js'
import { createLive } from '../../src/channels/web/live.ts'
import { readConfig } from '../../src/config.ts'
import { inTransaction } from '../../src/store/atomically.ts'
import { opensWith } from '../../src/store/keyMark.ts'
import { nodeEngine } from '../../src/store/nodeEngine.ts'
import { isPostgresUrl, openDatabase } from '../../src/store/open.ts'
import { createPostgresLive } from '../../src/store/postgres/live.ts'
import { createSeal } from '../../src/store/seal.ts'
import { createMessenger } from './messenger.ts'
import {
  afterStatements,
  aroundCalls,
  aroundCommits,
  aroundLive,
  aroundRequests,
  createPoints,
  type Death,
} from './points.ts'

/**
 * What one life of the server is told. `ahead`: milliseconds by which its clock is ahead of the true
 * one; `speed`: how many times faster it runs.
 */
export type LifeOf = {
  settings: Record<string, string>
  death: Death | null
  clock: { ahead: number; speed: number; since: number }
}

/**
 * The server as `npm start` wires it, but for the points at which it may die. It loads everything and
 * then waits to be told of its life, so that the next one stands ready.
 */
async function begin({ settings, death, clock: { ahead, speed, since } }: LifeOf): Promise<void> {
  const pass = createPoints(death)
  const read = readConfig(settings)
  if (read.kind === 'bad') throw new Error(read.message)
  const { config } = read
  const { DATABASE_URL, DATA_KEY } = config
  aroundCalls(pass)
  writeSync(1, 'start\n')
  pass('start')
  const plain = await openDatabase(DATABASE_URL)
  pass('opened')
  const db = afterStatements(pass, plain)
  const seal = await createSeal(DATA_KEY!, nodeEngine)
  if (!(await opensWith(db, seal))) throw new Error('another key')
  const live = isPostgresUrl(DATABASE_URL) ? createPostgresLive(DATABASE_URL) : createLive()
  const catalogue = createCatalogue(built)
  const app = createApp({
    ...{ db, seal, config, catalogue: () => catalogue, widget: () => ({}), font: noDocuments },
    atomically: aroundCommits(pass, inTransaction(db)),
    live: aroundLive(pass, live),
    channels: createMessenger(`${config.BACKEND}/platform`),
    clock: () => new Date(since + ahead + (Date.now() - since) * speed),
    log: pino({ level: settings.LOG_LEVEL ?? 'silent' }, pino.destination(2)),
  })
  serve(
    { fetch: aroundRequests(pass, app.app.fetch), hostname: '127.0.0.1', port: 0 },
    ({ port }) => {
      writeSync(1, `listens ${port}\n`)
      pass('listening')
    },
  )
  const sweep = async () => {
    pass('sweep')
    await app.sweep().catch(() => {})
    setTimeout(sweep, 1000 / speed)
  }
  void sweep()
}

/** Nobody asks for a document here. */
const noDocuments = () => Promise.reject(new Error('there is no font'))

process.once('message', (life: LifeOf) => {
  begin(life).catch((error: Error) => {
    writeSync(1, `fails ${error.message.split('\n')[0]}\n`)
    process.exit(1)
  })
})
process.once('disconnect', () => process.exit(0))
writeSync(1, 'ready\n')
