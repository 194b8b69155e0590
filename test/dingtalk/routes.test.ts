import { createHmac } from 'node:crypto'
import { Hono } from 'hono'
import { describe, expect, test } from 'vitest'
import type { Incoming, Receive } from '../../src/channels/channel.ts'
import { createHosts } from '../../src/channels/dingtalk/hosts.ts'
import { dingtalkRoutes } from '../../src/channels/dingtalk/routes.ts'
import { createVerify } from '../../src/channels/dingtalk/signature.ts'
import { RequestError } from '../../src/requestError.ts'
import { type Over, saying } from './people.ts'
import { clientId } from './platform.ts'

const clientSecret = 'this is secret'
const now = new Date(1_700_000_000_000)
const hour = 3_600_000

const signed = (at: number, secret = clientSecret) => ({
  timestamp: String(at),
  sign: createHmac('sha256', secret).update(`${at}\n${secret}`).digest('base64'),
})

const message = (over: Over = {}) => ({
  ...{ msgId: 'msg1==', conversationId: 'cid1', conversationType: '1' },
  ...{ senderId: '$:LWCP_v1:$a', senderStaffId: 'user001' },
  sessionWebhook: 'https://oapi.dingtalk.com/robot/sendBySession?session=abc',
  ...saying('你好'),
  ...over,
})

/** The routes as the application mounts them, before a reception that remembers. */
function open(receive?: Receive) {
  const kept: Incoming[] = []
  const remember: Receive = async (incoming) => {
    if (kept.some(({ id }) => id === incoming.id)) return 'known'
    kept.push(incoming)
    return 'kept'
  }
  const dependencies = { clientId, clientSecret, hosts: createHosts(), clock: () => now }
  const app = new Hono()
  app.route('/', dingtalkRoutes({ ...dependencies, receive: receive ?? remember }))
  app.onError((error, context) =>
    error instanceof RequestError
      ? context.json(error.body, error.status)
      : context.text('failed', 503),
  )
  const post = (body: unknown, headers: Record<string, string> = signed(now.getTime())) =>
    app.request('/webhooks/dingtalk', {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    })
  return { kept, post }
}

describe('the signature', () => {
  const verify = createVerify(clientSecret, () => now)

  test('is the published one', async () => {
    const sign = 'sSFWELbV2YwjdDQhWZwTcWlX5BWUx5J6TPpsZmuPii0='
    expect(await verify('1700000000000', sign)).toBe(true)
    expect(await verify('1700000000001', sign)).toBe(false)
  })

  test('is good for an hour, before and after', async () => {
    for (const off of [0, hour, -hour]) {
      const { timestamp, sign } = signed(now.getTime() + off)
      expect(await verify(timestamp, sign)).toBe(true)
    }
    for (const off of [hour + 1, -hour - 1]) {
      const { timestamp, sign } = signed(now.getTime() + off)
      expect(await verify(timestamp, sign)).toBe(false)
    }
  })
})

describe('what is posted', () => {
  test('is kept, and nothing is said in the answer', async () => {
    const { kept, post } = open()
    const response = await post(message())
    expect(response.status).toBe(200)
    expect(await response.json()).toEqual({ msgtype: 'empty' })
    expect(kept).toMatchObject([
      { id: 'msg1==', address: { person: 'user001' }, content: { text: '你好' } },
    ])
  })

  test('again is acknowledged again and kept once', async () => {
    const { kept, post } = open()
    expect((await post(message())).status).toBe(200)
    expect((await post(message())).status).toBe(200)
    expect(kept).toHaveLength(1)
  })

  test('and cannot be kept is not acknowledged', async () => {
    const { post } = open(async () => {
      throw new Error('the disk is full')
    })
    expect((await post(message())).status).toBe(503)
  })

  test.each([
    ['without a signature', {}],
    ['with half a signature', { timestamp: String(now.getTime()) }],
    ['with an empty one', { timestamp: String(now.getTime()), sign: '' }],
    ['with another app’s', signed(now.getTime(), 'another secret')],
    ['with one cut short', { ...signed(now.getTime()), sign: 'sSFWELbV2YwjdDQhWZwTcWlX5BWUx5J6' }],
    ['with one that is too old', signed(now.getTime() - hour - 1)],
    ['with one of the future', signed(now.getTime() + hour + 1)],
    ['with a time that is none', { ...signed(now.getTime()), timestamp: 'NaN' }],
    ['with a time moved on', { ...signed(now.getTime()), timestamp: String(now.getTime() + 1) }],
  ] as [string, Record<string, string>][])('%s changes nothing', async (_, headers) => {
    const { kept, post } = open()
    expect((await post(message(), headers)).status).toBe(401)
    expect(kept).toEqual([])
  })

  test.each([
    ['nothing', '', 400],
    ['no JSON', '{', 400],
    ['null', 'null', 400],
    ['a list', '[]', 400],
    ['no message', { msgtype: 'text' }, 400],
    ['a message from elsewhere', message({ sessionWebhook: 'http://169.254.169.254/' }), 400],
    ['more than a message can be', message(saying('很'.repeat(30_000))), 413],
  ])('and is %s changes nothing', async (_, body, status) => {
    const { kept, post } = open()
    const response = await post(body)
    expect(response.status).toBe(status)
    expect(await response.json()).toHaveProperty('error.code')
    expect(kept).toEqual([])
  })
})
