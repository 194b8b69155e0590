import { Hono } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { Kysely } from 'kysely'
import { addressBehind } from './addressOf.ts'
import type { Render } from './assets/render.ts'
import { createGatewayBackend } from './backend/gateway.ts'
import { withPages } from './backend/withPages.ts'
import { type Background, byItself } from './background.ts'
import type { Bounds } from './bounds.ts'
import { type LookAt, lookAtText } from './certificate/look.ts'
import { createPictures, type Rasterize } from './certificate/pictures.ts'
import { createAttach } from './channels/attach.ts'
import { type Channel, type CreateChannels, channelName } from './channels/channel.ts'
import { createChatDesk } from './channels/chatDesk.ts'
import { createDeliver } from './channels/deliver.ts'
import { isDelivered } from './channels/delivered.ts'
import { createLoad } from './channels/load.ts'
import { createPace } from './channels/pace.ts'
import { createPost } from './channels/post.ts'
import { createPrepare } from './channels/prepare.ts'
import { createReception } from './channels/reception.ts'
import { restRoutes } from './channels/rest/routes.ts'
import { waysOf, withWays } from './channels/ways.ts'
import { createLive, type Live } from './channels/web/live.ts'
import { openapi } from './channels/web/openapi.ts'
import { createRateLimit } from './channels/web/rateLimit.ts'
import { webRoutes } from './channels/web/routes.ts'
import { widgetRoutes } from './channels/web/widgetRoutes.ts'
import { type Config, originOf } from './config.ts'
import type { Catalogue } from './conversation/catalogue.ts'
import { isFromPerson } from './conversation/event.ts'
import { createDesk } from './desk/desk.ts'
import { createGateway } from './desk/gateway.ts'
import type { Passwords } from './desk/password.ts'
import { createFont, type LoadFont } from './documents/font.ts'
import { createIssue } from './documents/issue.ts'
import { verifyRoutes } from './documents/verify.ts'
import { documentWords } from './documents/words.ts'
import { headersFor } from './headers.ts'
import { createFollower } from './inbox/follow.ts'
import { createInbox } from './inbox/inbox.ts'
import { createKeeper } from './inbox/keeper.ts'
import { onlyByTls } from './isBehindTls.ts'
import type { Log } from './log.ts'
import { createMemory, type Memory } from './memory.ts'
import { healthRoutes } from './operation/health.ts'
import { type Meter, noMeter } from './operation/meter.ts'
import { createOperation } from './operation/operation.ts'
import { watchRequests } from './operation/requests.ts'
import type { Standing } from './operation/standing.ts'
import { createCarry } from './outbox/carry.ts'
import { createDeadLetters, type DeadLetters } from './outbox/deadLetters.ts'
import { createKeepsake } from './outbox/keepsake.ts'
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
  /** What outlives this application in its process; nothing does unless told otherwise. */
  memory?: Memory
  background?: Background
  /** How much one sweep does; all there is unless told otherwise. */
  bounds?: Bounds
  seal: Seal
  /** How a file that comes is looked at, made fit and read; PDFs only, and as they are, unless told otherwise. */
  lookAt?: LookAt
  config: Config
  catalogue: () => Catalogue
  /** The ways to people besides the web page and REST that this runtime has. */
  channels?: CreateChannels
  widget: () => Readonly<Record<string, WidgetFile>>
  /** The font of documents; read at its first use. */
  font: LoadFont
  /** Makes PNGs of the pictures, for channels that show no SVG; without it they send none. */
  rasterize?: Rasterize
  /** Counts what happens, for whoever runs the service; nobody does unless told otherwise. */
  createMeter?: (standing: () => Promise<Standing>) => Meter
  /** How passwords are hashed; in a way that runs everywhere unless told otherwise. */
  passwords?: Passwords
  clock: () => Date
  log: Log
}

export type App = ReturnType<typeof createApp>

/** Wires the whole application but for what only one runtime has. */
export function createApp(dependencies: Dependencies) {
  const { db, seal, config, widget, clock, log, passwords } = dependencies
  const { atomically = inTransaction(db), live = createLive() } = dependencies
  const { memory = createMemory(), background = byItself, bounds } = dependencies
  const bounded = bounds && { bounds }
  const { BACKEND, BACKEND_SECRET, RATE_LIMIT, REST_TOKEN, SECOND_CLERK, TODAY } = config
  const render: Render = (template, data) => catalogue().render(template, data)
  const { lookAt = lookAtText(withoutMaps) } = dependencies
  const stamp = createStamp(clock, TODAY)
  const addressOf = addressBehind(config.PROXIES)
  const store = createStore(db, atomically, seal)
  let channels: readonly Channel[] = []
  const catalogue = withWays(dependencies.catalogue, () => waysOf(channels, config))
  const operation = createOperation({ store, catalogue, clock })
  const meter = dependencies.createMeter?.(operation.standing) ?? noMeter
  const attach = createAttach({ store, seal, stamp, catalogue, lookAt })
  const stateOf = async (conversation: string) =>
    (await inbox.whereItGoesOn(conversation))?.state ?? null

  /** The open pages of a conversation, and of those that go on in it. */
  async function tellPages(conversation: string): Promise<void> {
    live.publish(conversation)
    const last = await inbox.lastTurn(conversation).catch(() => null)
    for (const one of last?.state.joined ?? []) live.publish(one)
  }

  const dropFiles = (conversation: string, ids: readonly string[]): Promise<void> =>
    store
      .dropFiles(conversation, ids)
      .catch((error) => log.warn({ err: error }, 'files that nobody needs are kept'))

  const inbox = createInbox({
    ...{ store, catalogue, memory, log, ...bounded },
    delivered: isDelivered,
    begins: (conversation, event) =>
      event.kind === 'opened' || (channelName(conversation) !== 'web' && isFromPerson(event)),
    prepare: createPrepare({ store, attach, channels: () => channels, clock, log }),
    onTurn: ({ conversation, turn, event, submissions, owes, filesLeft }) => {
      meter.turn(event, turn?.state.stack.at(-1)?.flow ?? '')
      background(tellPages(conversation))
      if (filesLeft.length > 0) background(dropFiles(conversation, filesLeft))
      if (submissions.length > 0) background(outbox.carryOut(submissions))
      else if (owes) background(outbox.nudge())
    },
  })
  const issue = createIssue({
    ...{ seal, clock, font: createFont(dependencies.font), origin: originOf(config) },
    words: documentWords(render),
  })
  const desk = createDesk({
    ...{ db, atomically, seal, clock, log, issue, render },
    ...{ rateLimit: RATE_LIMIT, secondClerk: SECOND_CLERK },
    ...(passwords && { passwords }),
    addressOf,
    chats: createChatDesk({ store, inbox, stamp }),
    channels: () =>
      channels.flatMap((one) => (one.standing ? [{ name: one.name, ...one.standing() }] : [])),
    deadLetters: {
      list: () => deadLetters.list(),
      retry: (id) => deadLetters.retry(id),
    },
    operation,
  })
  const gateway =
    BACKEND === 'desk'
      ? null
      : createGatewayBackend({
          ...{ url: BACKEND, secret: BACKEND_SECRET!, clock, memory },
          file: (id) => readFile(db, seal, id),
        })
  const backend = withPages(gateway ?? desk.backend, { store, seal, stamp })
  const post = createPost(createPace(clock, memory), log)
  const receive = createReception({
    ...{ store, inbox, attach, post, catalogue, stamp, background, log },
    channels: () => channels,
  })
  channels = dependencies.channels?.({ receive, clock, log }) ?? []
  const pictures = createPictures({
    rasterize: dependencies.rasterize,
    words: () => ({ specimen: render('common/specimen', {}) }),
  })
  const load = createLoad({
    ...{ store, seal, backend, catalogue, stateOf },
    picture: async (url) => (await pictures.load(url))?.content ?? null,
    today: () => stamp().today,
  })
  const deliver = createDeliver({ store, channels, post, load, catalogue, stateOf, clock })
  const keepsake = createKeepsake({ store, seal, issue, stamp })
  const carry = createCarry({ store, inbox, backend, keepsake, stamp })
  const outbox = createOutbox({ store, clock, log, deliver, background, ...bounded }, carry)
  const deadLetters: DeadLetters = createDeadLetters({ store, inbox, outbox, clock })
  const keeper = createKeeper({ store, inbox, catalogue, stamp, log })
  const follower = createFollower({
    ...{ store, inbox, backend, stamp, background, log, ...bounded },
  })

  let tidiedAt = 0
  /** Once an hour, what has passed. */
  async function tidy(): Promise<void> {
    const now = clock().getTime()
    if (now - tidiedAt < day / 24) return
    tidiedAt = now
    await store.forgetPassed(new Date(now - 2 * day).toISOString())
    await store.forgetErased(new Date(now - 90 * day).toISOString())
    await store.forgetAttempts(new Date(now - 2 * day).toISOString())
  }

  const app = new Hono()
  app.use(onlyByTls(config.PUBLIC_URL))
  app.use(headersFor(config.EMBEDDERS))
  app.use(...watchRequests(meter, log))
  app.route(
    '/',
    healthRoutes({ db, meter, token: config.METRICS_TOKEN, isLeaving: () => isLeaving }),
  )
  app.get('/openapi.json', (context) => context.json(openapi))
  app.route(
    '/api/chats',
    webRoutes({
      ...{ store, seal, inbox, backend, live, attach, catalogue, clock, memory, stamp },
      ...{ rateLimit: RATE_LIMIT, addressOf },
    }),
  )
  app.route('/', pictures.routes)
  const verifications = createRateLimit(mostVerifications, clock, memory, 'verifications')
  app.route(
    '/',
    verifyRoutes({
      ...{ db, seal, render, addressOf },
      limit: RATE_LIMIT === 'on' ? verifications : () => 0,
    }),
  )
  app.route('/', desk.routes)
  if (gateway) app.route('/', gateway.routes)
  if (BACKEND_SECRET) {
    const { record } = desk
    const { routes, push } = createGateway({ db, record, secret: BACKEND_SECRET, clock })
    record.watch(() => background(push()))
    app.route('/', routes)
  }
  if (REST_TOKEN) {
    const given = { token: REST_TOKEN, origin: config.PUBLIC_URL }
    app.route('/', restRoutes({ ...given, store, inbox, catalogue, stamp }))
  }
  for (const { routes } of channels) if (routes) app.route('/', routes)
  app.route('/', widgetRoutes(widget))
  app.notFound((context) =>
    context.json(new RequestError(404, 'notFound', '没有这个地址').body, 404),
  )
  app.onError((error, context) => {
    if (error instanceof RequestError) return context.json(error.body, error.status)
    if (error instanceof HTTPException) {
      const challenge = error.getResponse().headers.get('WWW-Authenticate')
      if (challenge) context.header('WWW-Authenticate', challenge)
      const said = error.status === 401 ? unauthorized : new RequestError(400, 'bad', '请求不正确')
      return context.json(said.body, error.status)
    }
    const facts = { id: context.get('requestId'), path: context.req.routePath }
    log.error({ err: error, ...facts }, 'a request failed')
    return context.json(unavailable.body, 503)
  })

  let sweeping: Promise<unknown> = Promise.resolve()
  let isLeaving = false
  return {
    app,
    ...{ desk, store, inbox, outbox, follower, live, stamp, channels, receive, deadLetters },
    /** The picture of a message as a PNG, by its address. */
    loadPicture: pictures.load,
    /** What comes round every second: due effects, events left behind, changes at the agency. */
    async sweep(): Promise<void> {
      const before = new Date(clock().getTime() - 10_000).toISOString()
      sweeping = Promise.all([
        ...[outbox.dispatch(), inbox.sweep(before), follower.look(), keeper.look(), tidy()],
      ])
      await sweeping
    },
    /** Says at /readyz that no more requests should come. */
    leave(): void {
      isLeaving = true
    },
    /** Resolves once nothing is under way any more but what requests began. */
    async settle(): Promise<void> {
      follower.stop()
      await sweeping.catch(() => {})
      await outbox.dispatch().catch(() => {})
    },
  }
}

/** Where no character maps come along, PDFs with fonts that need them are left to questions. */
const withoutMaps = async (): Promise<never> => {
  throw new Error('no character maps')
}

const day = 86_400_000
/** A minute from one address. */
const mostVerifications = 30

const unauthorized = new RequestError(
  401,
  'unauthorized',
  '令牌不对。请求头要写成 Authorization: Bearer <令牌>',
)

const unavailable = new RequestError(
  503,
  'unavailable',
  '暂时保存不了，请稍后再试。您已经发出的内容没有丢。',
)
