import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'

export type Account = { appId: string; secret: string; token: string; aesKey?: string }

/** How a request is told apart from what an honest platform sends. */
export type Forgery = {
  signature?: string
  timestamp?: number
  nonce?: string
  body?: string
}

type Watch = {
  did: (openId: string, what: 'message' | 'event') => void
  got: (openId: string, text: string) => void
}

const sha1 = (...parts: string[]) => createHash('sha1').update(parts.sort().join('')).digest('hex')

/** What the platform calls at the account's own server, made with Node's crypto instead of ours. */
export function createCallbacks(
  { appId, token, aesKey }: Account,
  clock: () => Date,
  watch: Watch,
) {
  const key = Buffer.from(`${aesKey ?? ''}=`, 'base64')
  let counter = 0n

  function seal(text: string): string {
    const words = Buffer.from(text)
    const length = Buffer.alloc(4)
    length.writeUInt32BE(words.length)
    const body = Buffer.concat([randomBytes(16), length, words, Buffer.from(appId)])
    const missing = 32 - (body.length % 32)
    const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false)
    const padded = Buffer.concat([body, Buffer.alloc(missing, missing)])
    return Buffer.concat([cipher.update(padded), cipher.final()]).toString('base64')
  }

  function open(sealed: string): string {
    const cipher = createDecipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false)
    const padded = Buffer.concat([cipher.update(sealed, 'base64'), cipher.final()])
    const body = padded.subarray(0, padded.length - padded.at(-1)!)
    return String(body.subarray(20, 20 + body.readUInt32BE(16)))
  }

  const element = (xml: string, name: string) =>
    new RegExp(`<${name}>(?:<!\\[CDATA\\[([\\s\\S]*?)\\]\\]>|([^<]*))</${name}>`).exec(xml)

  /** The text of one element, CDATA sections put together. */
  function textIn(xml: string, name: string): string {
    const whole = new RegExp(`<${name}>([\\s\\S]*)</${name}>`).exec(xml)?.[1] ?? ''
    return whole.replaceAll(']]]]><![CDATA[>', ']]>').replace(/^<!\[CDATA\[|\]\]>$/g, '')
  }

  const now = () => Math.floor(clock().getTime() / 1000)
  const xmlOf = (fields: Record<string, string | number>) =>
    `<xml>${Object.entries(fields)
      .map(([name, value]) =>
        typeof value === 'number'
          ? `<${name}>${value}</${name}>`
          : `<${name}><![CDATA[${value}]]></${name}>`,
      )
      .join('\n')}</xml>`

  /** A message of a person, with an id of its own. */
  function message(openId: string, fields: Record<string, string | number>) {
    return xmlOf({
      ...{ ToUserName: 'gh_account', FromUserName: openId, CreateTime: now() },
      ...fields,
      MsgId: String(24_000_000_000_000_000n + ++counter),
    })
  }

  function event(openId: string, Event: string, EventKey = '') {
    return xmlOf({
      ...{ ToUserName: 'gh_account', FromUserName: openId, CreateTime: now() },
      ...{ MsgType: 'event', Event, EventKey },
    })
  }

  /** The request that brings some XML, signed and, with an AES key, sealed. */
  function requestOf(xml: string, forged: Forgery = {}): Request {
    const timestamp = String(forged.timestamp ?? now())
    const nonce = forged.nonce ?? String(++counter)
    const query = new URLSearchParams({ timestamp, nonce, openid: 'ignored' })
    let body = xml
    if (aesKey) {
      const sealed = seal(xml)
      query.set('encrypt_type', 'aes')
      query.set('msg_signature', forged.signature ?? sha1(token, timestamp, nonce, sealed))
      body = xmlOf({ ToUserName: 'gh_account', Encrypt: sealed })
    }
    query.set('signature', (!aesKey && forged.signature) || sha1(token, timestamp, nonce))
    return new Request(`http://jiexu/webhooks/wechat?${query}`, {
      method: 'POST',
      headers: { 'Content-Type': 'text/xml' },
      body: forged.body ?? body,
    })
  }

  /** What the account answered in time: checked, opened and shown to the person. */
  function show(openId: string, answered: string): void {
    if (answered === 'success' || answered === '') return
    let xml = answered
    if (aesKey) {
      const sealed = textIn(answered, 'Encrypt')
      const stamp = element(answered, 'TimeStamp')?.[2] ?? ''
      const ours = sha1(token, stamp, textIn(answered, 'Nonce'), sealed)
      if (textIn(answered, 'MsgSignature') !== ours) throw new Error('a wrong signature')
      xml = open(sealed)
    }
    if (textIn(xml, 'ToUserName') !== openId) throw new Error('for somebody else')
    if (textIn(xml, 'FromUserName') !== 'gh_account') throw new Error('from somebody else')
    const text = textIn(xml, 'Content')
    if (Buffer.byteLength(text) > 2048) throw new Error('too long')
    watch.got(openId, text)
  }

  return {
    message,
    event,
    requestOf,
    /**
     * Brings a person's message to the account, and the person its answer; and the very same request
     * once more, as if the first answer had been lost.
     */
    async bring(
      call: (request: Request) => Promise<Response> | Response,
      openId: string,
      xml: string,
    ): Promise<{ status: number; body: string }> {
      watch.did(openId, xml.includes('<MsgType><![CDATA[event]') ? 'event' : 'message')
      const request = requestOf(xml)
      const response = await call(request.clone())
      const body = await response.text()
      if (response.ok) show(openId, body)
      const again = await call(request)
      if ((await again.text()) !== body)
        throw new Error('the same message was answered differently')
      return { status: response.status, body }
    },
    /** The address that the platform checks before an account may use it. */
    checkOf(echo: string, signature?: string): string {
      const [timestamp, nonce] = [String(now()), String(++counter)]
      const query = new URLSearchParams({ timestamp, nonce, echostr: echo })
      query.set('signature', signature ?? sha1(token, timestamp, nonce))
      return `http://jiexu/webhooks/wechat?${query}`
    },
  }
}
