import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { Kysely } from 'kysely'
import * as v from 'valibot'
import type { Application } from '../backend/backend.ts'
import { createSigner } from '../backend/signature.ts'
import { fromBase64 } from '../base64.ts'
import type { FileContent } from '../store/files.ts'
import type { Tables } from '../store/tables.ts'
import { createCallbacks } from './callbacks.ts'
import type { AgencyRecord } from './record.ts'
import { words } from './words.ts'

/** What the gateway needs. */
export type GatewayServer = {
  db: Kysely<Tables>
  record: AgencyRecord
  secret: string
  clock: () => Date
}

const submission = v.looseObject({
  callback: v.exactOptional(v.pipe(v.string(), v.maxLength(300), v.regex(/^https?:\/\/[^\s?#]+$/))),
  attachment: v.exactOptional(
    v.looseObject({
      name: v.string(),
      type: v.string(),
      content: v.pipe(v.string(), v.regex(/^[A-Za-z0-9+/]*={0,2}$/), v.maxLength(3_000_000)),
    }),
  ),
})

const lookUp = v.object({ serial: v.string(), idNumber: v.string() })

/**
 * The desk as another installation's agency, at `/gateway/v1`. Every request must be signed.
 * `push` calls back with the changes that the others have not been told yet.
 */
export function createGateway({ db, record, secret, clock }: GatewayServer) {
  const signer = createSigner(secret, clock)
  const callbacks = createCallbacks({ db, record, signer })

  const routes = new Hono()
    .basePath('/gateway/v1')
    .use(
      bodyLimit({
        maxSize: 4 * 1024 * 1024,
        onError: (c) => fail(c, 413, 'tooLarge', words.tooLarge),
      }),
    )
    .use(async (c, next) => {
      const body = c.req.method === 'GET' ? '' : await c.req.text()
      if (!(await signer.verify(body, c.req.header('jiexu-signature'))))
        return fail(c, 401, 'unsigned', words.unsigned)
      await next()
    })
    .post('/applications', async (c) => {
      const key = c.req.header('idempotency-key') ?? ''
      if (!/^[\x21-\x7e]{1,200}$/.test(key)) return fail(c, 400, 'key', words.keyMissing)
      const read = v.safeParse(submission, parseJson(await c.req.text()))
      if (!read.success) return fail(c, 400, 'malformed', words.malformed)
      const { callback, ...rest } = read.output
      const received = await receive(record, rest, key)
      if (received.kind === 'refused')
        return fail(c, 422, 'refused', received.reason, received.field)
      if (callback) await callbacks.remember(callback)
      const { serial, receivedAt } = received
      return c.json({ serial, receivedAt }, 201)
    })
    .get('/applications', async (c) => {
      const receipt = await record.received(c.req.query('key') ?? '')
      if (!receipt) return fail(c, 404, 'unknown', words.unknownSerial)
      return c.json({ serial: receipt.serial, receivedAt: receipt.receivedAt })
    })
    .post('/look-ups', async (c) => {
      const read = v.safeParse(lookUp, parseJson(await c.req.text()))
      if (!read.success) return fail(c, 400, 'malformed', words.malformed)
      const status = await record.lookUp(read.output.serial, read.output.idNumber)
      return status ? c.json(status) : fail(c, 404, 'unknown', words.unknownSerial)
    })
    .get('/applications/:serial', async (c) => {
      const status = await record.status(c.req.param('serial'))
      return status ? c.json(status) : fail(c, 404, 'unknown', words.unknownSerial)
    })
    .get('/applications/:serial/documents/:id', async (c) => {
      const file = await record.document(c.req.param('serial'), c.req.param('id'))
      if (!file) return fail(c, 404, 'unknown', words.unknownFile)
      return c.body(file.content, 200, {
        'content-type': file.type,
        'jiexu-file-name': encodeURIComponent(file.name),
        'x-content-type-options': 'nosniff',
      })
    })
    .get('/changes', async (c) => {
      const after = c.req.query('after') ?? null
      if (after !== null && !/^\d{1,15}$/.test(after))
        return fail(c, 400, 'cursor', words.cursor, 'after')
      return c.json(await record.changes(after))
    })

  return { routes, push: callbacks.push }
}

/** Only bytes that came along are an attachment: a file's id from elsewhere means nothing here. */
async function receive(record: AgencyRecord, given: v.InferOutput<typeof submission>, key: string) {
  const { attachment, ...rest } = given
  // The record itself checks an application's shape and refuses what is wrong.
  if (!attachment) return record.submitWith(rest as unknown as Application, key, null)
  const { name, type, content } = attachment
  const file: FileContent = { name, type, content: fromBase64(content) }
  const kept = { id: 'received', name, type, bytes: file.content.length }
  return record.submitWith({ ...rest, attachment: kept } as unknown as Application, key, file)
}

function fail(
  c: Context,
  status: 400 | 401 | 404 | 413 | 422,
  code: string,
  message: string,
  field?: string,
) {
  return c.json({ error: { code, message, ...(field && { field }) } }, status)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
