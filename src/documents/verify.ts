import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { Kysely } from 'kysely'
import type { AddressOf } from '../addressOf.ts'
import type { Render } from '../assets/render.ts'
import type { RateLimit } from '../channels/web/rateLimit.ts'
import { readForm } from '../readForm.ts'
import { RequestError } from '../requestError.ts'
import type { Seal } from '../store/seal.ts'
import type { DocumentTable, Tables } from '../store/tables.ts'
import { digestOf, signedText } from './issue.ts'
import { grouped, readNumber } from './number.ts'

/** What a verification found. `checked`: by what; a number alone proves only that there is such a document. */
export type Verdict =
  | { verdict: 'unknown' }
  | {
      verdict: 'genuine' | 'changed'
      checked: 'number' | 'code' | 'file'
      kind: string
      title: string
      number: string
      issuedOn: string
    }

type Dependencies = {
  db: Kysely<Tables>
  seal: Seal
  render: Render
  addressOf: AddressOf
  /** How many seconds an address has to wait. */
  limit: RateLimit
}

const mostFileBytes = 2 * 1024 * 1024

/** `/verify`: whether a document is ours and unchanged. Open to everybody; tells nothing about whom it concerns. */
export function verifyRoutes({ db, seal, render, addressOf, limit }: Dependencies): Hono {
  const find = (number: string): Promise<DocumentTable | undefined> =>
    db.selectFrom('document').selectAll().where('number', '=', number).executeTakeFirst()

  async function verify(
    number: string | null,
    holds: (row: DocumentTable) => boolean | Promise<boolean>,
    checked: 'number' | 'code' | 'file',
  ): Promise<Verdict> {
    const row = number && (await find(number))
    if (!row) return { verdict: 'unknown' }
    const { kind, title, issuedAt } = row
    return {
      verdict: (await holds(row)) ? 'genuine' : 'changed',
      ...{ checked, kind, title, number: row.number, issuedOn: issuedAt.slice(0, 10) },
    }
  }

  function answer(c: Context, found: Verdict | null, typed: string): Response | Promise<Response> {
    c.header('Cache-Control', 'no-store')
    if (c.req.header('Accept')?.includes('application/json')) {
      return c.json(found ?? { verdict: 'unknown' })
    }
    const known = found && found.verdict !== 'unknown' ? found : null
    return c.html(
      render('verify', {
        ...{ typed, verdict: found?.verdict ?? '', checked: known?.checked ?? '' },
        ...{ title: known?.title ?? '', issuedOn: known?.issuedOn ?? '' },
        ...{ bare: known?.number ?? '', number: known ? grouped(known.number) : '' },
      }),
    )
  }

  const routes = new Hono()
  routes.use('/verify', patience)
  routes.use('/verify/*', patience)
  async function patience(c: Context, next: () => Promise<void>) {
    const wait = limit(addressOf(c))
    if (wait > 0) {
      c.header('Retry-After', String(wait))
      throw new RequestError(429, 'tooMany', `太快了，请 ${wait} 秒以后再试`)
    }
    await next()
  }

  routes.get('/verify', async (c) => {
    const typed = c.req.query('number')?.slice(0, 40) ?? ''
    if (typed.trim() === '') return answer(c, null, '')
    return answer(c, await verify(readNumber(typed), () => true, 'number'), typed)
  })

  /** What the QR code leads to. */
  routes.get('/verify/:number', async (c) => {
    const typed = c.req.param('number').slice(0, 40)
    const signature = c.req.query('s') ?? ''
    const isSigned = ({ number, digest }: DocumentTable) =>
      seal.verify(signedText(number, digest), signature)
    const holds = signature === '' ? () => true : isSigned
    const found = await verify(readNumber(typed), holds, signature === '' ? 'number' : 'code')
    return answer(c, found, typed)
  })

  routes.post(
    '/verify/:number',
    bodyLimit({
      maxSize: mostFileBytes,
      onError: () => {
        throw new RequestError(413, 'tooLarge', '文件太大了，最多 2 MB')
      },
    }),
    async (c) => {
      const form = await readForm(c).catch(() => null)
      const file = form?.get('file')
      if (!(file instanceof File)) throw new RequestError(400, 'invalid', '缺少文件', 'file')
      const hash = await digestOf(new Uint8Array(await file.arrayBuffer()))
      const typed = c.req.param('number').slice(0, 40)
      const found = await verify(readNumber(typed), ({ fileHash }) => fileHash === hash, 'file')
      return answer(c, found, typed)
    },
  )
  return routes
}
