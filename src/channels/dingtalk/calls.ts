import type { Memory } from '../../memory.ts'
import { createAccessToken } from '../accessToken.ts'
import type { Hosts } from './hosts.ts'

/** What the platform answered: `refusal` is its code where it did not do what was asked. */
export type Answer = { refusal: string | null; body: Readonly<Record<string, unknown>> }

/** The calls of DingTalk's interfaces that a robot needs. Each has a time limit and throws where it may be tried again. */
export type Calls = {
  /** Posts to a session webhook, which needs no token. */
  session(webhook: string, body: unknown, signal: AbortSignal): Promise<Answer>
  /** Posts to one of the newer interfaces. */
  api(path: string, body: unknown, signal: AbortSignal): Promise<Answer>
  /** Uploads a file for use in a message, in which `mediaId` stands for it. */
  upload(
    type: 'image' | 'file',
    file: Media,
    signal: AbortSignal,
  ): Promise<Answer & { mediaId: string }>
  /** Fetches a file that lies with the platform. */
  download(address: string, signal: AbortSignal): Promise<Uint8Array<ArrayBuffer>>
}

export type Media = { name: string; type: string; content: Uint8Array<ArrayBuffer> }

type Dependencies = {
  clientId: string
  clientSecret: string
  hosts: Hosts
  clock: () => Date
  memory: Memory
}

/** How long a call and a download may take, whatever their caller says; milliseconds. */
const patience = 10_000
const downloadPatience = 30_000

/** An answer is a few lines; a file is at most what an upload of a chat may be. */
const mostAnswerBytes = 256 * 1024
const mostFileBytes = 10 * 1024 * 1024

export function createCalls(dependencies: Dependencies): Calls {
  const { clientId, clientSecret, hosts, clock, memory } = dependencies

  const post = (
    address: string,
    body: unknown,
    signal?: AbortSignal,
    headers: Record<string, string> = {},
  ) =>
    request(address, {
      headers: { 'content-type': 'application/json', accept: 'application/json', ...headers },
      body: JSON.stringify(body),
      ...(signal && { signal }),
    })

  // Not called off with any one of those who wait for it.
  const token = createAccessToken(
    `DingTalk ${clientId}`,
    async () => {
      const asked = { appKey: clientId, appSecret: clientSecret }
      const { refusal, body } = await post(`${hosts.api}/v1.0/oauth2/accessToken`, asked)
      const { accessToken, expireIn } = body
      if (refusal) throw new Error(`DingTalk gives no token: ${refusal}`)
      if (typeof accessToken !== 'string' || !accessToken || !(Number(expireIn) > 0)) {
        throw new Error('DingTalk gave a token without sense')
      }
      return { token: accessToken, seconds: Number(expireIn) }
    },
    memory,
    clock,
  )

  /** A token that ended before its time is replaced once. */
  async function withToken(
    signal: AbortSignal,
    call: (token: string) => Promise<Answer>,
  ): Promise<Answer> {
    const first = await within(signal, token.current())
    const answer = await call(first)
    if (!answer.refusal || !tokenGone.has(answer.refusal)) return answer
    return call(await within(signal, token.after(first)))
  }

  return {
    session: post,
    api: (path, body, signal) =>
      withToken(signal, (token) =>
        post(`${hosts.api}${path}`, body, signal, { 'x-acs-dingtalk-access-token': token }),
      ),
    async upload(type, { name, type: mediaType, content }, signal) {
      const answer = await withToken(signal, (token) => {
        const query = new URLSearchParams({ access_token: token, type })
        const form = new FormData()
        form.set('type', type)
        form.set('media', new File([content], name, { type: mediaType }))
        return request(`${hosts.oapi}/media/upload?${query}`, { body: form, signal })
      })
      const mediaId = answer.body.media_id
      if (!answer.refusal && (typeof mediaId !== 'string' || !mediaId)) {
        throw new Error('DingTalk took an upload without sense')
      }
      return { ...answer, mediaId: String(mediaId) }
    },
    async download(address, signal) {
      const url = URL.parse(address)
      // Some come as http, though every one of these hosts speaks https.
      if (url?.protocol === 'http:' && !hosts.isOwn(address)) url.protocol = 'https:'
      if (!url || !/^https?:$/.test(url.protocol)) throw new Error('DingTalk named no address')
      const response = await reached(url.href, { signal }, downloadPatience)
      if (!response.ok) throw new Error(`DingTalk answered ${response.status} for a file`)
      return bytesOf(response, mostFileBytes)
    },
  }
}

/** Waits no longer than the caller does. */
function within<Value>(signal: AbortSignal, value: Promise<Value>): Promise<Value> {
  return new Promise((resolve, reject) => {
    const giveUp = () => reject(new Error('DingTalk was not waited for any longer'))
    if (signal.aborted) giveUp()
    signal.addEventListener('abort', giveUp, { once: true })
    value.then(resolve, reject).finally(() => signal.removeEventListener('abort', giveUp))
  })
}

async function request(address: string, init: RequestInit): Promise<Answer> {
  const response = await reached(address, { ...init, method: 'POST' })
  const body = parsed(await bytesOf(response, mostAnswerBytes))
  if (response.status >= 500 || !body) {
    throw new Error(`DingTalk answered ${response.status}${body ? '' : ' without sense'}`)
  }
  return { refusal: refusalIn(response, body), body }
}

/** Reaches a host; why it could not be reached is told, but not where, since addresses hold keys. */
async function reached(address: string, init: RequestInit, longest = patience): Promise<Response> {
  const limits = [AbortSignal.timeout(longest), ...(init.signal ? [init.signal] : [])]
  // Not every runtime can refuse to be sent elsewhere, but each can stay where it is.
  const staying = { ...init, redirect: 'manual', signal: AbortSignal.any(limits) } as const
  const response = await fetch(address, staying).catch((error) => {
    throw new Error(`DingTalk cannot be reached: ${reasonOf(error)}`)
  })
  if (response.status < 200 || (response.status >= 300 && response.status < 400)) {
    throw new Error('DingTalk sends us elsewhere')
  }
  return response
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown'
  const { cause } = error
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
  return code || error.name
}

async function bytesOf(response: Response, most: number): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = []
  let length = 0
  try {
    for await (const part of response.body ?? []) {
      length += part.length
      if (length > most) throw new RangeError('too large')
      parts.push(part)
    }
  } catch (error) {
    throw new Error(`DingTalk's answer cannot be read: ${reasonOf(error)}`)
  }
  const bytes = new Uint8Array(length)
  let at = 0
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  return bytes
}

function parsed(bytes: Uint8Array): Record<string, unknown> | null {
  try {
    const body: unknown = JSON.parse(new TextDecoder().decode(bytes))
    return isRecord(body) ? body : null
  } catch {
    return null
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The older interfaces answer 200 with an `errcode`, the newer ones 4xx with a `code`. */
function refusalIn(response: Response, { errcode, code }: Record<string, unknown>): string | null {
  if (errcode !== undefined && errcode !== 0 && errcode !== '0') return codeOf(errcode)
  return response.ok ? null : codeOf(code ?? response.status)
}

/** A code and nothing else: what stands around it may name somebody. */
const codeOf = (code: unknown): string =>
  /^[\w.-]{1,60}$/.test(String(code)) ? String(code) : 'unknown'

const tokenGone = new Set([
  'InvalidAuthentication',
  'invalidAuthentication',
  '40014',
  '42001',
  '401',
])

/** Whether a refusal only says that it went too fast. */
export const isTooFast = (refusal: string): boolean =>
  /too\.?fast|qps|throttl|flowcontrol/i.test(refusal) || tooFast.has(refusal)

const tooFast = new Set(['130101', '130102', '90018', '90030', '429'])
