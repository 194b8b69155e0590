import { Hono } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { secureHeaders } from 'hono/secure-headers'
import type { Kysely } from 'kysely'
import type { Logger } from 'pino'
import { createGatewayBackend } from './backend/gateway.ts'
import { withPages } from './backend/withPages.ts'
import { type LookAt, lookAtText } from './certificate/look.ts'
import { createAttach } from './channels/attach.ts'
import { channelName } from './channels/channel.ts'
import { createChatDesk } from './channels/chatDesk.ts'
import { restRoutes } from './channels/rest/routes.ts'
import { createLive, type Live } from './channels/web/live.ts'
import { openapi } from './channels/web/openapi.ts'
import { webRoutes } from './channels/web/routes.ts'
import { widgetRoutes } from './channels/web/widgetRoutes.ts'
import type { Config } from './config.ts'
import type { Catalogue } from './conversation/catalogue.ts'
import { createDesk } from './desk/desk.ts'
import { createGateway } from './desk/gateway.ts'
import { createFollower } from './inbox/follow.ts'
import { createInbox } from './inbox/inbox.ts'
import { createCarry } from './outbox/carry.ts'
import { createOutbox } from './outbox/outbox.ts'
import { RequestError } from './requestError.ts'
import { type Atomically, inTransaction } from './store/atomically.ts'
import { readFile } from './store/files.ts'
import type { Seal } from './store/seal.ts'
import { createStore } from './store/store.ts'
import type { Tables } from './store/tables.ts'
import { createStamp } from './time.ts'
import type { WidgetFile } from './widget/build.ts'

type Dependencies = {
  db: Kysely<Tables>
  /** How this database does several statements at once; in a transaction unless told otherwise. */
  atomically?: Atomically
  /** Who hears of new turns; within this process unless told otherwise. */
  live?: Live
  seal: Seal
  /** How a file that comes is looked at, made fit and read; PDFs only, and as they are, unless told otherwise. */
  lookAt?: LookAt
  config: Config
  catalogue: () => Catalogue
  widget: () => Readonly<Record<string, WidgetFile>>
  clock: () => Date
  log: Logger
}

export type App = ReturnType<typeof createApp>

/** Wires the whole application but for what only one runtime has. */
export function createApp(dependencies: Dependencies) {
  const { db, seal, config, catalogue, widget, clock, log } = dependencies
  const { atomically = inTransaction(db), live = createLive() } = dependencies
  const { lookAt = lookAtText(withoutMaps) } = dependencies
  const { BACKEND, BACKEND_SECRET, RATE_LIMIT, REST_TOKEN, TODAY } = config
  const stamp = createStamp(clock, TODAY)
  const store = createStore(db, atomically, seal)
  const attach = createAttach({ store, seal, stamp, catalogue, lookAt })
  const inbox = createInbox({
    ...{ store, catalogue, log },
    delivered: (conversation, effect) =>
      effect.kind === 'say' && pulled.has(channelName(conversation)),
    begins: (conversation, { kind }) =>
      kind === 'opened' || (channelName(conversation) !== 'web' && fromPerson.has(kind)),
    onTurn: ({ conversation, submissions, owes }) => {
      live.publish(conversation)
      if (submissions.length > 0) void outbox.carryOut(submissions)
      else if (owes) outbox.nudge()
    },
  })
  const desk = createDesk({
    ...{ db, atomically, seal, clock, log, rateLimit: RATE_LIMIT },
    render: (template, data) => catalogue().render(template, data),
    chats: createChatDesk({ store, inbox, stamp }),
  })
  const gateway =
    BACKEND === 'desk'
      ? null
      : createGatewayBackend({
          ...{ url: BACKEND, secret: BACKEND_SECRET!, clock },
          file: (id) => readFile(db, seal, id),
        })
  const backend = withPages(gateway ?? desk.backend, { store, seal, stamp })
  const carry = createCarry({ store, inbox, backend, deliver: async () => {}, stamp })
  const outbox = createOutbox({ store, clock, log }, carry)
  const follower = createFollower({ store, inbox, backend, stamp, log })

  const app = new Hono()
  // The desk sets its own, stricter ones.
  const secured = secureHeaders({ ...headers, crossOriginResourcePolicy: false })
  app.use((context, next) => (isDesk(context.req.path) ? next() : secured(context, next)))
  app.get('/healthz', (context) => context.text('ok'))
  app.get('/openapi.json', (context) => context.json(openapi))
  app.route(
    '/api/chats',
    webRoutes({
      ...{ store, seal, inbox, backend, live, attach, catalogue, clock, stamp },
      rateLimit: RATE_LIMIT,
    }),
  )
  app.route('/', desk.routes)
  if (gateway) app.route('/', gateway.routes)
  if (BACKEND_SECRET) {
    const { record } = desk
    const { routes, push } = createGateway({ db, record, secret: BACKEND_SECRET, clock })
    record.watch(() => void push())
    app.route('/', routes)
  }
  if (REST_TOKEN) {
    app.route('/', restRoutes({ token: REST_TOKEN, store, inbox, catalogue, stamp }))
  }
  app.route('/', widgetRoutes(widget))
  app.notFound((context) =>
    context.json(new RequestError(404, 'notFound', '没有这个地址').body, 404),
  )
  app.onError((error, context) => {
    if (error instanceof RequestError) return context.json(error.body, error.status)
    if (error instanceof HTTPException) {
      return context.json(new RequestError(400, 'bad', '请求不正确').body, error.status)
    }
    log.error({ err: error, path: context.req.routePath }, 'a request failed')
    return context.json(unavailable.body, 503)
  })

  return {
    app,
    ...{ desk, store, inbox, outbox, follower, live, stamp },
    /** What comes round every second: due effects, events left behind, changes at the agency. */
    async sweep(): Promise<void> {
      const before = new Date(clock().getTime() - 10_000).toISOString()
      await Promise.all([outbox.dispatch(), inbox.sweep(before), follower.look()])
    },
  }
}

/** Where no character maps come along, PDFs with fonts that need them are left to questions. */
const withoutMaps = async (): Promise<never> => {
  throw new Error('no character maps')
}

/** The channels whose clients read what was said from the record. */
const pulled = new Set(['web', 'rest'])

/** What a person does, as against what the agency, a clerk or the clock does. */
const fromPerson: ReadonlySet<string> = new Set(['said', 'chose', 'sent'])

const isDesk = (path: string): boolean => path === '/desk' || path.startsWith('/desk/')

const unavailable = new RequestError(
  503,
  'unavailable',
  '暂时保存不了，请稍后再试。您已经发出的内容没有丢。',
)

const self = "'self'"
const headers = {
  contentSecurityPolicy: {
    defaultSrc: ["'none'"],
    scriptSrc: [self],
    styleSrc: [self],
    connectSrc: [self],
    imgSrc: [self, 'blob:', 'data:'],
    manifestSrc: [self],
    formAction: [self],
    baseUri: ["'none'"],
    frameAncestors: [self],
  },
  referrerPolicy: 'no-referrer',
}
