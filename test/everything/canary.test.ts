import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { describeError } from '../../src/log.ts'
import { createPrometheus } from '../../src/operation/prometheus.ts'
import { deskPassword, openApp } from '../openApp.ts'
import { openChat } from '../web/client.ts'

/** Marked data: nobody else has it, so wherever it turns up it came from here. */
const canary = {
  name: '甄金雀',
  idNumber: '513436200012125634',
  mobile: '18977665544',
  address: '四川省凉山彝族自治州美姑县金雀路八十八号',
  personalNumber: '7788990011',
  agency: '美姑县金雀社会保险局',
  file: '金雀附件里的话',
  said: '我叫甄金雀，手机18977665544',
}
const marks = ['甄金雀', '金雀', '513436200012125634', '18977665544', '7788990011', '凉山彝族']

/** The marks that a text holds, in whatever way it may be written. */
function found(text: string): string[] {
  const decoded = [
    text,
    safely(() => decodeURIComponent(text)),
    safely(() => JSON.parse(`"${text}"`)),
  ]
  return marks.filter((mark) => decoded.some((one) => one.includes(mark)))
}
const safely = (read: () => string): string => {
  try {
    return read()
  } catch {
    return ''
  }
}

const METRICS_TOKEN = 'a-token-of-more-than-sixteen'
const REST_TOKEN = 'another-token-of-sixteen'
const lines: string[] = []
/** Every address that was asked for, and every header that came back. */
const addresses: string[] = []
let app: Awaited<ReturnType<typeof openApp>>
let person: Awaited<ReturnType<typeof openChat>>
let clerk: Record<string, string>
let serial: string

/** Asks, and keeps what a proxy or a browser would write down of it. */
async function ask(path: string, init: RequestInit = {}): Promise<Response> {
  const response = await app.app.request(path, init)
  addresses.push(path, ...[...response.headers].map(([name, value]) => `${name}: ${value}`))
  return response
}
const asClerk = (path: string, body?: object, accept = 'application/json') =>
  ask(path, {
    method: body ? 'POST' : 'GET',
    headers: { ...clerk, Accept: accept, 'Content-Type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  })

beforeAll(async () => {
  const log = pino(
    { level: 'trace', serializers: { err: describeError } },
    { write: (line: string) => void lines.push(line) },
  )
  app = await openApp({ METRICS_TOKEN, REST_TOKEN }, { log, createMeter: createPrometheus })
  person = await openChat(app)
  const pdf = new File([`%PDF-1.4\n${canary.file}\n%%EOF\n`], '甄金雀的凭证.pdf')
  const told = [
    ...[{ choice: 'pension-in' }, { choice: 'agree' }, { choice: 'enterprise' }],
    ...[{ text: canary.name }, { text: canary.idNumber }, { text: canary.personalNumber }],
    ...[{ text: canary.address }, { text: '2020年3月至2021年8月' }, { text: '18' }],
    ...[{ text: '32560.40' }, { text: canary.mobile }, { text: '513436' }],
    ...[{ text: canary.agency }, { text: '0834-8222222' }, { text: canary.address }, { file: pdf }],
  ]
  for (const sent of told) await person.send(sent)
  const { state } = await person.send({ choice: 'confirm' })
  serial = state.dossier!.serial

  const signedIn = await ask('/desk/sign-in', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
    body: JSON.stringify({ password: deskPassword, clerk: '王芳' }),
  })
  const { csrf }: { csrf: string } = await signedIn.json()
  const cookie = signedIn.headers.get('set-cookie')?.split(';')[0] ?? ''
  clerk = { cookie, 'X-CSRF-Token': csrf }
})
afterAll(() => app.close())

describe('marked data, driven through everything', () => {
  test('is what this test thinks it is', async () => {
    const full = await (await asClerk(`/desk/applications/${serial}`)).text()
    expect(found(full)).toEqual(marks)
  })

  test('stays sealed in every byte of the database, its log included', async () => {
    await person.send({ text: canary.said })
    await asClerk(`/desk/applications/${serial}/refuse`, {
      reason: '姓名与身份证不一致',
      field: 'name',
      explanation: '请照身份证更正',
    })
    await app.follower.look()
    await person.send({ text: '转人工' })
    await asClerk('/desk/applications', { name: canary.name, idNumber: canary.idNumber })
    await asClerk('/desk/looks')
    const files = readdirSync(app.folder)
    expect(files).toContain('jiexu.db-wal')
    for (const file of files) {
      const bytes = readFileSync(join(app.folder, file))
      const texts = marks.flatMap((mark) => [
        Buffer.from(mark),
        Buffer.from(mark, 'utf16le'),
        Buffer.from(Buffer.from(mark).toString('base64').replace(/=+$/, '').slice(0, -1)),
        Buffer.from(JSON.stringify(mark).slice(1, -1)),
      ])
      for (const text of texts) expect([file, bytes.includes(text)]).toEqual([file, false])
    }
  })

  test('is masked in everything that the chat says unasked', async () => {
    const all = await (await person.get()).json()
    const review = all.messages.findLastIndex((message: { text: string }) =>
      message.text.includes('请核对'),
    )
    expect(review).toBeGreaterThan(0)
    for (const [index, { from, text }] of all.messages.entries()) {
      if (from !== 'assistant' || index === review) continue
      expect([text, found(text).filter((mark) => /\d{6}/.test(mark))]).toEqual([text, []])
    }
  })

  test('is masked in the lists and counts of the desk', async () => {
    for (const path of ['/desk/applications', '/desk/chats', '/desk/operation', '/desk/looks']) {
      for (const accept of ['application/json', 'text/html']) {
        const text = await (await asClerk(path, undefined, accept)).text()
        // A conversation that waits for a person shows what it said last, to clerks alone.
        if (path !== '/desk/chats') expect([path, found(text)]).toEqual([path, []])
      }
    }
  })

  test('is in no metric, no address, no header', async () => {
    await asClerk(`/desk/applications?${new URLSearchParams({ q: 'x' })}`)
    const search = await asClerk('/desk/applications', {
      name: canary.name,
      idNumber: canary.idNumber,
    })
    await asClerk(search.headers.get('location') ?? '')
    await asClerk(`/desk/applications/${serial}/attachment`)
    await ask(`/api/chats/${person.chat}/export`, { headers: person.headers })
    const metrics = await ask('/metrics', { headers: { Authorization: `Bearer ${METRICS_TOKEN}` } })
    expect(found(await metrics.text())).toEqual([])
    const files = addresses.filter((one) => !one.startsWith('content-disposition:'))
    expect(files.filter((one) => found(one).length > 0)).toEqual([])
  })

  test('is in no error and no line of the log, whatever goes wrong', async () => {
    const bad: [string, RequestInit][] = [
      ['/api/chats', { method: 'POST', body: `{"locale": "${canary.said}` }],
      [
        `/api/chats/${person.chat}/messages`,
        { method: 'POST', body: `{"id": "x", "text": 甄金雀}` },
      ],
      [
        `/api/chats/${person.chat}/messages`,
        { method: 'POST', body: JSON.stringify({ id: canary.name.repeat(90), text: canary.said }) },
      ],
      [
        '/webhooks/rest/webhook',
        { method: 'POST', body: `{"sender": "${canary.mobile}", "message": 1}` },
      ],
      ['/desk/applications', { method: 'POST', body: canary.said }],
      [`/desk/applications/${serial}/refuse`, { method: 'POST', body: `{${canary.said}` }],
    ]
    for (const [path, init] of bad) {
      const headers = {
        ...{ ...clerk, ...person.headers, Accept: 'application/json' },
        ...(path.startsWith('/webhooks') && { Authorization: `Bearer ${REST_TOKEN}` }),
        'Content-Type': 'application/json',
      }
      const response = await ask(path, { ...init, headers })
      expect([path, response.status >= 400]).toEqual([path, true])
      expect([path, found(await response.text())]).toEqual([path, []])
    }
    // A table that is gone is a mistake that nobody foresaw: it is met in the middle of everything.
    await app.db.schema.dropTable('outbox').execute()
    expect((await person.post({ text: canary.said })).status).toBe(503)
    await asClerk(`/desk/applications/${serial}/accept`, {})
    await app.sweep().catch(() => {})
    expect(lines.length).toBeGreaterThan(0)
    expect(lines.filter((line) => found(line).length > 0)).toEqual([])
  })
})

test.each([
  [
    new Error('Unexpected token, "{张三" is not valid JSON'),
    'Unexpected token, "…" is not valid JSON',
  ],
  [new Error('no such person: 张三 11010519491231002X'), 'no such person: … …'],
  [new Error('UNIQUE constraint failed: turn.seq'), 'UNIQUE constraint failed: turn.seq'],
])('%s is logged as %s', (error, message) => {
  expect(describeError(error)).toMatchObject({ type: 'Error', message })
  expect(describeError(error).at.length).toBeGreaterThan(0)
})
