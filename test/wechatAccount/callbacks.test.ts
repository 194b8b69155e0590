import fc from 'fast-check'
import { XMLParser } from 'fast-xml-parser'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { aesKey, openAccount } from './account.ts'

type Opened = Awaited<ReturnType<typeof openAccount>>
let account: Opened
afterEach(() => account.platform.stop())

const modes = [
  { mode: 'plain', more: {} },
  { mode: 'safe', more: { aesKey } },
]

describe.each(modes)('in $mode mode', ({ more }) => {
  const open = async (patience?: number) => {
    account = await openAccount({ ...more, ...(patience && { patience }) })
    return account
  }

  test('the check of the address is answered, and only to who holds the token', async () => {
    const { call, platform, clock } = await open()
    const check = platform.checkOf('1616140317555161061')
    const right = await call(new Request(check))
    expect(await right.text()).toBe('1616140317555161061')
    expect(right.headers.get('content-type')).toMatch(/^text\/plain/)
    const wrong = await call(new Request(platform.checkOf('x1y2', '0'.repeat(40))))
    expect(await wrong.text()).not.toContain('x1y2')
    expect(wrong.status).toBe(403)
    clock.pass(301_000)
    expect((await call(new Request(check))).status).toBe(403)
  })

  test('words are handed in, and the answer goes back in time', async () => {
    const { reception, kept, say, send, platform } = await open(20_000)
    reception.onKept = () => void send('alice', '您好 <b>&]]> ')
    await say('alice', '我要<转社保>&')
    expect(kept).toEqual([
      {
        id: '24000000000000001',
        address: { channel: 'wechatAccount', account: 'wx0123456789abcdef', person: 'alice' },
        at: new Date('2026-11-23T02:00:00Z'),
        content: { kind: 'text', text: '我要<转社保>&' },
      },
    ])
    expect(platform.person('alice').got).toEqual([
      { kind: 'text', text: '您好 <b>&]]> ', how: 'inTime' },
    ])
    expect(platform.calls).toEqual([])
  })

  test('the same message again is kept once, and answered the same', async () => {
    const { reception, kept, send, platform, call } = await open(20_000)
    reception.onKept = () => void send('alice', '一次')
    const xml = platform.message('alice', { MsgType: 'text', Content: '你好' })
    const request = platform.requestOf(xml)
    const answers = await Promise.all(
      [request.clone(), request.clone(), platform.requestOf(xml)].map(async (one) => {
        const response = await call(one)
        return `${response.status} ${await response.text()}`
      }),
    )
    const later = await (await call(request.clone())).text()
    expect(kept).toHaveLength(1)
    expect(answers.filter((answer) => answer.startsWith('200 <xml>'))).toHaveLength(1)
    expect(answers.filter((answer) => answer === '200 success')).toHaveLength(2)
    expect(answers).toContain(`200 ${later}`)
  })

  test('what is not signed, not of now, not whole or not a message changes nothing', async () => {
    const { platform, kept, call, clock } = await open()
    const xml = platform.message('alice', { MsgType: 'text', Content: '你好' })
    const now = Math.floor(clock().getTime() / 1000)
    const bad = {
      'a wrong signature': { signature: '0'.repeat(40) },
      'a signature of another length': { signature: 'abc' },
      'of long ago': { timestamp: now - 301 },
      'of days to come': { timestamp: now + 86_400 },
      'without a time': { timestamp: Number.NaN },
      'an empty body': { body: '' },
      'no XML': { body: '{"MsgId":1}' },
      'a nested message': { body: '<xml><xml><MsgId>1</MsgId></xml></xml>' },
      'a declared entity': { body: `<!DOCTYPE x [<!ENTITY a "b">]>${xml}` },
      'too large': { body: `<xml><Content>${'字'.repeat(30_000)}</Content></xml>` },
    }
    const statuses: string[] = []
    for (const [what, forged] of Object.entries(bad)) {
      const response = await call(platform.requestOf(xml, forged))
      if (![400, 403, 413].includes(response.status)) statuses.push(`${what}: ${response.status}`)
    }
    const without = await call(
      new Request('http://jiexu/webhooks/wechat', { method: 'POST', body: xml }),
    )
    expect(without.status).toBe(403)
    expect(statuses).toEqual([])
    expect(kept).toEqual([])
    expect(platform.calls).toEqual([])
  })

  test('what bears no right signature is not even parsed', async () => {
    const { call, platform } = await open()
    const parse = vi.spyOn(XMLParser.prototype, 'parse')
    const body = `<xml><Encrypt>x</Encrypt>${'<a/>'.repeat(15_000)}</xml>`
    const signature = '0'.repeat(40)
    expect((await call(platform.requestOf('', { body, signature }))).status).toBe(403)
    expect(parse).not.toHaveBeenCalled()
    parse.mockRestore()
  })

  test('what cannot be kept is said to have failed, so that the platform brings it again', async () => {
    const { reception, kept, platform, call } = await open()
    const request = platform.requestOf(
      platform.message('alice', { MsgType: 'text', Content: '你好' }),
    )
    reception.fails = true
    expect((await call(request.clone())).status).toBe(503)
    reception.fails = false
    expect((await call(request)).status).toBe(200)
    expect(kept).toHaveLength(1)
  })
})

describe('what people send', () => {
  const contentOf = async (fields: Record<string, string>) => {
    account = await openAccount()
    await account.bring('alice', account.platform.message('alice', fields))
    return account.kept.map(({ content }) => content)
  }

  test('a picture is fetched later, by its reference', async () => {
    const fields = { MsgType: 'image', PicUrl: 'http://mmbiz.example/x', MediaId: 'media-9' }
    expect(await contentOf(fields)).toEqual([
      { kind: 'fileReference', name: 'picture.jpg', reference: { mediaId: 'media-9' } },
    ])
  })

  test('a voice message with its words is what was said', async () => {
    const fields = { MsgType: 'voice', MediaId: 'm', Format: 'amr', Recognition: '我要转社保。' }
    expect(await contentOf(fields)).toEqual([{ kind: 'text', text: '我要转社保。' }])
  })

  test.each(['voice', 'video', 'shortvideo', 'location', 'link'])(
    'a %s is not of use here',
    async (MsgType) => {
      const content = await contentOf({ MsgType, MediaId: 'm', Recognition: '' })
      expect(content).toEqual([{ kind: 'unsupported', what: MsgType }])
    },
  )
})

describe('what people do', () => {
  const eventOf = async (Event: string, EventKey = '') => {
    account = await openAccount()
    const { bring, platform, kept } = account
    const xml = platform.event('alice', Event, EventKey)
    expect(await bring('alice', xml)).toEqual({ status: 200, body: 'success' })
    expect(await bring('alice', xml)).toEqual({ status: 200, body: 'success' })
    return kept
  }

  test('who begins to follow is greeted', async () => {
    const kept = await eventOf('subscribe')
    expect(kept).toMatchObject([{ id: 'event-1795399200', content: { kind: 'opened' } }])
  })

  test.each([
    ['subscribe', 'qrscene_我要转养老保险', '我要转养老保险'],
    ['SCAN', '查进度', '查进度'],
    ['CLICK', '我要不要转社保', '我要不要转社保'],
  ])('%s with %s says it', async (Event, key, text) => {
    expect(await eventOf(Event, key)).toMatchObject([{ content: { kind: 'text', text } }])
  })

  test.each(['unsubscribe', 'VIEW', 'LOCATION', 'TEMPLATESENDJOBFINISH'])(
    '%s needs no answer',
    async (Event) => {
      expect(await eventOf(Event)).toEqual([])
    },
  )

  test('the same second of two people is two events', async () => {
    account = await openAccount()
    const { bring, platform, kept } = account
    await bring('alice', platform.event('alice', 'subscribe'))
    await bring('bob', platform.event('bob', 'subscribe'))
    expect(kept).toHaveLength(2)
  })
})

describe('a plain signature', () => {
  test('that was overheard is good for no other body', async () => {
    account = await openAccount()
    const { platform, kept, call } = account
    const seen = platform.message('alice', { MsgType: 'text', Content: '你好' })
    const request = platform.requestOf(seen)
    await call(request.clone())
    const other = platform.message('alice', { MsgType: 'text', Content: '注销我的申请' })
    const forged = new Request(request.url, { method: 'POST', body: other })
    expect((await call(forged)).status).toBe(403)
    expect(kept).toHaveLength(1)
  })

  test('is not enough where everything is to be sealed', async () => {
    account = await openAccount({ aesKey })
    const { platform, kept, call } = account
    const xml = platform.message('alice', { MsgType: 'text', Content: '你好' })
    const sealed = platform.requestOf(xml)
    const plain = new Request(sealed.url, { method: 'POST', body: xml })
    expect((await call(plain)).status).toBe(403)
    expect(kept).toEqual([])
  })
})

describe('whatever is rightly signed', () => {
  const names = ['ToUserName', 'FromUserName', 'CreateTime', 'MsgType', 'MsgId', 'Content', 'Event']
  const values = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.constantFrom('text', 'event', 'image', 'subscribe', '0', '-1', '1e9', '99999999999', '{}'),
  )
  const bodies = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 200 }),
    fc.string({ maxLength: 200 }).map((inside) => `<xml>${inside}</xml>`),
    fc
      .array(fc.tuple(fc.constantFrom(...names), values), { maxLength: 10 })
      .map((elements) => elements.map(([name, value]) => `<${name}>${value}</${name}>`).join(''))
      .map((inside) => `<xml>${inside}</xml>`),
  )

  test.each([{}, { aesKey }])('is taken or refused, and never a failure: %o', async (more) => {
    account = await openAccount(more)
    const { platform, call, kept } = account
    await fc.assert(
      fc.asyncProperty(bodies, async (body) => {
        const { status } = await call(platform.requestOf(body))
        expect([200, 400, 403]).toContain(status)
      }),
      { numRuns: 200 },
    )
    for (const { address, at } of kept) {
      expect(address.person).toMatch(/^[\w-]+$/)
      expect(at.getTime()).not.toBeNaN()
    }
  })
})
