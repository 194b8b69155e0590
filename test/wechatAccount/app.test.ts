import sharp from 'sharp'
import { afterEach, expect, test } from 'vitest'
import { createWechatAccount } from '../../src/channels/wechatAccount/wechatAccount.ts'
import type { Tables } from '../../src/store/tables.ts'
import { answered } from '../channels/answered.ts'
import { type OpenedApp, type Person, until } from '../channels/driver.ts'
import { numberOf } from '../channels/numberOf.ts'
import { applicationsAt, clerkOf, stories } from '../channels/stories.ts'
import { openApp } from '../openApp.ts'
import { aesKey, createClock, keys, settingsOf } from './account.ts'
import { startPlatform } from './platform.ts'

const hour = 3_600_000
const white = { width: 60, height: 80, channels: 3, background: '#fff' } as const
const photo = new Uint8Array(await sharp({ create: white }).jpeg().toBuffer())

const undo: (() => unknown)[] = []
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step()
})

/** The whole application behind an account, at a time that only the test moves on. */
async function open(patience = 5_000) {
  const clock = createClock()
  const account = { ...keys, aesKey }
  const platform = await startPlatform(account, clock)
  undo.push(platform.stop)
  platform.templates.set('T1', '流水号：{{character_string1.DATA}}\n进度：{{thing2.DATA}}')
  const settings = settingsOf(platform.address, { aesKey, template: 'T1' })
  const openOn = async (folder?: string) => {
    const app = await openApp(settings, {
      ...{ clock, ...(folder && { folder }) },
      channels: (wiring) => [
        createWechatAccount(settings, wiring, { patience, gathering: 1, lead: 1 })!,
      ],
    })
    undo.push(() => app.close())
    return app
  }
  const app = await openOn()
  const callOf = (app: OpenedApp) => (request: Request) => app.app.request(request)

  /** Somebody who has a phone and no page: the certificate is a photo. */
  function person(id: string): Person {
    const bring = (fields: Record<string, string>) =>
      answered(app, () => platform.bring(callOf(app), id, platform.message(id, fields)))
    const one: Person = {
      heard: async () =>
        platform.person(id).got.map((got) => (got.kind === 'text' ? got.text : got.kind)),
      say: (Content) => bring({ MsgType: 'text', Content }),
      press: async (label) => one.say(numberOf(label, await one.heard())),
      send: () => bring({ MsgType: 'image', MediaId: platform.keep(photo) }),
    }
    return one
  }
  return { app, openOn, callOf, clock, platform, person, clerk: clerkOf(app) }
}

async function rowsOf({ db }: OpenedApp): Promise<Record<string, number>> {
  const tables = ['inbox', 'turn', 'outbox', 'address', 'file'] satisfies (keyof Tables)[]
  const counted = tables.map(async (table) => {
    const rows = await db.selectFrom(table).selectAll().execute()
    return [table, rows.length] as const
  })
  return Object.fromEntries(await Promise.all(counted))
}

test('a message that is brought again is heard once, over a restart too', async () => {
  const { app, openOn, callOf, platform, person } = await open()
  await person('ada').say('你好')
  const request = platform.requestOf(
    platform.message('ada', { MsgType: 'text', Content: '我要转养老保险' }),
  )
  await answered(app, () => callOf(app)(request.clone()))
  const before = await rowsOf(app)
  expect(before).toMatchObject({ inbox: 2, turn: 2, address: 1 })
  const after = await openOn(app.folder)
  expect(await (await callOf(after)(request)).text()).toBe('success')
  expect(await rowsOf(after)).toEqual(before)
})

test('what is forged, replayed in another’s name, oversized or malformed changes nothing', async () => {
  const { app, callOf, clock, platform, person } = await open()
  await person('ada').say('你好')
  const before = await rowsOf(app)
  const xml = platform.message('ada', { MsgType: 'text', Content: '清除我的资料' })
  const now = Math.floor(clock().getTime() / 1000)
  const requests = [
    platform.requestOf(xml, { signature: 'f'.repeat(40) }),
    platform.requestOf(xml, { timestamp: now - 3600 }),
    platform.requestOf(xml, { body: xml }),
    platform.requestOf(xml, { body: `<xml>${'x'.repeat(100_000)}</xml>` }),
    platform.requestOf('<xml><FromUserName>ada</FromUserName></xml>'),
    platform.requestOf('{"FromUserName":"ada"}'),
    new Request('http://jiexu/webhooks/wechat', { method: 'POST', body: xml }),
  ]
  for (const request of requests) {
    const { status } = await callOf(app)(request)
    expect([400, 403, 413]).toContain(status)
  }
  expect(await rowsOf(app)).toEqual(before)
  expect(platform.person('ada').got).toHaveLength(1)
})

test('who has filed by photo is told how it goes: in the window, then by template, then on asking', async () => {
  const { app, clock, platform, person, clerk } = await open()
  const ada = person('ada')
  await stories[1]!.play(ada, clerk)
  const [{ serial, application }] = (await applicationsAt(app)) as [
    Awaited<ReturnType<typeof applicationsAt>>[number],
  ]
  expect(application.attachment).toMatchObject({ type: 'image/jpeg', bytes: photo.length })
  const told = () => platform.person('ada').got.slice(heard)
  let heard = platform.person('ada').got.length

  clock.pass(hour)
  await clerk.act('accept')
  expect(told()).toMatchObject([{ kind: 'text', how: 'service' }])

  heard = platform.person('ada').got.length
  clock.pass(48 * hour)
  await clerk.act('issue-contact-letter')
  await until(() => told().length > 0)
  expect(told()).toMatchObject([
    { kind: 'template', template: 'T1', data: { character_string1: { value: serial } } },
  ])

  heard = platform.person('ada').got.length
  await ada.say('查进度')
  await until(() => told().length > 0)
  expect(JSON.stringify(told())).toContain('联系函')
  expect(told().every((got) => got.kind === 'text')).toBe(true)
})
