import { type Context, Hono, type MiddlewareHandler } from 'hono'
import type { Answers, DeskEnv } from './answers.ts'
import type { HiddenQuery } from './hiddenQuery.ts'
import type { Looks } from './looks.ts'
import { wantsJson } from './reading.ts'
import { minuteOf } from './rows.ts'
import { beijing } from './serial.ts'
import { lookLabels, words } from './words.ts'

const most = 50

/** Writes down every request that may show people's data, before it is answered. */
export const noteLooks =
  (looks: Looks, hidden: HiddenQuery): MiddlewareHandler<DeskEnv> =>
  async (c, next) => {
    const found = pageOf(c)
    if (found) {
      const query = await hidden.show(c.req.query())
      await looks.note({ ...found, query, clerk: c.get('session').clerk })
    }
    return next()
  }

/** The page that is asked for and what it is about, where it shows people's data. */
function pageOf(c: Context): { page: string; subject: string } | null {
  const [, kind, subject = '', ...rest] = c.req.path.slice('/desk'.length).split('/')
  if (kind !== 'applications' && kind !== 'chats') return null
  // Posting filters shows nothing yet.
  if (subject === '' && c.req.method === 'POST') return null
  const named = subject === '' ? [] : [kind === 'chats' ? ':chat' : ':serial']
  const page = ['/desk', kind, ...named, ...rest].join('/')
  return { page: `${c.req.method} ${page}`, subject: decodeURIComponent(subject) }
}

/** Who looked at what, and whether the trail is whole. */
export function lookRoutes(looks: Looks, { page, no }: Answers) {
  return new Hono<DeskEnv>().get('/looks', async (c) => {
    const before = c.req.query('before')
    if (before !== undefined && !/^\d{1,15}$/.test(before)) return no(c, 400, 'query', words.page)
    const [entries, chain] = await Promise.all([
      looks.list(most, before === undefined ? undefined : Number(before)),
      looks.check(),
    ])
    if (wantsJson(c)) return c.json({ looks: entries, chain })
    return page(c, 'desk/looks', {
      looks: entries.map(({ at, page, query, ...entry }) => ({
        ...entry,
        at: minuteOf(beijing(new Date(at))),
        what: whatWas(page),
        isSerial: /^\d{16}$/.test(entry.subject),
        filtered: Object.keys(query).filter((name) => query[name] !== '').length > 0,
      })),
      ...{ length: chain.length, broken: chain.brokenAt ?? 0 },
      older: entries.length === most ? entries.at(-1)!.id : 0,
    })
  })
}

function whatWas(page: string): string {
  const [method, path = ''] = page.split(' ')
  if (Object.hasOwn(lookLabels, path)) return lookLabels[path]!
  const part = Object.keys(lookLabels).find((known) => path.startsWith(`${known}/`))
  const shown = part ? lookLabels[part]! : path
  return method === 'GET' ? shown : words.acted(shown)
}
