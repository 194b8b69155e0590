import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { serve } from '@hono/node-server'
import { pino } from 'pino'
import { createApp } from './app.ts'
import { createCatalogue, type Generated } from './assets/catalogue.ts'
import * as generated from './assets/generated.ts'
import { readConfig } from './config.ts'
import { nodeEngine } from './store/nodeEngine.ts'
import { openDatabase } from './store/open.ts'
import { createSeal } from './store/seal.ts'

const log = pino({ level: process.env.LOG_LEVEL ?? 'info' }, pino.destination(2))

function stop(message: string): never {
  console.error(message)
  process.exit(1)
}

const read = readConfig(process.env)
if (read.kind === 'bad') stop(read.message)
const { config } = read

const keyFile = 'data/key'

/** The sealing keys: configured, or made once beside the database. */
async function sealingKeys(): Promise<readonly string[]> {
  if (config.DATA_KEY) return config.DATA_KEY
  const kept = await readFile(keyFile, 'utf8').catch(() => null)
  if (kept) return [kept.trim()]
  const key = Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('base64')
  await mkdir(dirname(keyFile), { recursive: true })
  await writeFile(keyFile, `${key}\n`, { mode: 0o600 })
  return [key]
}

const clock = () => new Date()
const seal = await createSeal(await sealingKeys(), nodeEngine)
if (config.DATABASE_URL.startsWith('sqlite:')) {
  await mkdir(dirname(config.DATABASE_URL.slice('sqlite:'.length)), { recursive: true })
}
const db = await openDatabase(config.DATABASE_URL).catch((error: Error) =>
  stop(`The database ${config.DATABASE_URL.split('@').at(-1)} cannot be opened: ${error.message}`),
)
const built = generated as unknown as Generated & { widget: never }
const catalogue = createCatalogue(built)
const app = createApp({
  ...{ db, seal, config, clock, log },
  catalogue: () => catalogue,
  widget: () => built.widget,
})
const signIn = await app.desk.firstSignIn(config.DESK_PASSWORD)

const server = serve(
  { fetch: app.app.fetch, hostname: config.HOST, port: config.PORT },
  ({ port }) => {
    const address = `http://${config.HOST}:${port}`
    console.log(`Chat  ${address}/`)
    console.log(`Desk  ${address}${signIn.link}  (signs in once)`)
    if (signIn.password) console.log(`      password, shown only this once: ${signIn.password}`)
  },
)
server.on('error', (error: NodeJS.ErrnoException) => {
  stop(
    error.code === 'EADDRINUSE'
      ? `Port ${config.PORT} is taken. Set PORT to another one, such as PORT=${config.PORT + 1} npm start`
      : `The server cannot listen on ${config.HOST}:${config.PORT}: ${error.message}`,
  )
})
const sweeping = setInterval(() => {
  app.sweep().catch((error) => log.error({ err: error }, 'the sweep failed'))
}, 1000)

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    clearInterval(sweeping)
    server.close(() => void db.destroy().then(() => process.exit(0)))
    setTimeout(() => process.exit(0), 5000).unref()
  })
}
