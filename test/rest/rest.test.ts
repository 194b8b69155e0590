import { afterAll, beforeAll, expect, test } from 'vitest'
import { openApp } from '../openApp.ts'

const token = 'a-token-of-sixteen-and-more'
let app: Awaited<ReturnType<typeof openApp>>

beforeAll(async () => {
  app = await openApp({ REST_TOKEN: token })
})
afterAll(() => app.close())

type Answer = {
  recipient_id: string
  text: string
  buttons?: { title: string; payload: string }[]
  custom?: { flow: string | null; field: string | null }
}

async function post(body: object | string, bearer = token) {
  const response = await app.app.request('/webhooks/rest/webhook', {
    method: 'POST',
    headers: { Authorization: `Bearer ${bearer}`, 'Content-Type': 'application/json' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
  return { status: response.status, answers: (await response.json().catch(() => [])) as Answer[] }
}

test('a message is answered with text, buttons and the state', async () => {
  const { status, answers } = await post({ sender: 'anna', message: '我要把外省的养老保险转进来' })
  expect(status).toBe(200)
  expect(answers.at(-1)).toMatchObject({ recipient_id: 'anna', custom: { flow: 'pension-in' } })
  expect(answers.at(-1)?.buttons?.map(({ payload }) => payload)).toEqual(['agree', 'decline'])
})

test("a button's payload is a choice", async () => {
  await post({ sender: 'bert', message: '我要把外省的养老保险转进来' })
  const { answers } = await post({ sender: 'bert', message: 'agree' })
  expect(answers.at(-1)?.custom?.field).toBe('transferKind')
})

test('the same message id again says the same and does nothing', async () => {
  const said = { sender: 'carl', message: '我要不要转社保', metadata: { id: 'm1' } }
  const first = await post(said)
  expect((await post(said)).answers).toEqual(first.answers)
  const hash = await app.store.addressHash({ channel: 'rest', account: '', person: 'carl' })
  const { seq } = (await app.store.turnAt(`rest:${hash}`))!
  expect(seq).toBe(1)
})

test('without the token nothing is said', async () => {
  expect((await post({ sender: 'anna', message: '你好' }, 'wrong')).status).toBe(401)
})

test.each([
  [{ sender: 'x' }, '缺少 message', 'message'],
  [{ message: 'x' }, '缺少 sender', 'sender'],
  [{ sender: 'x', message: 5 }, 'message 要写成文字', 'message'],
  [{ sender: 'x', message: 'x', metadata: 'm1' }, 'metadata 要写成一个对象', 'metadata'],
  [{ sender: 'x', message: 'x', metadata: { id: 5 } }, 'metadata.id 要写成文字', 'metadata.id'],
  [[], '缺少 sender', 'sender'],
  ['"x"', '请求体要写成一个对象', undefined],
])('%j is refused in Chinese, and the field is named', async (body, message, field) => {
  const { status, answers } = await post(body)
  expect(status).toBe(400)
  const { error } = answers as unknown as { error: { message: string; field?: string } }
  expect(error.message).toContain(message)
  expect(error.field).toBe(field)
})

test('no metadata may be written as null', async () => {
  const { status } = await post({ sender: 'dora', message: '你好', metadata: null })
  expect(status).toBe(200)
})

test('a wrong token is told what is missing', async () => {
  const response = await app.app.request('/webhooks/rest/webhook', {
    method: 'POST',
    headers: { Authorization: 'Bearer wrong' },
  })
  expect(response.status).toBe(401)
  expect(response.headers.get('WWW-Authenticate')).toMatch(/^Bearer /)
  expect(await response.json()).toEqual({
    error: { code: 'unauthorized', message: expect.stringContaining('Authorization: Bearer') },
  })
})

test('pictures are where people reach the server', async () => {
  const origin = 'https://jiexu.example.gov.cn'
  const known = await openApp({ REST_TOKEN: token, PUBLIC_URL: origin })
  const send = async (message: string) => {
    const response = await known.app.request('/webhooks/rest/webhook', {
      method: 'POST',
      headers: { Authorization: `Bearer ${token}` },
      body: JSON.stringify({ sender: 'emma', message }),
    })
    return (await response.json()) as { image?: string }[]
  }
  const heard = []
  for (const message of ['我要把外省的养老保险转进来', 'agree', 'enterprise', '周桂兰']) {
    heard.push(...(await send(message)))
  }
  const images = heard.flatMap(({ image }) => image ?? [])
  expect(images.length).toBeGreaterThan(0)
  for (const image of images) expect(image.startsWith(`${origin}/`)).toBe(true)
  await known.close()
})

test('a bad body gets a clear refusal', async () => {
  expect((await post('{')).status).toBe(400)
  expect((await post({ sender: '', message: 'x' })).status).toBe(400)
  expect((await post({ sender: 'x', message: 'x'.repeat(70_000) })).status).toBe(413)
})

test('without a setting there is no such route', async () => {
  const closed = await openApp()
  const response = await closed.app.request('/webhooks/rest/webhook', { method: 'POST' })
  expect(response.status).toBe(404)
  await closed.close()
})
