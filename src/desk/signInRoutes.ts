import { type Context, Hono } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import * as v from 'valibot'
import type { AddressOf } from '../addressOf.ts'
import { isBehindTls } from '../isBehindTls.ts'
import type { Answers, DeskEnv } from './answers.ts'
import type { Clerks } from './clerks.ts'
import type { Credentials } from './credentials.ts'
import { readBody, wantsJson } from './reading.ts'
import { homeOf } from './roles.ts'
import { type Sessions, type SignedIn, sessionSeconds } from './sessions.ts'
import type { Throttle } from './throttle.ts'
import { words } from './words.ts'

/** The cookie that holds a clerk's session. */
export const cookieName = 'jiexu_desk'

const form = v.object({
  password: v.optional(
    v.pipe(
      v.string(words.passwordMissing),
      v.minLength(1, words.passwordMissing),
      v.maxLength(200, words.wrongPassword),
    ),
    '',
  ),
  clerk: v.exactOptional(v.pipe(v.string(), v.trim(), v.maxLength(20)), ''),
})

/** Whoever has the first password, or the link of the start. */
const first: SignedIn = { clerk: words.clerk, role: 'supervisor', hasAccount: false }

/** Signing in and out: by password, or by the link that was printed at the start. */
export function signInRoutes(
  answers: Answers,
  credentials: Credentials,
  clerks: Clerks,
  sessions: Sessions,
  throttle: Throttle,
  addressOf: AddressOf,
) {
  const begin = async (c: Context, who: SignedIn) => {
    await sessions.end(getCookie(c, cookieName))
    const token = await sessions.begin(who)
    setCookie(c, cookieName, token, {
      httpOnly: true,
      sameSite: 'Lax',
      path: '/desk',
      secure: isBehindTls(c),
      maxAge: sessionSeconds,
    })
    return (await sessions.of(token))?.csrf ?? ''
  }
  /** By an account of their own, else by the first password: a supervisor, who names themselves while there is no account. */
  const whoSignsIn = async (name: string, password: string): Promise<SignedIn | null> => {
    const role = name === '' ? 'unknown' : await clerks.check(name, password)
    if (role !== 'unknown') return role && { clerk: name, role, hasAccount: true }
    if (!(await credentials.check(password))) return null
    const isAlone = (await clerks.list()).length === 0
    return { ...first, clerk: (isAlone && name) || words.clerk }
  }
  const wrong = (c: Context, status: 400 | 401 | 429, code: string, message: string) => {
    if (wantsJson(c)) return answers.no(c, status, code, message, 'password')
    return answers.page(c, 'desk/sign-in', { message }, status)
  }

  const tooSoon = (c: Context, wait: number) => {
    const seconds = Math.ceil(wait / 1000)
    c.header('retry-after', String(seconds))
    return wrong(c, 429, 'throttled', words.tooManyFailures(seconds))
  }

  return new Hono<DeskEnv>()
    .get('/sign-in', async (c) => {
      const once = c.req.query('once')
      if (once === undefined) return answers.page(c, 'desk/sign-in', { message: '' })
      const attempt = { address: addressOf(c) }
      const wait = await throttle.enter(attempt)
      if (wait > 0) return tooSoon(c, wait)
      if (!(await credentials.useOnce(once))) return wrong(c, 401, 'onceUsed', words.onceUsed)
      await throttle.forgive(attempt)
      await begin(c, first)
      return c.redirect(homeOf(first.role), 303)
    })
    .post('/sign-in', async (c) => {
      const given = await readBody(c)
      if (given.kind === 'wrong') return answers.no(c, given.status, given.code, given.message)
      const read = v.safeParse(form, given.body, { message: words.notText })
      if (!read.success) return wrong(c, 400, 'password', read.issues[0].message)
      const { clerk, password } = read.output
      // Any other name leads to the first password: ever new ones are no way round its delay.
      const account = (await clerks.isTaken(clerk)) ? clerk : ''
      const attempt = { address: addressOf(c), account }
      const wait = await throttle.enter(attempt)
      if (wait > 0) return tooSoon(c, wait)
      const who = await whoSignsIn(clerk, password)
      if (!who) return wrong(c, 401, 'password', words.wrongPassword)
      await throttle.forgive(attempt)
      const csrf = await begin(c, who)
      return wantsJson(c) ? c.json({ csrf }) : c.redirect(homeOf(who.role), 303)
    })
    .post('/sign-out', async (c) => {
      await sessions.end(getCookie(c, cookieName))
      deleteCookie(c, cookieName, { path: '/desk' })
      return wantsJson(c) ? c.json({ signedOut: true }) : c.redirect('/desk/sign-in', 303)
    })
}
