import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { describeError } from '../../src/log.ts'
import { quiet, until } from '../channels/driver.ts'
import { applicationsAt, clerkOf, stories } from '../channels/stories.ts'
import { byStream, inStorm, openDingTalk, overHttp, post } from './driver.ts'
import { messageFrom, picture, rich, saying } from './people.ts'

type Opened = Awaited<ReturnType<typeof openDingTalk>>

let opened: Opened | undefined
const open = async (...how: Parameters<typeof openDingTalk>): Promise<Opened> => {
  opened = await openDingTalk(...how)
  return opened
}

beforeEach(() => {
  for (const way of ['info', 'warn'] as const) vi.spyOn(console, way).mockImplementation(() => {})
})
afterEach(async () => {
  await opened?.close()
  opened = undefined
  vi.restoreAllMocks()
})

/** What the record holds of anybody. */
const rowsIn = async ({ app: { db } }: Opened) => ({
  inbox: (await db.selectFrom('inbox').select('eventId').execute()).length,
  turns: (await db.selectFrom('turn').select('seq').execute()).length,
  addresses: (await db.selectFrom('address').select('hash').execute()).length,
})

const nothing = { inbox: 0, turns: 0, addresses: 0 }

describe('on the stream', () => {
  test('a form is filed once, though the connection breaks, moves, repeats and forgets', async () => {
    const { app, person, platform } = await open(inStorm())
    const ada = person('user001')
    await stories[0]!.play(ada, clerkOf(app))
    const [filed, ...others] = await applicationsAt(app)
    expect(others).toEqual([])
    expect(filed!.application.fields).toMatchObject({
      name: '张三',
      agencyAddress: '天津市宝坻区南城路2号',
    })
    expect((await ada.heard()).join('\n')).toContain(filed!.serial)
    expect(platform.connects()).toBeGreaterThan(5)
    expect(new Set(platform.got.map(({ by }) => by))).toEqual(new Set(['session', 'robot']))
  })

  test('news that comes when the session has ended comes by the robot', async () => {
    const { app, person, platform } = await open(byStream)
    await stories[0]!.play(person('user001'), clerkOf(app))
    platform.forgetSessions()
    const before = platform.got.length
    await clerkOf(app).act('accept')
    const news = platform.got.slice(before)
    expect(news.map(({ by, to }) => `${by} ${to}`)).toContain('robot user001')
    expect(news.map(({ text }) => text).join()).toContain('受理成功')
  })

  test('voice is heard as it was recognised, words and a picture each for itself', async () => {
    const { person, platform } = await open(byStream)
    const ada = person('user001')
    await ada.hear({ msgtype: 'audio', content: { downloadCode: 'x', recognition: '查进度' } })
    const heard = await ada.heard()
    await ada.say('查进度')
    expect(await ada.heard()).toEqual([...heard, ...heard])
    const code = platform.keepFile('x.jpg', new Uint8Array([1, 2, 3]))
    const before = platform.got.length
    await ada.hear(rich({ text: '查进度' }, { type: 'picture', downloadCode: code }))
    expect(platform.got.length).toBeGreaterThan(before + 1)
    expect(platform.called('/v1.0/robot/messageFiles/download')).toBe(1)
  })

  test('in a group the answer asks for a private chat, once, and nothing else is kept', async () => {
    const { app, platform, ...way } = await open(byStream)
    const secret = ' 我叫张三，110105194912310029，帮我转社保'
    const group = { conversationType: '2', conversationTitle: '街道', ...saying(secret) }
    const message = messageFrom(platform, 'group', { ...group, senderStaffId: 'user001' })
    await Promise.all([platform.push(message), platform.push(message)])
    await until(() => platform.got.length > 0)
    expect(platform.got).toMatchObject([{ to: 'group', by: 'session' }])
    expect(await rowsIn({ app, platform, ...way })).toEqual(nothing)
    const mentions = await app.db.selectFrom('mention').selectAll().execute()
    expect(JSON.stringify(mentions)).not.toContain('user001')
  })

  test('ids, words and webhooks stand neither in the log nor in the open in the record', async () => {
    const lines: string[] = []
    const serializers = { err: describeError }
    const log = pino({ level: 'trace', serializers }, { write: (line) => void lines.push(line) })
    const { app, platform, person } = await open(byStream, log)
    const ada = person('staff金雀')
    await ada.say('养老保险转入')
    await ada.say('我叫甄金雀，身份证11010519491231002X')
    await platform.push({ msgtype: 'text', senderId: '金雀', text: { content: '甄金雀' } })
    const code = platform.keepFile('甄金雀.jpg', new Uint8Array([1]))
    await ada.hear(picture(code))
    platform.fail('/robot/sendBySession', 'nonsense')
    await platform.push(messageFrom(platform, 'staff金雀', saying('甄金雀')))
    await until(() => lines.some((line) => line.includes('could not be sent')))
    await app.outbox.dispatch()
    expect(lines.join()).toContain('no message')
    const marks = ['金雀', '11010519491231002X', code, 'session=', 'access_token']
    const files = readdirSync(app.folder).map((name) => readFileSync(join(app.folder, name)))
    for (const mark of marks) {
      expect([mark, lines.filter((line) => line.includes(mark))]).toEqual([mark, []])
      expect([mark, files.some((bytes) => bytes.includes(mark))]).toEqual([mark, false])
    }
  })

  test('somebody whose messages hang keeps nobody else waiting', async () => {
    const { app, platform } = await open(byStream)
    platform.fail('/robot/sendBySession', 'hang', 1)
    await platform.push(messageFrom(platform, 'user001', saying('你好')))
    await until(() => platform.called('/robot/sendBySession') > 0)
    await platform.push(messageFrom(platform, 'user002', saying('你好')))
    await until(() => platform.got.length > 0)
    expect(platform.got.map(({ to }) => to)).not.toContain('user001')
    await platform.die()
    const failed = app.db.selectFrom('outbox').select('id').where('attempts', '>', 0)
    await until(() => failed.executeTakeFirst())
    await app.outbox.dispatch()
  })
})

describe('over HTTP', () => {
  test('what is forged, too old, of no sense or from elsewhere changes nothing', async () => {
    const way = await open(overHttp)
    const message = messageFrom(way.platform, 'user001', saying('你好'))
    expect((await post(way.app, message, 'another secret')).status).toBe(401)
    expect(
      (await post(way.app, { ...message, sessionWebhook: 'https://evil.example/' })).status,
    ).toBe(400)
    expect((await post(way.app, { ...message, msgId: 5 })).status).toBe(400)
    expect((await post(way.app, { ...message, ...saying('很'.repeat(30_000)) })).status).toBe(413)
    const stale = { ...message, createAt: Date.now() - 25 * 3_600_000 }
    expect((await post(way.app, stale)).status).toBe(200)
    expect(await rowsIn(way)).toEqual(nothing)
    expect(way.platform.got).toEqual([])
  })

  test('what is posted again is answered once', async () => {
    const way = await open(overHttp)
    const message = messageFrom(way.platform, 'user001', saying('你好'))
    const both = await Promise.all([post(way.app, message), post(way.app, message)])
    expect(both.map(({ status }) => status)).toEqual([200, 200])
    await quiet(way.app)
    const rows = await rowsIn(way)
    const got = way.platform.got.length
    expect((await post(way.app, message)).status).toBe(200)
    await quiet(way.app)
    expect(await rowsIn(way)).toEqual(rows)
    expect(way.platform.got).toHaveLength(got)
  })
})
