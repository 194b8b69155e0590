import { type Context, Hono } from 'hono'
import * as v from 'valibot'
import type { Answers, DeskEnv } from './answers.ts'
import type { Clerks } from './clerks.ts'
import { readBody, wantsJson } from './reading.ts'
import { roles } from './roles.ts'
import { minuteOf } from './rows.ts'
import { beijing } from './serial.ts'
import { roleLabels, words } from './words.ts'

const opening = v.object({
  name: v.pipe(
    v.string(words.clerkName),
    v.trim(),
    v.regex(/^[\p{L}\p{N}·. -]{2,20}$/u, words.clerkName),
  ),
  role: v.picklist(roles, words.role),
})

const changing = v.object({
  current: v.pipe(v.string(words.passwordMissing), v.minLength(1, words.passwordMissing)),
  next: v.pipe(
    v.string(words.passwordShort),
    v.minLength(10, words.passwordShort),
    v.maxLength(200, words.passwordShort),
  ),
})

/** The accounts of the desk, for supervisors; and everybody's own password. */
export function clerkRoutes(clerks: Clerks, { page, no }: Answers) {
  const list = async (c: Context, told: object = {}, status: 200 | 400 | 404 | 409 = 200) => {
    const all = await clerks.list()
    if (wantsJson(c)) return c.json({ clerks: all, ...told })
    const view = all.map(({ since, role, ...clerk }) => ({
      ...{ ...clerk, role: roleLabels[role], since: minuteOf(beijing(new Date(since))) },
      path: encodeURIComponent(clerk.name),
    }))
    const choices = roles.map((role) => ({ id: role, label: roleLabels[role] }))
    const nothing = { password: '', named: '', wrong: '' }
    return page(c, 'desk/clerks', { clerks: view, roles: choices, ...nothing, ...told }, status)
  }
  const wrong = (c: Context, status: 400 | 404 | 409, message: string, field?: string) =>
    wantsJson(c) ? no(c, status, 'clerk', message, field) : list(c, { wrong: message }, status)

  return new Hono<DeskEnv>()
    .get('/clerks', (c) => list(c))
    .post('/clerks', async (c) => {
      const given = await readBody(c)
      if (given.kind === 'wrong') return no(c, given.status, given.code, given.message)
      const read = v.safeParse(opening, given.body)
      if (!read.success) {
        const [{ message, path }] = read.issues
        return wrong(c, 400, message, String(path?.[0]?.key ?? ''))
      }
      const password = await clerks.open(read.output.name, read.output.role)
      if (password === null) return wrong(c, 409, words.clerkTaken, 'name')
      return list(c, { password, named: read.output.name })
    })
    .post('/clerks/:name/new-password', async (c) => {
      const name = c.req.param('name')
      const password = await clerks.renew(name)
      if (password === null) return wrong(c, 404, words.unknownClerk)
      return list(c, { password, named: name })
    })
    .post('/clerks/:name/close', async (c) => {
      await clerks.close(c.req.param('name'))
      return list(c)
    })
    .get('/password', (c) => page(c, 'desk/password', { wrong: '' }))
    .post('/password', async (c) => {
      const given = await readBody(c)
      if (given.kind === 'wrong') return no(c, given.status, given.code, given.message)
      const read = v.safeParse(changing, given.body)
      const { clerk } = c.get('session')
      const change = async (): Promise<string> => {
        if (!read.success) return read.issues[0].message
        const { current, next } = read.output
        const role = await clerks.check(clerk, current)
        if (role === 'unknown') return words.firstPassword
        if (role === null) return words.wrongPassword
        await clerks.changePassword(clerk, next)
        return ''
      }
      const message = await change()
      if (message && wantsJson(c)) return no(c, 400, 'password', message)
      if (message) return page(c, 'desk/password', { wrong: message }, 400)
      return wantsJson(c) ? c.json({ changed: true }) : c.redirect('/desk/sign-in', 303)
    })
}
