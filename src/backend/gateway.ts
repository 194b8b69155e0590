import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import * as v from 'valibot'
import { toBase64 } from '../base64.ts'
import { createMemory, type Memory } from '../memory.ts'
import type { Application, Backend, Change, Receipt, Refusal } from './backend.ts'
import { createSigner } from './signature.ts'
import { changeShape, changesShape, errorShape, receiptShape, statusShape } from './wire.ts'

/** What the way to another installation needs. */
export type GatewayDependencies = {
  /** The agency's address, such as `https://agency.example`. */
  url: string
  secret: string
  clock: () => Date
  /** Reads an uploaded file, so that its bytes can travel along. */
  file: (id: string) => Promise<{ content: Uint8Array } | null>
  /** Our own address, where the gateway may call back. Without it, changes are polled for. */
  callback?: string
  /** How long to wait for one answer; ten seconds unless told. */
  patience?: () => AbortSignal
  /** Where the ids of callbacks are kept, so that none is heard twice. */
  memory?: Memory
}

/** A backend with the route at which its gateway calls back. */
export type GatewayBackend = Backend & { routes: Hono }

/**
 * An agency's own system behind a signed HTTP gateway. A submission whose outcome is not known is
 * settled by asking with its key. A callback wakes the watchers, and its change is handed out even
 * where the gateway cannot be asked; whoever asks for changes finds what was not called back.
 */
export function createGatewayBackend(dependencies: GatewayDependencies): GatewayBackend {
  const { secret, clock, file, callback, memory = createMemory() } = dependencies
  const patience = dependencies.patience ?? (() => AbortSignal.timeout(10_000))
  const base = `${dependencies.url.replace(/\/(gateway\/v1\/?)?$/, '')}/gateway/v1`
  const signer = createSigner(secret, clock)
  const watchers = new Set<() => void>()
  const seen = memory<true>('callbacks', 10_000)
  const calledBack = new Map<string, Change>()

  const request = async (path: string, body = '', headers: Record<string, string> = {}) =>
    fetch(`${base}${path}`, {
      method: body ? 'POST' : 'GET',
      headers: { 'jiexu-signature': await signer.sign(body), ...headers },
      signal: patience(),
      redirect: 'manual',
      ...(body && { body }),
    })

  const get = async <Shape extends v.GenericSchema>(path: string, shape: Shape, body = '') => {
    const response = await request(path, body, body ? { 'content-type': 'application/json' } : {})
    if (response.status === 404) return null
    if (!response.ok) throw new Error(`the gateway answered ${response.status}`)
    return v.parse(shape, await response.json())
  }

  const received = async (key: string): Promise<Receipt | null> => {
    const receipt = await get(`/applications?key=${encodeURIComponent(key)}`, receiptShape)
    return receipt && { kind: 'received', ...receipt }
  }

  const post = async (body: string, key: string): Promise<Receipt | Refusal> => {
    const headers = { 'content-type': 'application/json', 'idempotency-key': key }
    const response = await request('/applications', body, headers)
    if (response.status === 422) {
      const { error } = v.parse(errorShape, await response.json())
      const { message, field } = error
      return { kind: 'refused', reason: message, ...(field !== undefined && { field }) }
    }
    if (!response.ok) throw new Error(`the gateway answered ${response.status}`)
    return { kind: 'received', ...v.parse(receiptShape, await response.json()) }
  }

  const routes = new Hono().post(
    '/backend/callback',
    bodyLimit({ maxSize: 256 * 1024, onError: (c) => c.json(tooLarge, 413) }),
    async (c) => {
      const body = await c.req.text()
      if (!(await signer.verify(body, c.req.header('jiexu-signature'))))
        return c.json(unsigned, 401)
      const read = v.safeParse(changeShape, parseJson(body))
      if (!read.success) return c.json(malformed, 400)
      if (!seen.has(read.output.id)) {
        seen.set(read.output.id, true)
        calledBack.set(read.output.id, read.output)
        for (const watcher of watchers) watcher()
      }
      return c.json({ received: true })
    },
  )

  return {
    routes,
    received,
    async submit(application, key) {
      const body = JSON.stringify(await withContent(application, file, callback))
      try {
        return await post(body, key)
      } catch (error) {
        const receipt = await received(key)
        if (receipt) return receipt
        throw new Error('what became of the submission is not known', { cause: error })
      }
    },
    status: (serial) => get(`/applications/${encodeURIComponent(serial)}`, statusShape),
    // In the body, so that the ID number stands in nobody's log of addresses.
    lookUp: (serial, idNumber) =>
      get('/look-ups', statusShape, JSON.stringify({ serial, idNumber })),
    async changes(after) {
      const query = after === null ? '' : `?after=${encodeURIComponent(after)}`
      const waiting = [...calledBack.values()]
      const answer = await get(`/changes${query}`, changesShape).catch((error) => {
        if (waiting.length === 0) throw error
        return null
      })
      for (const { id } of waiting) calledBack.delete(id)
      const polled = answer?.changes ?? []
      const known = new Set(polled.map(({ id }) => id))
      const changes = [...polled, ...waiting.filter(({ id }) => !known.has(id))]
      return { changes, cursor: answer?.cursor ?? after }
    },
    watch(onChange) {
      watchers.add(onChange)
      return () => watchers.delete(onChange)
    },
    async document(serial, id) {
      const path = `/applications/${encodeURIComponent(serial)}/documents/${encodeURIComponent(id)}`
      const response = await request(path)
      if (response.status === 404) return null
      if (!response.ok) throw new Error(`the gateway answered ${response.status}`)
      const name = decodeURIComponent(response.headers.get('jiexu-file-name') ?? id)
      const type = response.headers.get('content-type') ?? 'application/octet-stream'
      return { name, type, content: new Uint8Array(await response.arrayBuffer()) }
    },
  }
}

async function withContent(
  application: Application,
  file: GatewayDependencies['file'],
  callback: string | undefined,
) {
  const { attachment } = application
  const stored = attachment && (await file(attachment.id))
  return {
    ...application,
    ...(stored && { attachment: { ...attachment, content: toBase64(stored.content) } }),
    ...(callback && { callback }),
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const unsigned = { error: { code: 'unsigned', message: 'the signature is wrong or too old' } }
const malformed = { error: { code: 'malformed', message: 'the body is not a change of status' } }
const tooLarge = { error: { code: 'tooLarge', message: 'the body is too large' } }
