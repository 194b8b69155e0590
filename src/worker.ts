import { Kysely } from 'kysely'
import { createApp } from './app.ts'
import { createCatalogue, type Generated } from './assets/catalogue.ts'
import * as generated from './assets/generated.ts'
import type { Background } from './background.ts'
import { createLiveChat, type ObjectState } from './channels/web/liveChat.ts'
import { createReader } from './channels/web/reader.ts'
import { createRemoteLive, type LiveChats } from './channels/web/remoteLive.ts'
import { type Config, readConfig } from './config.ts'
import { consoleLog as log } from './consoleLog.ts'
import { createMemory } from './memory.ts'
import type { D1 } from './store/d1/database.ts'
import { d1Dialect, inBatch } from './store/d1/dialect.ts'
import { migrate } from './store/d1/migrate.ts'
import { opensWith } from './store/keyMark.ts'
import { createSeal, type Seal } from './store/seal.ts'
import { createStore } from './store/store.ts'
import type { Tables } from './store/tables.ts'
import { createStamp } from './time.ts'
import type { WidgetFile } from './widget/build.ts'

/** The bindings of `wrangler.toml`, beside the settings of `config.ts`. */
type Env = { DB: D1; LIVE: LiveChats; ROUNDS?: Rounds; FONT: Files }
type Files = { fetch(address: string): Promise<Response> }
type Rounds = { sendBatch(messages: readonly { body: string }[]): Promise<void> }
type Invocation = { waitUntil(work: Promise<unknown>): void }

/** As many effects, events and changes in one invocation as leave its thousand queries far away. */
const most = 40

const built = generated as unknown as Generated & { widget: Record<string, WidgetFile> }
const catalogue = createCatalogue(built)
const memory = createMemory()
const clock = () => new Date()
let ready: { config: Config; seal: Seal } | null = null

/** Reads the settings and brings the database up to date, when this isolate begins. */
async function prepare(env: Env) {
  if (ready) return ready
  const settings = Object.entries(env).filter(([, value]) => typeof value === 'string')
  // Whoever can reach a Worker is the public, and the key cannot be made here.
  const read = readConfig({ ...Object.fromEntries(settings), HOST: '0.0.0.0' })
  if (read.kind === 'bad') throw new Error(read.message)
  const { config } = read
  await migrate(env.DB, clock())
  const seal = await createSeal(config.DATA_KEY!)
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
async function open(env: Env, invocation: Invocation) {
  const { config, seal } = await prepare(env)
  const background: Background = (work) => invocation.waitUntil(work)
  const more = () => env.ROUNDS && background(env.ROUNDS.sendBatch([{ body: '' }, { body: '' }]))
  return createApp({
    ...{ config, seal, memory, background, clock, log },
    font: () => loadFont(env),
    db: new Kysely<Tables>({ dialect: d1Dialect(env.DB) }),
    atomically: inBatch(env.DB),
    live: createRemoteLive(env.LIVE, background),
    bounds: { most, more },
    catalogue: () => catalogue,
    widget: () => built.widget,
  })
}

let font: Uint8Array<ArrayBuffer> | null = null

/** The font of documents, which lies beside the code as a file: it is too large to be part of it. */
async function loadFont({ FONT }: Env): Promise<Uint8Array<ArrayBuffer>> {
  if (font) return font
  const response = await FONT.fetch('https://font/NotoSansSC_400Regular.ttf')
  if (!response.ok) throw new Error(`the font cannot be read: ${response.status}`)
  font = new Uint8Array(await response.arrayBuffer())
  return font
}

export default {
  async fetch(request: Request, env: Env, invocation: Invocation): Promise<Response> {
    const app = await open(env, invocation)
    return app.app.fetch(request, env)
  },
  async scheduled(_: unknown, env: Env, invocation: Invocation): Promise<void> {
    const app = await open(env, invocation)
    await app.sweep()
  },
  async queue(_: unknown, env: Env, invocation: Invocation): Promise<void> {
    const app = await open(env, invocation)
    await app.sweep()
  },
}

/** The open pages of one chat. */
export class LiveChat {
  readonly #chat: ReturnType<typeof createLiveChat>

  constructor(state: ObjectState, env: Env) {
    const eventsAfter = async (chat: string, after: number) => {
      const { config, seal } = await prepare(env)
      const db = new Kysely<Tables>({ dialect: d1Dialect(env.DB) })
      const store = createStore(db, inBatch(env.DB), seal)
      const stamp = createStamp(clock, config.TODAY)
      return createReader({ store, stamp, catalogue: () => catalogue }).eventsAfter(chat, after)
    }
    this.#chat = createLiveChat({ state, eventsAfter, log })
  }

  async fetch(request: Request): Promise<Response> {
    const { pathname, searchParams } = new URL(request.url)
    const [, conversation = '', question] = pathname.split('/')
    const chat = decodeURIComponent(conversation).slice('web:'.length)
    if (question === 'connect') {
      const after = searchParams.get('after')
      return this.#chat.connect(chat, after ? Number(after) : null)
    }
    await this.#chat.tell(chat)
    return new Response()
  }

  /** Pages have nothing to say this way. */
  webSocketMessage(): void {}
}
