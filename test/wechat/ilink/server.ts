import { createCipheriv, createDecipheriv, randomBytes, randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

type Json = Record<string, unknown>
type Item = {
  type: number
  text_item?: { text: string }
  image_item?: { media: Media }
  file_item?: { media: Media; file_name: string }
}
type Media = { encrypt_query_param: string; aes_key: string }

/** What reached the person: words, or a file by its name and content. */
export type Reached = { text: string } | { name: string; content: Buffer }

/** Messages' ids are numbers, odd ones here, that no JavaScript number can hold. */
const firstId = 9_007_199_254_740_993n

/**
 * The iLink interface on loopback: codes to scan, updates that are held, media that are sealed, ten
 * answers to a message, sessions that end.
 */
export async function startIlink() {
  const queue: Json[] = []
  const media = new Map<string, Buffer>()
  const spent = new Map<string, number>()
  const reached: Reached[] = []
  const codes = new Map<string, string>()
  let token = ''
  let down = 0
  let polls = 0
  let messages = 0n
  let wake = () => {}
  let held: (() => void) | null = null

  const openMedia = ({ encrypt_query_param, aes_key }: Media): Buffer => {
    const key = Buffer.from(Buffer.from(aes_key, 'base64').toString(), 'hex')
    const cipher = createDecipheriv('aes-128-ecb', key, null)
    return Buffer.concat([cipher.update(media.get(encrypt_query_param)!), cipher.final()])
  }

  function take(msg: Json): Json {
    const context = String(msg.context_token)
    const times = (spent.get(context) ?? 0) + 1
    if (times > 10) return { ret: -2 }
    spent.set(context, times)
    for (const { text_item, image_item, file_item } of msg.item_list as Item[]) {
      if (text_item) reached.push({ text: text_item.text })
      if (image_item) reached.push({ name: 'picture', content: openMedia(image_item.media) })
      if (file_item) {
        reached.push({ name: file_item.file_name, content: openMedia(file_item.media) })
      }
    }
    return {}
  }

  /** Held until there is something, as the interface does; a moment where there is nothing. */
  async function updates(): Promise<string> {
    if (queue.length === 0) {
      await new Promise<void>((resolve) => {
        held?.()
        held = resolve
        wake = resolve
        setTimeout(resolve, 500).unref()
      })
    }
    const msgs = JSON.stringify(queue.splice(0))
    const whole = msgs.replaceAll(/"message_id":"(\d+)"/g, '"message_id":$1')
    return `{"ret":0,"msgs":${whole},"get_updates_buf":"${++polls}","longpolling_timeout_ms":500}`
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url!, 'http://ilink')
    const parts: Uint8Array[] = []
    for await (const part of request) parts.push(part)
    const raw = Buffer.concat(parts)
    const say = (body: Json | string) => {
      response.setHeader('Content-Type', 'application/json')
      response.end(typeof body === 'string' ? body : JSON.stringify(body))
    }
    const refuse = (status: number) => {
      response.statusCode = status
      response.end()
    }
    if (down > 0) {
      down--
      return refuse(502)
    }
    switch (pathname) {
      case '/c2c/upload': {
        const id = randomUUID()
        media.set(id, raw)
        response.setHeader('x-encrypted-param', id)
        return refuse(200)
      }
      case '/c2c/download': {
        const found = media.get(searchParams.get('encrypted_query_param') ?? '')
        if (!found) return refuse(404)
        response.end(found)
        return
      }
      case '/ilink/bot/get_bot_qrcode': {
        const qrcode = randomUUID()
        codes.set(qrcode, 'wait')
        return say({ qrcode, qrcode_img_content: `https://liteapp.weixin.qq.com/q/${qrcode}` })
      }
      case '/ilink/bot/get_qrcode_status': {
        const status = codes.get(searchParams.get('qrcode') ?? '') ?? 'expired'
        if (status !== 'confirmed') return say({ status })
        token = `token-${randomUUID()}`
        return say({ status, bot_token: token, ilink_bot_id: 'bot@im.bot', baseurl: address })
      }
    }
    const { authorization, authorizationtype } = request.headers
    if (authorizationtype !== 'ilink_bot_token' || authorization !== `Bearer ${token}`) {
      return say({ ret: -14, errmsg: 'session timeout' })
    }
    const body = JSON.parse(String(raw))
    switch (pathname) {
      case '/ilink/bot/getupdates':
        return say(await updates())
      case '/ilink/bot/sendmessage':
        return say(take(body.msg))
      case '/ilink/bot/getuploadurl':
        return say({ upload_param: `up-${body.filekey}` })
    }
    refuse(404)
  }

  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  function bring(item: Json, from = 'ada@im.wechat'): void {
    queue.push({
      ...{
        message_id: String(firstId + 2n * messages++),
        from_user_id: from,
        to_user_id: 'bot@im.bot',
      },
      ...{ create_time_ms: Date.now(), message_type: 1, message_state: 2, item_list: [item] },
      context_token: `context-${messages}`,
    })
    wake()
  }
  /** Seals a file as the platform does; the key in one of its two ways. */
  function sealed(content: Buffer, way: 'bytes' | 'hex'): { media: Media; aeskey: string } {
    const [key, id] = [randomBytes(16), randomUUID()]
    const cipher = createCipheriv('aes-128-ecb', key, null)
    media.set(id, Buffer.concat([cipher.update(content), cipher.final()]))
    const written = way === 'bytes' ? key : Buffer.from(key.toString('hex'))
    const aes_key = written.toString('base64')
    return { media: { encrypt_query_param: id, aes_key }, aeskey: key.toString('hex') }
  }

  return {
    ...{ address, reached },
    scan: (url: string) => void codes.set(url.split('/').at(-1)!, 'confirmed'),
    expireCode: (url: string) => void codes.set(url.split('/').at(-1)!, 'expired'),
    say: (text: string, from?: string) => bring({ type: 1, text_item: { text } }, from),
    speak: (text: string) => bring({ type: 3, voice_item: { text } }),
    sendPicture: (content: Buffer) => bring({ type: 2, image_item: sealed(content, 'bytes') }),
    sendFile: (file_name: string, content: Buffer) =>
      bring({ type: 4, file_item: { file_name, media: sealed(content, 'hex').media } }),
    endSession: () => {
      token = 'ended'
      wake()
    },
    goDown: (times: number) => {
      down = times
    },
    stop(): Promise<void> {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}
