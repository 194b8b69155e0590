import type { Context } from 'hono'
import { words } from './words.ts'

/** What came in the body of a request. */
export type Body =
  | { kind: 'read'; body: Readonly<Record<string, unknown>> }
  | { kind: 'wrong'; status: 400 | 415; code: string; message: string }

/** Whether the answer is to be JSON rather than a page. */
export function wantsJson(c: Context): boolean {
  const accept = c.req.header('accept') ?? ''
  return accept.includes('application/json') || isJson(c.req.header('content-type'))
}

/** Reads a body of JSON or of a form. Form names with dots (`fields.insuredPeriod.from`) nest. */
export async function readBody(c: Context): Promise<Body> {
  const type = c.req.header('content-type')
  if (isJson(type)) return readJson(await c.req.text())
  if (/^(application\/x-www-form-urlencoded|multipart\/form-data)/i.test(type ?? ''))
    return readForm(c)
  const text = await c.req.text()
  if (text.trim() === '') return { kind: 'read', body: {} }
  return { kind: 'wrong', status: 415, code: 'unsupported', message: words.unsupported }
}

const isJson = (type: string | undefined) => /^application\/json\b/i.test(type ?? '')

const malformed = {
  kind: 'wrong',
  status: 400,
  code: 'malformed',
  message: words.malformed,
} as const satisfies Body

function readJson(text: string): Body {
  if (text.trim() === '') return { kind: 'read', body: {} }
  try {
    const body: unknown = JSON.parse(text)
    if (typeof body !== 'object' || body === null || Array.isArray(body)) return malformed
    return { kind: 'read', body: { ...body } }
  } catch {
    return malformed
  }
}

async function readForm(c: Context): Promise<Body> {
  let entries: [string, unknown][]
  try {
    entries = Object.entries(await c.req.parseBody())
  } catch {
    return { ...malformed, message: words.unsupported }
  }
  const body = new Map<string, unknown>()
  const fields = new Map<string, unknown>()
  for (const [name, value] of entries) {
    const [, field, part] = /^fields\.(\w+)(?:\.(\w+))?$/.exec(name) ?? []
    if (field === undefined) body.set(name, value)
    else if (part === undefined) fields.set(field, value)
    else fields.set(field, { ...(fields.get(field) as object | undefined), [part]: value })
  }
  if (fields.size > 0) body.set('fields', Object.fromEntries(fields))
  return { kind: 'read', body: Object.fromEntries(body) }
}
