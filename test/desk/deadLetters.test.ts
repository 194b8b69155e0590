import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { quiet } from '../channels/driver.ts'
import {
  createPlatform,
  from,
  personOn,
  type TestPlatform,
  wordsOf,
} from '../channels/testChannel.ts'
import { deskPassword, openApp } from '../openApp.ts'

let app: Awaited<ReturnType<typeof openApp>>
let platform: TestPlatform
const asJson = { Accept: 'application/json', 'Content-Type': 'application/json' }
let cookie: string
let csrf: string

beforeEach(async () => {
  platform = createPlatform('wechat')
  app = await openApp({}, { channels: platform.create })
  const signedIn = await app.app.request('/desk/sign-in', {
    method: 'POST',
    headers: asJson,
    body: JSON.stringify({ password: deskPassword, clerk: '王芳' }),
  })
  cookie = signedIn.headers.get('set-cookie')!.split(';')[0]!
  ;({ csrf } = (await signedIn.json()) as { csrf: string })
})
afterEach(() => app.close())

const get = (accept: string) =>
  app.app.request('/desk/dead-letters', { headers: { Cookie: cookie, Accept: accept } })
const retry = (id: unknown) =>
  app.app.request('/desk/dead-letters/retry', {
    method: 'POST',
    headers: { ...asJson, Cookie: cookie, 'X-CSRF-Token': csrf },
    body: JSON.stringify({ id }),
  })
type Letters = { letters: { id: string; kind: string; channel: string; reason: string }[] }
const list = async () => ((await (await get('application/json')).json()) as Letters).letters

/** A message to somebody who cannot be reached. */
async function bury() {
  platform.answer = () => ({ kind: 'unreachable', reason: 'blocked' })
  await personOn(app, platform, 'wxid_secret').say('要多久')
  platform.answer = () => ({ kind: 'sent' })
}

describe('what could not be delivered', () => {
  test('is before a clerk, without what it says or whom it is for', async () => {
    expect(await list()).toEqual([])
    await bury()
    expect(await list()).toMatchObject([{ kind: 'say', channel: 'wechat', reason: 'blocked' }])
    const page = await (await get('text/html')).text()
    expect(page).toContain('发给申请人的消息')
    expect(page).toContain('微信')
    for (const secret of ['wxid_secret', '个工作日', '要多久']) expect(page).not.toContain(secret)
  })

  test('goes out when it is tried again, and is gone from the list', async () => {
    await bury()
    const [letter] = await list()
    expect((await retry(letter!.id)).status).toBe(200)
    await quiet(app)
    expect(wordsOf(platform.heard, 'wxid_secret')).toHaveLength(1)
    expect(await list()).toEqual([])
    expect((await retry(letter!.id)).status).toBe(404)
  })

  test('can be tried again from the page, without a script', async () => {
    await bury()
    const [letter] = await list()
    const body = new URLSearchParams({ csrf, id: letter!.id })
    const headers = { Cookie: cookie, 'Content-Type': 'application/x-www-form-urlencoded' }
    const sent = { method: 'POST', headers, body: body.toString() }
    const response = await app.app.request('/desk/dead-letters/retry', sent)
    expect([response.status, response.headers.get('location')]).toEqual([
      303,
      '/desk/dead-letters?done=again',
    ])
    await quiet(app)
    expect(wordsOf(platform.heard, 'wxid_secret')).toHaveLength(1)
  })

  test.each([undefined, 7, '', 'nothing/1/0'])('is not found by the id %s', async (id) => {
    expect((await retry(id)).status).toBe(404)
  })
})

test('what somebody said and what found no turn is before a clerk too, and has its turn then', async () => {
  const { commit } = app.store
  app.store.commit = async () => {
    throw new Error('the disk is full')
  }
  const message = from(platform, 'ada', '要多久')
  await platform.receive(message)
  for (let count = 0; count < 5; count++) {
    await app.db.updateTable('inbox').set({ receivedAt: '2026-01-01T00:00:00.000Z' }).execute()
    await app.sweep()
  }
  expect(await list()).toMatchObject([{ kind: 'event', channel: 'wechat', reason: 'failed' }])
  app.store.commit = commit
  const [letter] = await list()
  expect((await retry(letter!.id)).status).toBe(200)
  await quiet(app)
  expect(wordsOf(platform.heard, 'ada')).toHaveLength(1)
  expect(await list()).toEqual([])
})
