import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { getCookie } from 'hono/cookie'
import { secureHeaders } from 'hono/secure-headers'
import type { AddressOf } from '../addressOf.ts'
import type { Render } from '../assets/render.ts'
import { onlyByTls } from '../isBehindTls.ts'
import type { Operation } from '../operation/operation.ts'
import type { DeadLetters } from '../outbox/deadLetters.ts'
import { createAnswers, type DeskEnv } from './answers.ts'
import { applicationRoutes } from './applicationRoutes.ts'
import { type ChannelStanding, channelRoutes } from './channelRoutes.ts'
import { chatRoutes } from './chatRoutes.ts'
import type { ChatDesk } from './chats.ts'
import { clerkRoutes } from './clerkRoutes.ts'
import type { Clerks } from './clerks.ts'
import type { Credentials } from './credentials.ts'
import { deadLetterRoutes } from './deadLetterRoutes.ts'
import type { HiddenQuery } from './hiddenQuery.ts'
import { lookRoutes, noteLooks } from './lookRoutes.ts'
import type { Looks } from './looks.ts'
import { operationRoutes } from './operationRoutes.ts'
import type { Proposals } from './proposals.ts'
import { readBody, wantsJson } from './reading.ts'
import type { AgencyRecord } from './record.ts'
import { homeOf, mayCall } from './roles.ts'
import type { Session, Sessions } from './sessions.ts'
import { cookieName, signInRoutes } from './signInRoutes.ts'
import type { Throttle } from './throttle.ts'
import { words } from './words.ts'

/** What the desk's pages stand on. */
export type DeskRoutes = {
  record: AgencyRecord
  render: Render
  clock: () => Date
  sessions: Sessions
  credentials: Credentials
  throttle: Throttle
  looks: Looks
  clerks: Clerks
  proposals: Proposals
  hidden: HiddenQuery
  /** Whose failures count together. */
  addressOf: AddressOf
  chats?: ChatDesk
  /** How the connections to other platforms stand; a scan code is for whoever may see the page. */
  channels: () => readonly ChannelStanding[]
  deadLetters?: DeadLetters
  operation?: Operation
  log: { error(facts: object, message: string): void }
}

/** What anybody may call; everything else wants a session. */
const open = ['/desk/sign-in', '/desk/style.css']

/** The desk at `/desk`: pages that work without JavaScript, and the same as JSON. */
export function createDeskRoutes(dependencies: DeskRoutes) {
  const { record, render, clock, sessions, credentials, throttle } = dependencies
  const { looks, clerks, proposals, hidden } = dependencies
  const { chats, deadLetters, operation, channels, log } = dependencies
  const answers = createAnswers(render, {
    ...{ chats: chats !== undefined, letters: deadLetters !== undefined },
    ...{ operation: operation !== undefined, channels: () => channels().length > 0 },
  })
  const { no } = answers
  const style = render('desk/style.css', {})

  const app = new Hono<DeskEnv>().basePath('/desk')
  app.onError((error, c) => {
    log.error({ err: error, path: c.req.routePath }, 'the desk failed')
    return no(c, 500, 'failed', words.failed)
  })

  app.use(
    secureHeaders({
      contentSecurityPolicy: {
        defaultSrc: ["'none'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'"],
        formAction: ["'self'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
      },
      referrerPolicy: 'same-origin',
      strictTransportSecurity: false,
      xFrameOptions: 'DENY',
    }),
  )
  app.use(onlyByTls())
  app.use(async (c, next) => {
    await next()
    if (!c.res.headers.has('cache-control')) c.res.headers.set('cache-control', 'no-store')
  })
  app.use(bodyLimit({ maxSize: 64 * 1024, onError: (c) => no(c, 413, 'tooLarge', words.tooLarge) }))
  app.use(async (c, next) => {
    const isChange = c.req.method !== 'GET' && c.req.method !== 'HEAD'
    if (isChange && c.req.header('sec-fetch-site') === 'cross-site')
      return no(c, 403, 'crossSite', words.crossSite)
    if (open.includes(c.req.path)) return next()
    const session = await sessions.of(getCookie(c, cookieName))
    if (!session) {
      if (wantsJson(c) || isChange) return no(c, 401, 'signInFirst', words.signInFirst)
      return c.redirect('/desk/sign-in', 303)
    }
    c.set('session', session)
    if (!mayCall(session.role, c.req.path)) return no(c, 403, 'notYours', words.notYours)
    if (isChange && !(await bearsToken(c, session))) return no(c, 403, 'csrf', words.csrf)
    return next()
  })

  app.use(noteLooks(looks, hidden))

  app.get('/', (c) => c.redirect(homeOf(c.get('session').role), 303))
  app.get('/style.css', (c) =>
    c.body(style, 200, { 'content-type': 'text/css; charset=utf-8', 'cache-control': 'no-cache' }),
  )
  app.route(
    '/',
    signInRoutes(answers, credentials, clerks, sessions, throttle, dependencies.addressOf),
  )
  app.route('/', clerkRoutes(clerks, answers))
  app.route('/', lookRoutes(looks, answers))
  app.route('/', applicationRoutes(record, proposals, clerks, hidden, answers, clock))
  app.route('/', channelRoutes(channels, answers))
  if (chats) app.route('/', chatRoutes(chats, answers))
  if (deadLetters) app.route('/', deadLetterRoutes(deadLetters, answers))
  if (operation) app.route('/', operationRoutes(operation, answers))
  app.all('*', (c) => no(c, 404, 'unknown', words.unknownPage))
  return app
}

/** Whether the request brings the session's token, in its header or in its form. */
async function bearsToken(c: Context, { csrf }: Session): Promise<boolean> {
  const header = c.req.header('x-csrf-token')
  if (header !== undefined) return sameText(header, csrf)
  const given = await readBody(c)
  return given.kind === 'read' && typeof given.body.csrf === 'string'
    ? sameText(given.body.csrf, csrf)
    : false
}

/** Compares in a time that tells nothing about where two texts differ. */
function sameText(a: string, b: string): boolean {
  let difference = a.length ^ b.length
  for (let at = 0; at < b.length; at += 1) difference |= a.charCodeAt(at) ^ b.charCodeAt(at)
  return difference === 0
}
