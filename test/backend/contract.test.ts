import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { afterEach, describe, expect, test } from 'vitest'
import { createDeskBackend } from '../../src/backend/desk.ts'
import { createGatewayBackend } from '../../src/backend/gateway.ts'
import { createSigner } from '../../src/backend/signature.ts'
import { createGateway } from '../../src/desk/gateway.ts'
import { readFile } from '../../src/store/files.ts'
import { application, openRecord, upload } from '../desk/desk.ts'
import { pdfText } from '../pdfText.ts'

const secret = 'a secret that both sides know'
const closing: (() => void)[] = []
afterEach(() => {
  for (const close of closing.splice(0)) close()
})

/** Each adapter with the record behind it and the database in which the assistant keeps uploads. */
const adapters = {
  async desk() {
    const { record, db, seal } = await openRecord()
    return { backend: createDeskBackend(record), record, db, seal }
  },
  async gateway() {
    const { db, seal, backend, record } = await openGateway()
    return { backend, record, db, seal }
  },
}

/** Two installations: an agency behind a real HTTP server, and the assistant's way to it. */
async function openGateway(patience?: () => AbortSignal) {
  const agency = await openRecord()
  const here = await openRecord()
  const { record, clock } = agency
  const gateway = createGateway({ db: agency.db, record, secret, clock })
  /** Runs after a request was served, before the answer leaves. */
  const hold = { answer: async (_path: string) => {} }
  const app = new Hono()
  app.use(async (c, next) => {
    await next()
    await hold.answer(`${c.req.method} ${c.req.path}`)
  })
  app.route('/', gateway.routes)
  const server = await listen(app)
  const backend = createGatewayBackend({
    url: server,
    secret,
    clock,
    file: (id) => readFile(here.db, here.seal, id),
    ...(patience && { patience }),
  })
  return {
    backend,
    gateway,
    record,
    clock,
    hold,
    url: server,
    agency,
    db: here.db,
    seal: here.seal,
  }
}

function listen(app: Hono): Promise<string> {
  return new Promise((resolve) => {
    const server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 }, ({ port }) =>
      resolve(`http://127.0.0.1:${port}`),
    )
    closing.push(() => {
      server.close()
      if ('closeAllConnections' in server) server.closeAllConnections()
    })
  })
}

describe.each(Object.entries(adapters))('the %s adapter', (_, open) => {
  test('files an application once, whatever is repeated', async () => {
    const { backend, record } = await open()
    const receipt = await backend.submit(application(), 'chat/1/0')
    expect(receipt).toMatchObject({ kind: 'received', serial: expect.stringMatching(/^\d{16}$/) })
    expect(await backend.submit(application(), 'chat/1/0')).toEqual(receipt)
    expect(await backend.received('chat/1/0')).toEqual(receipt)
    expect((await record.find({}, 1, 15)).total).toBe(1)
  })

  test('knows nothing of a key that never came', async () => {
    const { backend } = await open()
    expect(await backend.received('chat/1/0')).toBeNull()
    expect(await backend.status('2019122010072821')).toBeNull()
    expect(await backend.document('2019122010072821', 'letter')).toBeNull()
  })

  test('looks an application up only where serial and ID number both fit', async () => {
    const { backend } = await open()
    const filed = application()
    const receipt = await backend.submit(filed, 'chat/1/0')
    const serial = receipt.kind === 'received' ? receipt.serial : ''
    const idNumber = String(filed.fields.idNumber)
    expect(await backend.lookUp(serial, idNumber)).toEqual(await backend.status(serial))
    expect(await backend.lookUp(serial, '440524188001010014')).toBeNull()
    expect(await backend.lookUp('2019122010072821', idNumber)).toBeNull()
  })

  test('passes on a refusal with its field and reason', async () => {
    const { backend } = await open()
    const fields = { name: '张建国', idNumber: '110105194912310021' }
    const refusal = await backend.submit(application({ fields }), 'chat/1/0')
    expect(refusal).toEqual({
      kind: 'refused',
      field: 'idNumber',
      reason: '公民身份号码应是18位，且末位校验码正确，请对照身份证核对',
    })
  })

  test('brings the attachment to the agency', async () => {
    const { backend, record, db, seal } = await open()
    const attachment = await upload(db, seal)
    const receipt = await backend.submit(
      application({ business: 'pension-in', route: 'platform', attachment }),
      'chat/1/0',
    )
    const file = await record.attachment(receipt.kind === 'received' ? receipt.serial : '')
    expect(file).toMatchObject({ name: '参保凭证.png', type: 'image/png' })
    expect([...(file?.content ?? [])]).toEqual([0x89, 0x50, 0x4e, 0x47, 1, 2, 3])
  })

  test('tells status, changes in order, and documents', async () => {
    const { backend, record } = await open()
    const receipt = await backend.submit(application(), 'chat/1/0')
    const serial = receipt.kind === 'received' ? receipt.serial : ''
    expect(await backend.status(serial)).toMatchObject({
      serial,
      feedback: null,
      stage: 'submitted',
    })

    await record.act(serial, 'accept', {}, '王芳')
    const first = await backend.changes(null)
    expect(first.changes.map(({ status }) => status.stage)).toEqual(['accepted'])

    await record.act(serial, 'issue-contact-letter', {}, '王芳')
    await record.act(serial, 'refuse', { reason: '重复缴费', explanation: '先转后清' }, '王芳')
    const second = await backend.changes(first.cursor)
    expect(second.changes.map(({ status }) => status.stage)).toEqual([
      'contactLetterSent',
      'refused',
    ])
    const status = await backend.status(serial)
    expect(second.changes[1]?.status).toEqual(status)
    expect(status).toMatchObject({
      handling: '处理结束',
      feedback: '处理失败',
      reason: '重复缴费',
      explanation: '先转后清',
    })
    const [letter] = status?.documents ?? []
    const file = await backend.document(serial, letter?.id ?? '')
    expect(file?.name).toBe(letter?.name)
    expect(file?.content).toHaveLength(letter?.bytes ?? 0)
    expect(await pdfText(file!.content)).toContain(serial)
  })
})

test('a submission that timed out after it was accepted is settled by asking', async () => {
  const patience = { current: new AbortController() }
  const { backend, record, hold } = await openGateway(() => patience.current.signal)
  const asked: string[] = []
  hold.answer = async (request) => {
    asked.push(request)
    if (request !== 'POST /gateway/v1/applications') return
    const impatient = patience.current
    patience.current = new AbortController()
    impatient.abort(new DOMException('timed out', 'TimeoutError'))
    await new Promise((resolve) => closing.push(() => resolve(null)))
  }
  const receipt = await backend.submit(application(), 'chat/1/0')
  expect(asked).toEqual(['POST /gateway/v1/applications', 'GET /gateway/v1/applications'])
  expect(await record.received('chat/1/0')).toEqual(receipt)
  expect((await record.find({}, 1, 15)).total).toBe(1)
})

test('a submission that never arrived throws, for somebody to ask again', async () => {
  const nowhere = { url: 'http://127.0.0.1:9', secret, clock: () => new Date() }
  const backend = createGatewayBackend({ ...nowhere, file: async () => null })
  await expect(backend.submit(application(), 'chat/1/0')).rejects.toThrow()
})

describe('the gateway', () => {
  const path = 'http://agency/gateway/v1/changes'

  test.each([
    ['no signature', undefined],
    ['a signature of nonsense', 't=1,v1=zz'],
    ['a signature of zeros', `t=1763859600,v1=${'0'.repeat(64)}`],
  ])('answers 401 to %s', async (_, signature) => {
    const { gateway } = await openGateway()
    const response = await gateway.routes.request(path, {
      headers: signature ? { 'jiexu-signature': signature } : {},
    })
    expect(response.status).toBe(401)
  })

  test('answers 401 to another secret, another body, and a signature older than 300 s', async () => {
    const { gateway, clock } = await openGateway()
    const ask = async (signature: string) =>
      (await gateway.routes.request(path, { headers: { 'jiexu-signature': signature } })).status
    const signer = createSigner(secret, clock)
    const signature = await signer.sign('')
    expect(await ask(signature)).toBe(200)
    expect(await ask(await createSigner('another', clock).sign(''))).toBe(401)
    expect(await ask(await signer.sign('{}'))).toBe(401)
    clock.move(300_000)
    expect(await ask(signature)).toBe(200)
    clock.move(1_000)
    expect(await ask(signature)).toBe(401)
  })

  test('answers 4xx to a body that is no application', async () => {
    const { gateway, clock } = await openGateway()
    const post = async (body: string, headers: Record<string, string> = {}) =>
      (
        await gateway.routes.request('http://agency/gateway/v1/applications', {
          method: 'POST',
          body,
          headers: {
            'jiexu-signature': await createSigner(secret, clock).sign(body),
            'idempotency-key': 'chat/1/0',
            ...headers,
          },
        })
      ).status
    expect(await post('{')).toBe(400)
    expect(await post('"[]"')).toBe(400)
    expect(await post('{}')).toBe(422)
    expect(await post('{"business":"pension-in","route":"moon","fields":{}}')).toBe(422)
    expect(await post('{}', { 'idempotency-key': '' })).toBe(400)
    expect(await post(JSON.stringify(' '.repeat(5_000_000)))).toBe(413)
  })
})

test('a callback wakes the watcher once a change, and a change told twice changes nothing', async () => {
  const { gateway, record, clock, url, agency } = await openGateway()
  const heard: string[] = []
  const app = new Hono()
  const here = await listen(app)
  const backend = createGatewayBackend({
    url,
    secret,
    clock,
    file: async () => null,
    callback: here,
  })
  app.route('/', backend.routes)
  closing.push(backend.watch(() => heard.push('woken')))
  const receipt = await backend.submit(application(), 'chat/1/0')
  const serial = receipt.kind === 'received' ? receipt.serial : ''

  await record.act(serial, 'accept', {}, '王芳')
  await gateway.push()
  await gateway.push()
  expect(heard).toEqual(['woken'])
  await agency.db
    .updateTable('setting')
    .set({ value: '0' })
    .where('name', 'like', 'gateway.callback%')
    .execute()
  await gateway.push()
  expect(heard).toEqual(['woken'])
  expect((await backend.changes(null)).changes).toHaveLength(1)

  const forged = await backend.routes.request('/backend/callback', { method: 'POST', body: '{}' })
  expect(forged.status).toBe(401)
})

test('a change that was called back is handed out even while the gateway cannot be asked', async () => {
  const clock = () => new Date('2026-11-23T09:00:00+08:00')
  const url = 'http://127.0.0.1:9'
  const backend = createGatewayBackend({ url, secret, clock, file: async () => null })
  const status = {
    serial: '2019122010072821',
    business: 'alipay',
    submittedAt: '2019-12-20T10:07:28+08:00',
    handling: '处理中',
    feedback: '受理成功',
    stage: 'accepted',
    documents: [],
  }
  const body = JSON.stringify({ id: 'c1', at: '2019-12-21T09:00:00+08:00', status })
  const response = await backend.routes.request('/backend/callback', {
    method: 'POST',
    body,
    headers: { 'jiexu-signature': await createSigner(secret, clock).sign(body) },
  })
  expect(response.status).toBe(200)
  const { changes, cursor } = await backend.changes('7')
  expect(changes.map(({ id }) => id)).toEqual(['c1'])
  expect(cursor).toBe('7')
  await expect(backend.changes('7')).rejects.toThrow()
})
