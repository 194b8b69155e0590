import { randomBytes } from 'node:crypto'
import * as v from 'valibot'

const publicBase = 'https://ilinkai.weixin.qq.com'
const publicMedia = 'https://novac2c.cdn.weixin.qq.com/c2c'

/** Who we are, as the interface wants to be told; for its statistics only. */
const agent = { channel_version: '0.1.0', bot_agent: 'jiexu/0.1.0' }

/** How long an ordinary call may take, milliseconds. */
const patience = 15_000

/** The interface said no: its own number for why. */
export class IlinkRefusal extends Error {
  readonly code: number
  constructor(code: number) {
    super(`iLink refused with ${code}`)
    this.code = code
  }
}

const media = v.looseObject({
  encrypt_query_param: v.optional(v.string()),
  aes_key: v.optional(v.string()),
  full_url: v.optional(v.string()),
})
export type Media = v.InferOutput<typeof media>

const item = v.looseObject({
  type: v.optional(v.number(), 0),
  text_item: v.optional(v.looseObject({ text: v.optional(v.string()) })),
  voice_item: v.optional(v.looseObject({ text: v.optional(v.string()) })),
  image_item: v.optional(
    v.looseObject({ media: v.optional(media), aeskey: v.optional(v.string()) }),
  ),
  file_item: v.optional(
    v.looseObject({ media: v.optional(media), file_name: v.optional(v.string()) }),
  ),
})
export type Item = v.InferOutput<typeof item>

const message = v.looseObject({
  message_id: v.string(),
  from_user_id: v.string(),
  to_user_id: v.optional(v.string(), ''),
  create_time_ms: v.optional(v.number()),
  message_type: v.optional(v.number()),
  group_id: v.optional(v.string()),
  context_token: v.optional(v.string()),
  item_list: v.optional(v.array(item), []),
})
export type IlinkMessage = v.InferOutput<typeof message>

const Code = v.looseObject({ qrcode: v.string(), qrcode_img_content: v.string() })
const Status = v.looseObject({
  status: v.string(),
  bot_token: v.optional(v.string()),
  ilink_bot_id: v.optional(v.string()),
  baseurl: v.optional(v.string()),
  redirect_host: v.optional(v.string()),
})
const Updates = v.looseObject({
  msgs: v.optional(v.array(v.unknown()), []),
  get_updates_buf: v.optional(v.string()),
  longpolling_timeout_ms: v.optional(v.number()),
})
const Upload = v.looseObject({
  upload_param: v.optional(v.string()),
  upload_full_url: v.optional(v.string()),
})
const Done = v.looseObject({})

export type Ilink = ReturnType<typeof createIlink>

/** Tencent's interface for bots of single persons. `endpoint` is another place for it, for tests. */
export function createIlink(endpoint?: string) {
  let base = endpoint ?? publicBase
  let token: string | null = null
  const mediaBase = endpoint ? `${endpoint}/c2c` : publicMedia

  async function call<Schema extends v.GenericSchema>(
    schema: Schema,
    path: string,
    init: RequestInit,
    signal: AbortSignal,
  ): Promise<v.InferOutput<Schema>> {
    const response = await fetch(`${base}/ilink/bot/${path}`, {
      ...init,
      signal,
      redirect: 'error',
    })
    if (!response.ok) throw new Error(`iLink answered ${response.status}`)
    const answer = readJson(await response.text())
    const no = v.safeParse(Refused, answer)
    const code = no.success ? no.output.ret || no.output.errcode : undefined
    if (code) throw new IlinkRefusal(code)
    if (!v.is(schema, answer)) throw new Error('iLink answered in an unknown shape')
    return v.parse(schema, answer)
  }

  const ask = <Schema extends v.GenericSchema>(
    schema: Schema,
    path: string,
    body: object,
    signal = AbortSignal.timeout(patience),
  ) => {
    const uin = Buffer.from(String(randomBytes(4).readUInt32BE())).toString('base64')
    const headers = {
      ...{ 'Content-Type': 'application/json', AuthorizationType: 'ilink_bot_token' },
      ...{ 'X-WECHAT-UIN': uin, 'iLink-App-Id': 'bot', 'iLink-App-ClientVersion': '256' },
      ...(token && { Authorization: `Bearer ${token}` }),
    }
    const whole = JSON.stringify({ ...body, ...(token && { base_info: agent }) })
    return call(schema, path, { method: 'POST', headers, body: whole }, signal)
  }

  return {
    /** Speaks for the bot of this token from now on; for none without it. */
    speakFor(session: { token: string; base: string } | null): void {
      token = session?.token ?? null
      base = session ? ownPlace(session.base) : (endpoint ?? publicBase)
    },

    /** A code for somebody to scan. */
    newCode: () => ask(Code, 'get_bot_qrcode?bot_type=3', { local_token_list: [] }),

    /** What has become of a code; the interface lets one wait for it. */
    statusOf: (qrcode: string, signal: AbortSignal) =>
      call(Status, `get_qrcode_status?qrcode=${encodeURIComponent(qrcode)}`, {}, signal),

    moveTo(host: string): void {
      base = ownPlace(`https://${host}`)
    },

    /** Messages since `cursor`; the interface holds the call until there are any. */
    async updates(cursor: string, signal: AbortSignal) {
      const answer = await ask(Updates, 'getupdates', { get_updates_buf: cursor }, signal)
      const messages = answer.msgs.flatMap((one) => {
        const read = v.safeParse(message, one)
        return read.success ? [read.output] : []
      })
      return { messages, cursor: answer.get_updates_buf, hold: answer.longpolling_timeout_ms }
    },

    send: (msg: object) => ask(Done, 'sendmessage', { msg }),

    /** Where to bring media to. */
    async placeFor(upload: { filekey: string; [name: string]: unknown }): Promise<string> {
      const { upload_full_url, upload_param = '' } = await ask(Upload, 'getuploadurl', upload)
      if (upload_full_url?.trim()) return ownPlace(upload_full_url.trim())
      const query = new URLSearchParams({
        encrypted_query_param: upload_param,
        filekey: upload.filekey,
      })
      return `${mediaBase}/upload?${query}`
    },

    /** Where to get media from. */
    placeOf({ full_url, encrypt_query_param = '' }: Media): string {
      if (full_url) return ownPlace(full_url)
      const query = new URLSearchParams({ encrypted_query_param: encrypt_query_param })
      return `${mediaBase}/download?${query}`
    },
  }

  /** An address that the interface names: only the platform's own are called. */
  function ownPlace(address: string): string {
    const { protocol, hostname, origin } = new URL(address)
    const isPlatform = protocol === 'https:' && /(^|\.)weixin\.qq\.com$/.test(hostname)
    if (!isPlatform && origin !== (endpoint && new URL(endpoint).origin)) {
      throw new Error('iLink named a place that is not the platform’s')
    }
    return address.replace(/\/$/, '')
  }
}

const Refused = v.looseObject({ ret: v.optional(v.number()), errcode: v.optional(v.number()) })

/** Ids are numbers of 64 bits: they are kept as they are written. */
function readJson(text: string): unknown {
  const reviver = (key: string, value: unknown, context?: { source?: string }) =>
    key === 'message_id' && typeof value === 'number' ? (context?.source ?? String(value)) : value
  return JSON.parse(text, reviver)
}
