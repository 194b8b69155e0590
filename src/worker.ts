import { Kysely } from 'kysely'
import type { App } from './app.ts'
import { createLiveChat, type ObjectState, type ServerSocket } from './channels/web/liveChat.ts'
import { createReader } from './channels/web/reader.ts'
import { consoleLog as log } from './consoleLog.ts'
import { RequestError } from './requestError.ts'
import { d1Dialect, inBatch } from './store/d1/dialect.ts'
import { tidyShelf } from './store/r2/shelf.ts'
import { createStore } from './store/store.ts'
import type { Tables } from './store/tables.ts'
import { createStamp } from './time.ts'
import {
  catalogue,
  clock,
  type Env,
  type Invocation,
  open,
  prepare,
  type Ready,
} from './workerApp.ts'

/** Sees to the first clerk's password where it is new: hashing it takes long, and is no request's business. */
async function setPassword({ desk, store }: App, { config, seal }: Ready): Promise<void> {
  const set = await seal.lookup(`desk password:${config.DESK_PASSWORD}`)
  if (!config.DESK_PASSWORD || (await store.setting(passwordSet)) === set) return
  await desk.firstSignIn(config.DESK_PASSWORD)
  await store.setSetting(passwordSet, set)
}

/** Looks over one page of the shelf. */
async function tidy({ store }: App, { SHELF }: Env): Promise<void> {
  if (!SHELF) return
  const next = await tidyShelf(SHELF, store.db, clock(), await store.setting(shelfCursor))
  await store.setSetting(shelfCursor, next)
}

const passwordSet = 'worker.passwordSet'
const shelfCursor = 'worker.shelfCursor'
const unavailable = new RequestError(503, 'unavailable', '暂时不能使用，请稍后再试')

export default {
  async fetch(request: Request, env: Env, invocation: Invocation): Promise<Response> {
    try {
      const app = await open(env, invocation)
      return await app.app.fetch(request, env)
    } catch (error) {
      log.error({ err: error }, 'the worker cannot begin')
      return Response.json(unavailable.body, { status: unavailable.status })
    }
  },
  async scheduled(_: unknown, env: Env, invocation: Invocation): Promise<void> {
    const app = await open(env, invocation)
    await app.sweep()
    await setPassword(app, await prepare(env))
    await tidy(app, env)
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

  webSocketClose(socket: ServerSocket): void {
    socket.close(1000, '')
  }
}
