import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { serve } from '@hono/node-server'
import { pino } from 'pino'
import { createApp } from './app.ts'
import { createCatalogue } from './assets/catalogue.ts'
import * as built from './assets/generated.js'
import { createLookAt } from './certificate/lookOnNode.ts'
import { rasterize } from './certificate/rasterize.ts'
import { dingtalkOnNode } from './channels/dingtalk/onNode.ts'
import { createWechat } from './channels/wechat/wechat.ts'
import { createWechatAccount } from './channels/wechatAccount/wechatAccount.ts'
import { isLocal, originOf, readConfig } from './config.ts'
import { nodeScrypt } from './desk/nodeScrypt.ts'
import { createPasswords } from './desk/password.ts'
import { loadFont } from './documents/nodeFont.ts'
import { limitSockets } from './limitSockets.ts'
import { describeError } from './log.ts'
import { createPrometheus } from './operation/prometheus.ts'
import { keyFile, makeKeyFile, readKeyFile } from './store/keyFile.ts'
import { isMarked, opensWith } from './store/keyMark.ts'
import { nodeEngine } from './store/nodeEngine.ts'
import { isPostgresUrl, openDatabase } from './store/open.ts'
import { createPostgresLive } from './store/postgres/live.ts'
import { createSeal } from './store/seal.ts'

function stop(message: string): never {
  console.error(message)
  process.exit(1)
}

const read = readConfig(process.env)
if (read.kind === 'bad') stop(read.message)
const { config } = read
const log = pino(
  { level: config.LOG_LEVEL, serializers: { err: describeError } },
  pino.destination(2),
)

/** Says why the start is given up, in one line. */
const stopAt = (what: string) => (error: Error) => stop(`${what}: ${error.message.split('\n')[0]}`)

const { DATABASE_URL } = config
const place = DATABASE_URL.split('@').at(-1)?.split('?')[0]
if (DATABASE_URL.startsWith('sqlite:')) {
  const folder = dirname(DATABASE_URL.slice('sqlite:'.length))
  await mkdir(folder, { recursive: true }).catch(stopAt(`The folder ${folder} cannot be made`))
}
const db = await openDatabase(DATABASE_URL).catch(stopAt(`The database ${place} cannot be opened`))

/** The sealing keys: configured, or made once beside the database. */
async function sealingKeys(): Promise<readonly string[]> {
  if (config.DATA_KEY) return config.DATA_KEY
  const kept = await readKeyFile(keyFile).catch(stopAt(`The key in ${keyFile} cannot be used`))
  if (kept) return [kept]
  if (await isMarked(db)) {
    stop(`The key of the database ${place} is missing: put it back into ${keyFile} or DATA_KEY`)
  }
  return [await makeKeyFile(keyFile).catch(stopAt(`The key ${keyFile} cannot be written`))]
}

const clock = () => new Date()
const seal = await createSeal(await sealingKeys(), nodeEngine)
if (!(await opensWith(db, seal))) {
  stop(`The database ${place} was sealed with another key than that of DATA_KEY or ${keyFile}`)
}
const catalogue = createCatalogue(built)
const live = isPostgresUrl(DATABASE_URL) ? createPostgresLive(DATABASE_URL) : null
const app = createApp({
  ...(live && { live }),
  ...{
    db,
    seal,
    config,
    clock,
    log,
    rasterize,
    lookAt: createLookAt().lookAt,
    font: loadFont,
    passwords: createPasswords(nodeScrypt),
  },
  createMeter: createPrometheus,
  channels(wiring) {
    const { WECHATY_PUPPET: puppet } = config
    return [
      ...dingtalkOnNode(config, wiring),
      createWechatAccount(config, wiring),
      puppet ? createWechat({ puppet, memory: 'data/wechat' }, wiring) : null,
    ].filter((channel) => channel !== null)
  },
  catalogue: () => catalogue,
  widget: () => built.widget,
})
/** Half as many again as the pages that may listen from one address. */
const mostSockets = 300

/** Tells where everything is, for people: signing in may work only by the address they use. Only once the port is ours, since the password is told only once. */
async function announce(address: string): Promise<void> {
  const signIn = await app.desk.firstSignIn(config.DESK_PASSWORD)
  const lines = [`Chat  ${address}/`, `Desk  ${address}${signIn.link}  (signs in once)`]
  if (!config.PUBLIC_URL && !isLocal(config.HOST)) {
    lines.push(`PUBLIC_URL is not set: the codes on documents lead to ${originOf(config)}`)
  }
  if (signIn.password) lines.push(`      password, shown only this once: ${signIn.password}`)
  console.log(lines.join('\n'))
}

const server = serve(
  {
    ...{ fetch: app.app.fetch, hostname: config.HOST, port: config.PORT },
    // A client that dawdles over its request keeps nobody else waiting.
    serverOptions: {
      ...{ headersTimeout: 20_000, requestTimeout: 120_000, connectionsCheckingInterval: 5000 },
    },
  },
  ({ port }) => {
    for (const { name, start } of app.channels) {
      start?.().catch((error) =>
        log.error({ err: error, channel: name }, 'a channel did not start'),
      )
    }
    announce(config.PUBLIC_URL ?? `http://${config.HOST}:${port}`).catch(
      stopAt('The desk cannot be opened'),
    )
  },
)
// Too many at once are turned away, those of one address earlier; behind proxies all come from theirs.
Object.assign(server, { maxConnections: 10_000 })
if (config.RATE_LIMIT === 'on' && config.PROXIES === 0) limitSockets(server, mostSockets)
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

/** Pages that listen never hang up by themselves; whoever is being answered gets this long, milliseconds. */
const farewell = 2000

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    clearInterval(sweeping)
    app.leave()
    const stopped = Promise.allSettled(app.channels.map((channel) => channel.stop?.()))
    server.close(() => {
      stopped
        .then(() => app.settle())
        .then(() => Promise.all([db.destroy(), live?.close()]))
        .finally(() => process.exit(0))
    })
    setTimeout(() => {
      if ('closeAllConnections' in server) server.closeAllConnections()
    }, farewell).unref()
    setTimeout(() => process.exit(0), 5 * farewell).unref()
  })
}
