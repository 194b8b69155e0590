import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { Memory } from '../../memory.ts'
import { RequestError } from '../../requestError.ts'
import type { Receive } from '../channel.ts'
import { type Envelope, isSame, signatureOf } from './envelope.ts'
import type { InTime } from './inTime.ts'
import { incomingOf, type Message, readMessage } from './message.ts'
import { readXml, writeXml } from './xml.ts'

type Dependencies = {
  account: string
  token: string
  /** Where there is an AES key, nothing is taken that is not sealed with it. */
  envelope: Envelope | null
  inTime: InTime
  receive: Receive
  memory: Memory
  clock: () => Date
}

const path = '/webhooks/wechat'
/** The platform's own messages are far shorter, bytes. */
const mostBytes = 64 * 1024
/** How far a request's time may be off, seconds. */
const window = 300
const success = 'success'

const refuse = (status: 400 | 403 | 413, code: string, message: string): never => {
  throw new RequestError(status, code, message)
}

/** What the platform of official accounts calls: the check of the address, messages and events. */
export function wechatAccountRoutes(dependencies: Dependencies): Hono {
  const { account, token, envelope, inTime, receive, memory, clock } = dependencies
  /** What each signature was seen with, and what was answered in time, while they are good. */
  const bodies = memory<string>('WeChat signatures', 20_000)
  const answers = memory<string>('WeChat answers', 5_000)
  const routes = new Hono()

  /** Refuses what is not signed with the token, or not of now. */
  async function demandSignature(given: string, query: Query, ...sealed: string[]): Promise<void> {
    const { timestamp, nonce } = query
    const ours = await signatureOf(token, timestamp, nonce, ...sealed)
    if (!isSame(given, ours)) refuse(403, 'signature', '签名不对')
    const off = Math.abs(clock().getTime() / 1000 - Number(timestamp))
    if (!(off <= window)) refuse(403, 'timestamp', `时间相差超过${window}秒`)
  }

  /** A plain signature does not cover the body: it is good for one body only. */
  async function demandOneBody(signature: string, body: string): Promise<void> {
    const digest = await signatureOf(body)
    const before = bodies.get(signature)
    if (before !== undefined && before !== digest) refuse(403, 'replayed', '签名已经用过')
    bodies.set(signature, digest)
  }

  async function wordsIn(query: Query, body: string): Promise<string> {
    if (!envelope) {
      await demandSignature(query.signature, query)
      await demandOneBody(query.signature, body)
      return body
    }
    // Parsing can be made to take long: not before it is known who wrote this.
    const sealed = /<Encrypt>(?:<!\[CDATA\[)?([\w+/=]*)/.exec(body)?.[1] ?? ''
    await demandSignature(query.msg_signature, query, sealed)
    return envelope.open(sealed).catch(() => refuse(400, 'sealed', '打不开密文'))
  }

  async function answerTo(message: Message, words: string): Promise<string> {
    const { FromUserName, ToUserName } = message
    const now = Math.floor(clock().getTime() / 1000)
    const plain = writeXml({
      ...{ ToUserName: FromUserName, FromUserName: ToUserName, CreateTime: now },
      ...{ MsgType: 'text', Content: words },
    })
    if (!envelope) return plain
    const nonce = crypto.randomUUID().replaceAll('-', '')
    const Encrypt = await envelope.seal(plain)
    const MsgSignature = await signatureOf(token, String(now), nonce, Encrypt)
    return writeXml({ Encrypt, MsgSignature, TimeStamp: now, Nonce: nonce })
  }

  routes.get(path, async (context) => {
    const query = queryOf(context)
    await demandSignature(query.signature, query)
    return context.text(query.echostr)
  })

  const limit = bodyLimit({
    maxSize: mostBytes,
    onError: () => refuse(413, 'tooLarge', '请求太大了'),
  })
  routes.post(path, limit, async (context) => {
    const words = await wordsIn(queryOf(context), await context.req.text())
    const elements = readXml(words)
    const message = elements && readMessage(elements)
    if (!message) return refuse(400, 'malformed', '请求体不是正确的消息')
    const incoming = incomingOf(message, account)
    if (!incoming) return answered(context)

    const { person } = incoming.address
    const request = inTime.open(person)
    context.req.raw.signal.addEventListener('abort', request.drop, { once: true })
    const kept = await receive(incoming).catch((error) => {
      request.drop()
      throw error
    })
    const key = `${person} ${incoming.id}`
    if (kept === 'known') {
      request.drop()
      return answered(context, answers.get(key))
    }
    const inTimeWords = await request.answer()
    if (inTimeWords === null) return answered(context)
    const written = await answerTo(message, inTimeWords)
    // The platform asks again where it did not get it.
    answers.set(key, written)
    return answered(context, written)
  })

  return routes
}

/** An answer in time, or the word that says: it is kept. */
const answered = (context: Context, xml?: string): Response =>
  xml === undefined
    ? context.text(success)
    : context.body(xml, 200, { 'Content-Type': 'application/xml; charset=utf-8' })

type Query = Record<'signature' | 'msg_signature' | 'timestamp' | 'nonce' | 'echostr', string>

function queryOf(context: Context): Query {
  const get = (name: keyof Query) => context.req.query(name) ?? ''
  return {
    ...{ signature: get('signature'), msg_signature: get('msg_signature') },
    ...{ timestamp: get('timestamp'), nonce: get('nonce'), echostr: get('echostr') },
  }
}
