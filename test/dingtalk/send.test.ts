import { unzipSync } from 'fflate'
import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Address, Channel, Parcel } from '../../src/channels/channel.ts'
import { createDingTalk } from '../../src/channels/dingtalk/dingtalk.ts'
import { clientId, clientSecret, openPlatform, type Platform } from './platform.ts'

const log = pino({ level: 'silent' })
const batchSend = '/v1.0/robot/oToMessages/batchSend'
const tokenPath = '/v1.0/oauth2/accessToken'
const sessionPath = '/robot/sendBySession'
const hour = 3_600_000

let platform: Platform
let channel: Channel
/** How far the clock is ahead of the real one, milliseconds. */
let ahead: number

async function open(options = {}) {
  platform = await openPlatform(options)
  const clock = () => new Date(Date.now() + ahead)
  const receive = async () => 'kept' as const
  channel = createDingTalk({ clientId, clientSecret, api: platform.base }, { receive, clock, log })
}

beforeEach(async () => {
  ahead = 0
  await open()
})
afterEach(() => platform.close())

const noReply: Address = { channel: 'dingtalk', account: clientId, person: 'user001' }

/** Somebody who has just written: the session webhook is good for an hour. */
const fresh = (person = 'user001', endsAt = Date.now() + hour): Address => ({
  ...{ ...noReply, person },
  reply: {
    robotCode: clientId,
    sessionWebhook: platform.webhook(person, endsAt),
    until: String(endsAt),
  },
})

const hello: Parcel = { kind: 'text', text: '**您好**。\n公民身份号码是 440106********1234 吗？' }
const png = new Uint8Array([0x89, 0x50, 0x4e, 0x47])
const picture: Parcel = {
  ...{ kind: 'picture', alt: '凭证在哪里', name: 'cell.png', type: 'image/png', content: png },
}
const letter: Parcel = {
  ...{ kind: 'file', name: '联系函.pdf', type: 'application/pdf', content: png },
}

const send = (address: Address, parcel: Parcel, signal = AbortSignal.timeout(20_000)) =>
  channel.send(address, parcel, 'dingtalk:1/2/0', signal)

describe('a text', () => {
  test('goes by the session webhook while it is good, which needs no token', async () => {
    expect(await send(fresh(), hello)).toEqual({ kind: 'sent' })
    expect(platform.got).toEqual([
      {
        ...{ to: 'user001', by: 'session', kind: 'text', title: '您好。', buttons: [] },
        text: '**您好**。  \n公民身份号码是 440106＊＊＊＊＊＊＊＊1234 吗？',
      },
    ])
    expect(platform.called(tokenPath)).toBe(0)
  })

  test('goes by the robot where there is no webhook, or it ends within half a minute', async () => {
    await send(noReply, hello)
    await send(fresh('user001', Date.now() + 20_000), hello)
    expect(platform.got.map(({ by, to }) => [by, to])).toEqual([
      ['robot', 'user001'],
      ['robot', 'user001'],
    ])
    expect(platform.called(sessionPath)).toBe(0)
  })

  test('goes by the robot where the platform has forgotten the session', async () => {
    const address = fresh()
    platform.forgetSessions()
    expect(await send(address, hello)).toEqual({ kind: 'sent' })
    expect(platform.got.map(({ by }) => by)).toEqual(['robot'])
  })

  test('to somebody from elsewhere goes by the webhook alone', async () => {
    const stranger = 'sender:$:LWCP_v1:$x'
    expect(await send(fresh(stranger), hello)).toEqual({ kind: 'sent' })
    expect(await send(fresh(stranger, Date.now() - 1), hello)).toEqual({ kind: 'closed' })
    expect(platform.called(batchSend)).toBe(0)
  })

  test.each([1, 2, 5])('with %i choices has buttons that say them, both ways', async (count) => {
    const choices = ['外省企业保险', 'A&B=100%', '（三）+ 四', '是', '以上都不是'].map((label) => ({
      ...{ label, value: 'x' },
    }))
    const parcel: Parcel = { kind: 'text', text: '哪一种？', choices: choices.slice(0, count) }
    await send(fresh(), parcel)
    await send(noReply, parcel)
    expect(platform.got.map(({ by }) => by)).toEqual(['session', 'robot'])
    for (const { text, buttons } of platform.got) {
      expect(text).toBe('哪一种？')
      expect(buttons).toEqual(parcel.choices!.map(({ label }) => ({ label, says: label })))
    }
  })

  test('of the longest size fits both ways, whatever stands in it', async () => {
    const text = '*\n'.repeat(channel.manners.textBytes / 2)
    expect(await send(fresh(), { kind: 'text', text })).toEqual({ kind: 'sent' })
    expect(await send(noReply, { kind: 'text', text })).toEqual({ kind: 'sent' })
  })
})

describe('pictures and files', () => {
  test('a picture comes up between the words of a session, or by the robot', async () => {
    await send(fresh(), picture)
    await send(noReply, picture)
    expect(platform.got.map(({ by, kind, bytes }) => [by, kind, bytes])).toEqual([
      ['session', 'picture', png],
      ['robot', 'picture', png],
    ])
    expect(platform.got[0]!.text).toBe('凭证在哪里')
  })

  test('a picture stands above its words in one message, and is uploaded once for everybody', async () => {
    const { kind: _, ...shown } = picture
    const parcel: Parcel = { kind: 'text', text: '凭证号是多少？', picture: shown }
    await send(fresh(), parcel)
    await send({ ...noReply, person: 'user002' }, parcel)
    expect(platform.got).toMatchObject([
      { by: 'session', kind: 'text', text: '凭证号是多少？' },
      { by: 'robot', kind: 'text', text: '凭证号是多少？' },
    ])
    for (const { bytes } of platform.got) expect(bytes).toEqual(png)
    expect(platform.called('/media/upload')).toBe(1)
  })

  test.each([
    ['refused', { status: 200, body: { errcode: 40004 } }],
    ['answered with nonsense', 'nonsense'],
  ] as const)('words go without their picture where that is %s', async (_, fault) => {
    platform.fail('/media/upload', fault)
    const { kind, ...shown } = picture
    const parcel: Parcel = { kind: 'text', text: '凭证号是多少？', picture: shown }
    expect(await send(fresh(), parcel)).toEqual({ kind: 'sent' })
    expect(platform.got).toMatchObject([{ text: '凭证号是多少？' }])
    expect(platform.got[0]!.bytes).toBeUndefined()
  })

  test('a file goes by the robot under its name, also during a session', async () => {
    await send(fresh(), letter)
    expect(platform.got).toMatchObject([{ by: 'robot', kind: 'file', text: '联系函.pdf' }])
    expect(platform.got[0]!.bytes).toEqual(png)
  })

  test('a file of a kind that the platform does not take goes in a ZIP', async () => {
    const content = new TextEncoder().encode('{"姓名":"张三"}')
    await send(noReply, { ...letter, name: '我的数据.json', type: 'application/json', content })
    expect(platform.got).toMatchObject([{ kind: 'file', text: '我的数据.zip' }])
    expect(unzipSync(platform.got[0]!.bytes!)).toEqual({ '我的数据.json': content })
  })

  test('a file for somebody from elsewhere reaches nobody, and nothing is uploaded', async () => {
    const address = fresh('sender:$:LWCP_v1:$x')
    expect(await send(address, letter)).toEqual({ kind: 'unreachable', reason: 'file' })
    expect(platform.called('/media/upload')).toBe(0)
  })

  test('a file that came in is fetched by its code', async () => {
    const downloadCode = platform.keepFile('凭证.png', png)
    const reference = { downloadCode, robotCode: clientId }
    expect(await channel.fetch!(noReply, reference, AbortSignal.timeout(20_000))).toEqual(png)
  })

  test('a file that is gone, too large or broken off can be tried again', async () => {
    const fetch = (downloadCode: string) =>
      channel.fetch!(noReply, { downloadCode }, AbortSignal.timeout(20_000))
    await expect(fetch('gone')).rejects.toThrow('invalidParameter.downloadCode')
    const large = platform.keepFile('x.png', new Uint8Array(10 * 1024 * 1024 + 1))
    await expect(fetch(large)).rejects.toThrow('cannot be read')
    const code = platform.keepFile('x.png', png)
    platform.fail(`/files/${code}`, 'breakOff', 1)
    await expect(fetch(code)).rejects.toThrow('cannot be read')
    expect(await fetch(code)).toEqual(png)
  })
})

describe('the token', () => {
  test('is asked for once, however many want it', async () => {
    await Promise.all(
      Array.from({ length: 8 }, (_, index) => send({ ...noReply, person: `u${index}` }, hello)),
    )
    expect(platform.got).toHaveLength(8)
    expect(platform.called(tokenPath)).toBe(1)
  })

  test('is renewed four minutes before it ends', async () => {
    await send(noReply, hello)
    ahead = 7200_000 - 241_000
    await send(noReply, hello)
    expect(platform.called(tokenPath)).toBe(1)
    ahead += 2000
    await send(noReply, hello)
    expect(platform.called(tokenPath)).toBe(2)
  })

  test('serves on while it is good, though it cannot be renewed', async () => {
    await send(noReply, hello)
    platform.fail(tokenPath, { status: 500, body: {} })
    ahead = 7200_000 - 1000
    expect(await send(noReply, hello)).toEqual({ kind: 'sent' })
    ahead = 7200_000 + 1000
    await expect(send(noReply, hello)).rejects.toThrow('500')
    platform.mend()
    expect(await send(noReply, hello)).toEqual({ kind: 'sent' })
  })

  test.each([
    ['a message', hello],
    ['an upload', letter],
  ])('that the platform has withdrawn is replaced once, for %s', async (_, parcel) => {
    await send(noReply, parcel)
    platform.tokens.clear()
    expect(await send(noReply, parcel)).toEqual({ kind: 'sent' })
    expect(platform.called(tokenPath)).toBe(2)
    platform.fail(batchSend, { status: 401, body: { code: 'InvalidAuthentication' } })
    await expect(send(noReply, parcel)).rejects.toThrow('InvalidAuthentication')
    expect(platform.called(tokenPath)).toBe(3)
  })
})

describe('what the platform says to it is read', () => {
  test('nobody of that id: in its list, or as a refusal', async () => {
    platform.invalid.add('user001')
    expect(await send(noReply, hello)).toMatchObject({ kind: 'unreachable' })
    platform.fail(batchSend, { status: 400, body: { code: 'staffId.notExisted' } })
    expect(await send(noReply, hello)).toMatchObject({ kind: 'unreachable' })
    expect(platform.got).toEqual([])
  })

  test('too much for that person: in its list, or as a refusal', async () => {
    platform.slowed.add('user001')
    expect(await send(noReply, hello)).toEqual({ kind: 'wait', seconds: 60 })
    platform.fail(batchSend, { status: 429, body: { code: 'Throttling.Api' } })
    expect(await send(noReply, hello)).toEqual({ kind: 'wait', seconds: 60 })
  })

  test('the twenty-first message in a minute is told to wait', async () => {
    const address = fresh()
    for (let count = 0; count < 20; count++) await send(address, hello)
    expect(await send(address, hello)).toEqual({ kind: 'wait', seconds: 60 })
    expect(channel.pace?.perPerson).toBe(20)
  })

  test('a refusal under 200 is none the less a refusal', async () => {
    platform.fail(sessionPath, { status: 200, body: { errcode: 400105, errmsg: '张三的消息' } })
    await expect(send(fresh(), hello)).rejects.toThrow(/^DingTalk refuses a message: 400105$/)
  })

  const nonsense = [
    ['no JSON', 'nonsense'],
    ['half an answer', 'breakOff'],
    ['a list', { status: 200, body: [1] }],
    ['null', { status: 200, body: null }],
    ['nothing', { status: 200, body: {} }],
    ['a failure', { status: 502, body: { message: '440106199001011234' } }],
    ['a code with a person in it', { status: 400, body: { code: '张三 440106199001011234' } }],
    ['an address elsewhere', { status: 302, body: {} }],
  ] as const
  test.each(nonsense)('an answer without sense can be tried again: %s', async (_, fault) => {
    const secrets = /张|4401|user001|session=|http/
    for (const path of [tokenPath, '/media/upload', batchSend]) {
      platform.fail(path, fault)
      const error: Error = await send(noReply, letter).then(
        () => new Error('張: it was sent'),
        (error) => error,
      )
      expect(`${error.message} ${error.cause ?? ''} ${JSON.stringify(error)}`).not.toMatch(secrets)
      expect(error.message).toContain('DingTalk')
      platform.mend()
    }
    expect(await send(noReply, letter)).toEqual({ kind: 'sent' })
  })
})

describe('a peer that hangs', () => {
  test.each([sessionPath, batchSend, tokenPath, '/media/upload'])(
    'is given up when the caller says so: %s',
    async (path) => {
      platform.fail(path, 'hang')
      const [address, parcel] = path === sessionPath ? [fresh(), hello] : [noReply, letter]
      await expect(send(address, parcel, AbortSignal.timeout(200))).rejects.toThrow(/DingTalk/)
    },
  )

  test('delays one message and no other', async () => {
    platform.fail(sessionPath, 'hang')
    const hanging = send(fresh(), hello, AbortSignal.timeout(5000)).catch(() => 'given up')
    expect(await send({ ...noReply, person: 'user002' }, hello)).toEqual({ kind: 'sent' })
    expect(platform.got).toMatchObject([{ to: 'user002' }])
    await platform.die()
    expect(await hanging).toBe('given up')
  })
})

describe('only the platform is called', () => {
  test.each([
    'http://oapi.dingtalk.com/robot/sendBySession?session=x',
    'https://oapi.dingtalk.com.evil.example/robot',
    'https://oapi.dingtalk.com@evil.example/',
    'https://x@oapi.dingtalk.com/robot',
    'https://oapi.dingtalk.com:8443/robot',
    'http://169.254.169.254/latest/meta-data',
    'http://localhost:6379/',
    'file:///etc/passwd',
    'no address at all',
  ])('%s is passed over', async (sessionWebhook) => {
    const until = String(Date.now() + hour)
    expect(await send({ ...noReply, reply: { sessionWebhook, until } }, hello)).toEqual({
      kind: 'sent',
    })
    expect(platform.got).toMatchObject([{ by: 'robot' }])
  })

  test('a webhook that sends us elsewhere is not followed', async () => {
    const elsewhere = await openPlatform()
    const headers = { location: `${elsewhere.base}${sessionPath}` }
    platform.fail(sessionPath, { status: 307, body: {}, headers })
    await expect(send(fresh(), hello)).rejects.toThrow('elsewhere')
    expect(elsewhere.called(sessionPath)).toBe(0)
    await elsewhere.close()
  })
})
