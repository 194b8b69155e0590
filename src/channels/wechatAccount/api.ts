import * as v from 'valibot'
import type { Memory } from '../../memory.ts'
import { type AccessToken, createAccessToken, type Granted } from '../accessToken.ts'
import { readAtMost } from './readAtMost.ts'

/** The platform said no, and why in a number of its own. */
export class Refusal extends Error {
  readonly code: number
  constructor(code: number) {
    super(`the WeChat API refused with ${code}`)
    this.code = code
  }
}

export type Api = {
  /** Calls with the account's token. Throws a `Refusal`, or another error where it may be tried again. */
  post(path: string, body: object, signal: AbortSignal): Promise<object>
  get(path: string, signal: AbortSignal): Promise<object>
  /** Brings a picture to the platform; answers its media id. */
  upload(picture: Picture, signal: AbortSignal): Promise<string>
  /** The bytes of what a person sent; at most so many and one more. */
  download(mediaId: string, most: number, signal: AbortSignal): Promise<Uint8Array<ArrayBuffer>>
}

type Picture = { name: string; type: string; content: Uint8Array<ArrayBuffer> }

export type ApiSettings = { base: string; appId: string; secret: string }

/** How long the platform may take to give a token, milliseconds. */
const patience = 10_000
/** No answer in JSON is longer, in bytes. */
const longestAnswer = 1024 * 1024

/** Says that a token is wrong, or was right once. */
const badToken = new Set([40001, 40014, 42001])

const Answer = v.looseObject({ errcode: v.optional(v.number()) })
const Token = v.object({ access_token: v.pipe(v.string(), v.minLength(1)), expires_in: v.number() })
const Uploaded = v.looseObject({ media_id: v.pipe(v.string(), v.minLength(1)) })

/** The platform's API. Addresses bear the token: they are never part of an error. */
export function createApi(
  { base, appId, secret }: ApiSettings,
  memory: Memory,
  clock: () => Date,
): Api {
  const token: AccessToken = createAccessToken(`WeChat ${appId}`, grant, memory, clock)

  async function grant(force: boolean): Promise<Granted> {
    const body = { grant_type: 'client_credential', appid: appId, secret, force_refresh: force }
    // Others wait for the same token: it is not given up because one of them is.
    const init = { ...jsonOf(body), signal: AbortSignal.timeout(patience) }
    const answered = await ask('/cgi-bin/stable_token', '', init, longestAnswer)
    const refused = refusalIn(answered)
    if (refused) throw new Error(`the WeChat API gives no token: ${refused.code}`)
    const { access_token, expires_in } = answerAs(Token, answered)
    return { token: access_token, seconds: expires_in }
  }

  /** Asks once, and once more with another token where the first was not taken. */
  async function asked(path: string, init: RequestInit, most = longestAnswer): Promise<Answered> {
    const first = await token.current()
    const answered = await ask(path, first, init, most)
    const refused = refusalIn(answered)
    if (!refused) return answered
    if (!badToken.has(refused.code)) throw refused
    const again = await ask(path, await token.after(first), init, most)
    const still = refusalIn(again)
    if (still) throw still
    return again
  }

  async function ask(
    path: string,
    token: string,
    init: RequestInit,
    most: number,
  ): Promise<Answered> {
    const address = new URL(base + path)
    if (token) address.searchParams.set('access_token', token)
    const response = await fetch(address, { ...init, redirect: 'manual' })
    const type = response.headers.get('content-type') ?? ''
    const content = await readAtMost(response, most)
    if (!response.ok) throw new Error(`the WeChat API answered ${response.status}`)
    return { isJson: /json|text/.test(type), content }
  }

  return {
    post: async (path, body, signal) =>
      answerAs(Answer, await asked(path, { ...jsonOf(body), signal })),
    get: async (path, signal) => answerAs(Answer, await asked(path, { signal })),
    async upload({ name, type, content }, signal) {
      const body = new FormData()
      body.set('media', new File([content], name, { type }))
      const sent = await asked('/cgi-bin/media/upload?type=image', { method: 'POST', body, signal })
      return answerAs(Uploaded, sent).media_id
    },
    async download(mediaId, most, signal) {
      const path = `/cgi-bin/media/get?media_id=${encodeURIComponent(mediaId)}`
      return (await asked(path, { signal }, most)).content
    },
  }
}

type Answered = { isJson: boolean; content: Uint8Array<ArrayBuffer> }

const jsonOf = (body: object): RequestInit => ({
  method: 'POST',
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify(body),
})

/** Whether the platform said no. It says so in the body, with status 200. */
function refusalIn(answered: Answered): Refusal | null {
  if (!answered.isJson) return null
  const { errcode } = answerAs(Answer, answered)
  return errcode ? new Refusal(errcode) : null
}

/** Reads an answer. What is wrong with it is never repeated: it may hold a token. */
function answerAs<Schema extends v.GenericSchema>(
  schema: Schema,
  { content }: Answered,
): v.InferOutput<Schema> {
  let answer: unknown
  try {
    answer = JSON.parse(new TextDecoder().decode(content))
  } catch {
    throw new Error('the WeChat API answered no JSON')
  }
  if (v.is(schema, answer)) return answer
  throw new Error('the WeChat API answered in an unknown shape')
}
