import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Account, createCallbacks } from './callbacks.ts'

/** What a person has got in the chat with the account, in order. */
export type Got =
  | { kind: 'text'; text: string; how: 'inTime' | 'service' }
  | { kind: 'image'; name: string; content: Uint8Array }
  | { kind: 'template'; template: string; data: Record<string, { value: string }> }

type Person = {
  got: Got[]
  follows: boolean
  /** What the account may still send as customer service, and until when. */
  quota: { left: number; until: number }
}

type Trouble = 'hang' | 'down' | 'nonsense' | number

const minute = 60_000

/**
 * The platform of official accounts, as far as we call it: it gives out tokens that end, keeps media,
 * and lets through what its rules allow. Time is the test's own.
 */
export async function startPlatform(account: Account, clock: () => Date) {
  const people = new Map<string, Person>()
  const media = new Map<string, { name: string; content: Uint8Array }>()
  const calls: string[] = []
  const troubles: { path: string; trouble: Trouble }[] = []
  const templateIds = new Set<string>()
  const templates = new Map<string, string>()
  let token = { value: '', until: 0 }
  let counter = 0

  const person = (openId: string): Person => {
    const known = people.get(openId) ?? { got: [], follows: true, quota: { left: 0, until: 0 } }
    people.set(openId, known)
    return known
  }

  /** A new allowance replaces a smaller one, never a larger. */
  function allow(openId: string, messages: number, milliseconds: number): void {
    const { quota } = person(openId)
    const until = clock().getTime() + milliseconds
    const stands = quota.until > clock().getTime() ? quota : { left: 0, until: 0 }
    Object.assign(quota, {
      left: Math.max(stands.left, messages),
      until: Math.max(stands.until, until),
    })
  }

  const no = (errcode: number) => ({ errcode, errmsg: `refused rid: ${counter}` })
  const ok = { errcode: 0, errmsg: 'ok' }

  function grant(body: Json): Json {
    if (body.appid !== account.appId || body.secret !== account.secret) return no(40125)
    const now = clock().getTime()
    if (body.force_refresh === true || token.until - now < 5 * minute) {
      token = { value: `token-${++counter}`, until: now + 7200_000 }
    }
    return { access_token: token.value, expires_in: Math.floor((token.until - now) / 1000) }
  }

  function serve(body: Json): Json {
    const openId = String(body.touser)
    const to = people.get(openId)
    if (!to) return no(40003)
    if (!to.follows) return no(43004)
    if (clock().getTime() >= to.quota.until) return no(45015)
    if (to.quota.left <= 0) return no(45047)
    if (body.msgtype === 'image') {
      const picture = media.get((body.image as Json).media_id as string)
      if (!picture) return no(40007)
      to.got.push({ kind: 'image', ...picture })
    } else {
      const text = String((body.text as Json).content)
      if (text === '') return no(44004)
      if (Buffer.byteLength(text) > 2048) return no(45002)
      to.got.push({ kind: 'text', text, how: 'service' })
    }
    to.quota.left--
    return ok
  }

  /** The longest that each kind of blank takes. */
  const room: Record<string, number> = { thing: 20, character_string: 32, phrase: 5, time: 32 }

  function sendTemplate(body: Json): Json {
    const to = people.get(String(body.touser))
    const template = String(body.template_id)
    const data = body.data as Record<string, { value: string }>
    if (!to) return no(40003)
    if (!to.follows) return no(43004)
    if (!templates.has(template)) return no(40037)
    for (const [, blank = ''] of templates.get(template)!.matchAll(/\{\{(\w+)\.DATA\}\}/g)) {
      const value = data[blank]?.value ?? ''
      const most = room[blank.replace(/\d+$/, '')] ?? 20
      if (value === '' || [...value].length > most || value.includes('\n')) return no(47003)
    }
    if (templateIds.has(String(body.client_msg_id))) return { ...ok, msgid: 0 }
    templateIds.add(String(body.client_msg_id))
    to.got.push({ kind: 'template', template, data })
    return { ...ok, msgid: ++counter }
  }

  async function upload(request: IncomingMessage, raw: Buffer<ArrayBuffer>): Promise<Json> {
    const headers = { 'content-type': request.headers['content-type'] ?? '' }
    const form = await new Response(raw, { headers }).formData()
    const file = form.get('media')
    if (!(file instanceof File) || !/\.(png|jpe?g)$/.test(file.name)) return no(40004)
    const media_id = keep(new Uint8Array(await file.arrayBuffer()), file.name)
    return { type: 'image', media_id, created_at: Math.floor(clock().getTime() / 1000) }
  }

  /** Keeps a picture as if somebody had sent it; answers its media id. */
  function keep(content: Uint8Array, name = 'picture.jpg'): string {
    const id = `media-${++counter}`
    media.set(id, { name, content })
    return id
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url!, 'http://platform')
    const parts: Uint8Array[] = []
    for await (const part of request) parts.push(part)
    const raw = Buffer.concat(parts)
    calls.push(url.pathname)
    const json = (body: Json) => {
      response.setHeader('Content-Type', 'application/json; charset=utf-8')
      response.end(JSON.stringify(body))
    }
    const at = troubles.findIndex(({ path }) => path === url.pathname)
    if (at >= 0) {
      const [{ trouble }] = troubles.splice(at, 1) as [(typeof troubles)[number]]
      if (trouble === 'hang') return
      if (typeof trouble === 'number') return json(no(trouble))
      response.statusCode = trouble === 'down' ? 502 : 200
      response.end('<html>nginx</html>')
      return
    }
    if (url.pathname === '/cgi-bin/stable_token') return json(grant(JSON.parse(String(raw))))
    const isGood =
      url.searchParams.get('access_token') === token.value && clock().getTime() < token.until
    if (!isGood) return json(no(token.value ? 42001 : 40001))
    switch (url.pathname) {
      case '/cgi-bin/message/custom/send':
        return json(serve(JSON.parse(String(raw))))
      case '/cgi-bin/message/template/send':
        return json(sendTemplate(JSON.parse(String(raw))))
      case '/cgi-bin/template/get_all_private_template':
        return json({
          template_list: [...templates].map(([template_id, content]) => ({ template_id, content })),
        })
      case '/cgi-bin/media/upload':
        return json(await upload(request, raw))
      case '/cgi-bin/media/get': {
        const picture = media.get(url.searchParams.get('media_id') ?? '')
        if (!picture) return json(no(40007))
        response.setHeader('Content-Type', 'image/jpeg')
        response.end(picture.content)
        return
      }
    }
    response.statusCode = 404
    response.end()
  }

  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))

  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ...createCallbacks(account, clock, {
      did: (openId, what) =>
        what === 'message' ? allow(openId, 5, 48 * 60 * minute) : allow(openId, 3, minute),
      got: (openId, text) => person(openId).got.push({ kind: 'text', text, how: 'inTime' }),
    }),
    person,
    keep,
    calls,
    templates,
    /** The next call of a path goes wrong. */
    trouble: (path: string, trouble: Trouble) => troubles.push({ path, trouble }),
    /** The token is not taken any more, whatever was said about its end. */
    revoke: () => {
      token = { value: `other-${++counter}`, until: token.until }
    },
    stop(): Promise<void> {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}

type Json = Record<string, unknown>
export type Platform = Awaited<ReturnType<typeof startPlatform>>
