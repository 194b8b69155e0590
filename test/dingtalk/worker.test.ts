import { afterAll, beforeAll, expect, test } from 'vitest'
import { until } from '../channels/driver.ts'
import { startWorker } from '../worker/startWorker.ts'
import { postTo } from './driver.ts'
import { file, messageFrom, type Over, saying } from './people.ts'
import { clientId, clientSecret, openPlatform, type Platform } from './platform.ts'

let platform: Platform
let worker: Awaited<ReturnType<typeof startWorker>>

beforeAll(async () => {
  platform = await openPlatform()
  worker = await startWorker({
    DINGTALK_CLIENT_ID: clientId,
    DINGTALK_CLIENT_SECRET: clientSecret,
    DINGTALK_API: platform.base,
  })
})
afterAll(async () => {
  await worker.close()
  await platform.close()
})

/** Posts a message and waits for so many answers. */
async function hear(over: Over, answers: number) {
  const before = platform.got.length
  const message = messageFrom(platform, 'user001', over)
  const response = await postTo((path, init) => fetch(`${worker.origin}${path}`, init), message)
  expect(response.status).toBe(200)
  await until(() => platform.got.length >= before + answers)
  return platform.got.slice(before)
}

test('in workerd, on D1: words and files in, buttons and files out, by webhook and by robot', async () => {
  const [asked] = await hear(saying('养老保险转入'), 1)
  expect(asked!.buttons.map(({ says }) => says)).toContain('同意，开始填写')
  await hear(saying('同意，开始填写'), 1)
  const code = platform.keepFile('凭证.pdf', new TextEncoder().encode('%PDF-1.4\n%%EOF\n'))
  await hear(file('凭证.pdf', code), 1)
  expect(platform.called('/v1.0/robot/messageFiles/download')).toBe(1)
  await hear(saying('导出我的数据'), 1)
  const exported = await hear({ ...saying('导出我的数据'), sessionWebhook: null }, 3)
  expect(exported.map(({ by, kind }) => `${kind} by ${by}`)).toEqual([
    ...['text by robot', 'file by robot', 'text by robot'],
  ])
  expect(platform.called('/v1.0/oauth2/accessToken')).toBe(1)
  const forged = await postTo((path, init) => fetch(`${worker.origin}${path}`, init), {}, 'another')
  expect(forged.status).toBe(401)
})
