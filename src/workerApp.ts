import { Kysely } from 'kysely'
import { createApp } from './app.ts'
import { createCatalogue } from './assets/catalogue.ts'
import * as built from './assets/generated.js'
import type { Background } from './background.ts'
import { lookAtText } from './certificate/look.ts'
import { loadPacked } from './certificate/reading/packedMaps.ts'
import { configuredDingTalk } from './channels/dingtalk/configured.ts'
import { createRemoteLive, type LiveChats } from './channels/web/remoteLive.ts'
import { createWechatAccount } from './channels/wechatAccount/wechatAccount.ts'
import { type Config, readConfig } from './config.ts'
import { consoleLog as log } from './consoleLog.ts'
import { createMemory } from './memory.ts'
import type { D1 } from './store/d1/database.ts'
import { d1Dialect, inBatch } from './store/d1/dialect.ts'
import { migrate } from './store/d1/migrate.ts'
import { opensWith } from './store/keyMark.ts'
import { type Bucket, createShelf } from './store/r2/shelf.ts'
import { createSeal, type Seal } from './store/seal.ts'
import type { Tables } from './store/tables.ts'

/** The bindings of `wrangler.toml`, beside the settings of `config.ts`. */
export type Env = { DB: D1; LIVE: LiveChats; ROUNDS?: Rounds; FILES: Files; SHELF?: Bucket }
type Files = { fetch(address: string): Promise<Response> }
type Rounds = { sendBatch(messages: readonly { body: string }[]): Promise<void> }
export type Ready = { config: Config; seal: Seal }
export type Invocation = { waitUntil(work: Promise<unknown>): void }

/** So many effects, events and changes in one invocation stay within its thousand queries. */
const most = 25

/** Photographs are left to questions: recognition does not fit into an isolate. */
const lookAt = lookAtText(loadPacked(built.maps))
export const catalogue = createCatalogue(built, 'later')
const memory = createMemory()
export const clock = () => new Date()
let ready: Ready | null = null

/** Reads the settings and brings the database up to date, when this isolate begins. */
export async function prepare(env: Env): Promise<Ready> {
  if (ready) return ready
  const settings = Object.entries(env).filter(([, value]) => typeof value === 'string')
  // Whoever can reach a Worker is the public, and the key cannot be made here.
  const read = readConfig({ ...Object.fromEntries(settings), HOST: '0.0.0.0' })
  if (read.kind === 'bad') throw new Error(read.message)
  const { config } = read
  if (!config.PUBLIC_URL) log.warn('PUBLIC_URL is not set: the codes on documents lead nowhere')
  await migrate(env.DB, clock())
  const seal: Seal = {
    ...(await createSeal(config.DATA_KEY!)),
    ...(env.SHELF && { shelf: createShelf(env.SHELF) }),
  }
  const db = new Kysely<Tables>({ dialect: d1Dialect(env.DB) })
  if (!(await opensWith(db, seal))) throw new Error('DATA_KEY is not the key of this database')
  // Requests that begin at the same time all prepare: none may wait for what belongs to another.
  ready = { config, seal }
  return ready
}

/**
 * The application for one invocation. A promise belongs to the request that made it and dies with it,
 * so whatever lets callers wait for each other is made anew; what is only remembered stays.
 */
export async function open(env: Env, invocation: Invocation) {
  const { config, seal } = await prepare(env)
  const background: Background = (work) => invocation.waitUntil(work)
  const more = () => env.ROUNDS && background(env.ROUNDS.sendBatch([{ body: '' }, { body: '' }]))
  return createApp({
    ...{ config, seal, memory, background, clock, log },
    font: () => loadFont(env),
    lookAt,
    db: new Kysely<Tables>({ dialect: d1Dialect(env.DB) }),
    atomically: inBatch(env.DB),
    live: createRemoteLive(env.LIVE, background),
    bounds: { most, more },
    channels: (given) => {
      const wiring = { ...given, memory }
      const account = createWechatAccount(config, wiring)
      return [...configuredDingTalk(config, wiring), ...(account ? [account] : [])]
    },
    catalogue: () => catalogue,
    widget: () => built.widget,
  })
}

let font: Uint8Array<ArrayBuffer> | null = null

/** The font of documents, which lies beside the code as a file: it is too large to be part of it. */
async function loadFont({ FILES }: Env): Promise<Uint8Array<ArrayBuffer>> {
  if (font) return font
  const response = await FILES.fetch('https://files/font.ttf')
  if (!response.ok) throw new Error(`the font cannot be read: ${response.status}`)
  font = new Uint8Array(await response.arrayBuffer())
  return font
}
