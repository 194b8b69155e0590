import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Message } from '../../src/channels/web/view.ts'
import { openApp } from '../openApp.ts'
import { type Answer, fillIn, openChat, pdf } from './client.ts'

let app: Awaited<ReturnType<typeof openApp>>
beforeAll(async () => {
  app = await openApp()
})
afterAll(() => app.close())

const texts = ({ messages }: { messages: readonly Message[] }) => messages.map(({ text }) => text)
const errorOf = async (response: Response) => {
  const { error }: { error: { code: string; message: string } } = await response.json()
  expect(error.code).toMatch(/^\w+$/)
  expect(error.message).not.toMatch(/\bat \S+:\d+|Error:|undefined/)
  return { status: response.status, code: error.code }
}

/** The serial numbers under which the agency has what a chat filed. */
async function filedFrom(chat: string): Promise<string[]> {
  const query = app.db.selectFrom('application').select('serial')
  const rows = await query.where('key', 'like', `web:${chat}/%`).execute()
  return rows.map(({ serial }) => serial)
}

describe('a chat', () => {
  test('begins with a greeting and a menu, in no flow', async () => {
    const response = await app.app.request('/api/chats', { method: 'POST', body: '{}' })
    expect(response.status).toBe(201)
    const opened: Answer & { chat: string; token: string } = await response.json()
    expect(opened.messages[0]).toMatchObject({ from: 'assistant', flow: null })
    expect(opened.messages[0]!.choices!.length).toBeGreaterThan(2)
    expect(opened.messages[0]!.at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+08:00$/)
    expect(opened.state).toMatchObject({ flow: null, step: null, field: null, answers: {} })
    const cookie = response.headers.get('set-cookie')!
    expect(cookie).toContain(opened.token)
    expect(cookie).toMatch(/HttpOnly/)
  })

  test('is open to its cookie as to its token, and to nobody else', async () => {
    const person = await openChat(app)
    const other = await openChat(app)
    const at = `/api/chats/${person.chat}`
    const cookie = { Cookie: `jiexu_${person.chat.slice(0, 8)}=${person.token}` }
    expect((await app.app.request(at, { headers: cookie })).status).toBe(200)
    const strangers = [
      ...[{}, other.headers, { Authorization: 'Bearer x' }, { Authorization: 'Basic eDp5' }],
      ...[{ Authorization: `Bearer ${person.token}x` }, { Authorization: 'Bearer A' }],
      { Authorization: `Bearer ${person.token.slice(0, -1)}` },
    ]
    const calls = [
      ...[
        ['GET', ''],
        ['GET', '/events'],
        ['GET', '/export'],
        ['GET', '/files/x'],
      ],
      ...[
        ['POST', '/messages'],
        ['DELETE', ''],
      ],
    ]
    for (const headers of strangers) {
      for (const [method, path] of calls) {
        const response = await app.app.request(at + path, { method: method!, headers })
        expect(await errorOf(response)).toEqual({ status: 404, code: 'notFound' })
      }
    }
  })

  test('numbers its messages upwards and gives those after a number', async () => {
    const person = await openChat(app)
    await person.send({ text: '我要把外省的养老保险转进来' })
    await person.send({ choice: 'agree' })
    const all: Answer = await (await person.get()).json()
    const seqs = all.messages.map(({ seq }) => seq)
    expect(seqs).toEqual(seqs.toSorted((a, b) => a - b))
    expect(new Set(seqs).size).toBe(seqs.length)
    for (const seq of [0, ...seqs]) {
      const rest: Answer = await (await person.get(`?after=${seq}`)).json()
      expect(rest.messages).toEqual(all.messages.filter((message) => message.seq > seq))
    }
    expect(all.messages.filter(({ from }) => from === 'user').map(({ text }) => text)).toEqual([
      ...['我要把外省的养老保险转进来', '同意，开始填写'],
    ])
  })

  test('answers the same message id with the same answer and does nothing', async () => {
    const person = await openChat(app)
    const first = await person.send({ id: 'a', choice: 'pension-in' })
    await person.send({ id: 'b', choice: 'agree' })
    const again = await person.send({ id: 'a', choice: 'pension-in' })
    expect(again.messages).toEqual(first.messages)
    const other = await person.send({ id: 'a', text: '另一句话' })
    expect(other.messages).toEqual(first.messages)
    const all: Answer = await (await person.get()).json()
    expect(all.state.step).toBe('transferKind')
    expect(all.messages.filter(({ from }) => from === 'user')).toHaveLength(2)
  })

  test('hears the same message once however often it comes at the same time', async () => {
    const person = await openChat(app)
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => person.send({ id: 'same', choice: 'pension-in' })),
    )
    for (const answer of answers) expect(answer).toEqual(answers[0])
    const all: Answer = await (await person.get()).json()
    expect(all.messages.filter(({ from }) => from === 'user')).toHaveLength(1)
  })

  test('hears all of several messages at once, in one order', async () => {
    const person = await openChat(app)
    const said = ['张三', '什么是联系函', '你好', '要多久', '帮助']
    const answers = await Promise.all(said.map((text) => person.send({ text })))
    const all: Answer = await (await person.get()).json()
    const heard = all.messages.filter(({ from }) => from === 'user').map(({ text }) => text)
    expect(heard.toSorted()).toEqual(said.toSorted())
    const given = all.messages.filter(({ from, seq }) => from === 'assistant' && seq >= 200)
    expect(answers.flatMap(texts).toSorted()).toEqual(given.map(({ text }) => text).toSorted())
  })
})

describe('an application', () => {
  test('has its serial number in the answer to its confirmation, also where that comes twice', async () => {
    const person = await openChat(app)
    await fillIn(person)
    const [one, two] = await Promise.all([
      person.send({ id: 'confirm', choice: 'confirm' }),
      person.send({ id: 'confirm', choice: 'confirm' }),
    ])
    const later = await person.send({ id: 'confirm', choice: 'confirm' })
    for (const answer of [one, two, later]) {
      expect(answer.state.dossier).toMatchObject({ serial: expect.stringMatching(/^\d{16}$/) })
      expect(answer.messages).toEqual(one.messages)
    }
    expect(await filedFrom(person.chat)).toEqual([one.state.dossier?.serial])
  })

  test('has its serial number also where another message comes on its heels', async () => {
    const person = await openChat(app)
    await fillIn(person)
    const [confirmed] = await Promise.all([
      person.send({ choice: 'confirm' }),
      person.send({ text: '什么是联系函' }),
    ])
    expect(texts(confirmed).join()).toMatch(/\d{16}/)
  })

  test('cannot be robbed of its receipt by a message with the receipt’s id', async () => {
    const person = await openChat(app)
    await fillIn(person)
    const { seq } = (await app.store.turnAt(`web:${person.chat}`))!
    for (const index of [0, 1, 2]) {
      await person.send({ id: `${seq + 4}/${index}/receipt`, text: '你好' })
    }
    const answer = await person.send({ choice: 'confirm' })
    expect(answer.state.dossier).not.toBe(null)
  })
})

describe('a file', () => {
  const atCertificate = async () => {
    const person = await openChat(app)
    await fillIn(person)
    await person.send({ choice: 'change:certificate' })
    return person
  }
  const bytes = (...parts: BlobPart[]) => new File(parts, 'x.png', { type: 'image/png' })

  test.each([
    ['an empty one', bytes(''), '空'],
    ['a program', bytes('MZ\x90\x00'), 'PDF、JPG 或 PNG'],
    [
      'a picture that was cut off',
      bytes(new Uint8Array([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10])),
      '打不开',
    ],
    ['one that is too big for the agency', pdf('x.pdf', 'x'.repeat(1_100_000)), '1024 kB'],
    ['one with a password', pdf('x.pdf', '/Encrypt'), '密码'],
  ])('is refused with the reason: %s', async (_, file, word) => {
    const person = await atCertificate()
    const answer = await person.send({ file })
    expect(texts(answer).join()).toContain(word)
    expect(answer.state.step).toBe('certificate')
  })

  test('can be got again by its owner, whole, and by nobody else', async () => {
    const person = await atCertificate()
    const answer = await person.send({ file: pdf('我的凭证.pdf') })
    expect(answer.state.step).toBe('review')
    const all: Answer = await (await person.get()).json()
    const { file } = all.messages.findLast((message) => message.file)!
    const response = await app.app.request(file!.url, { headers: person.headers })
    expect(response.headers.get('content-type')).toBe('application/pdf')
    expect(response.headers.get('content-disposition')).toMatch(/^attachment/)
    expect(await response.text()).toBe(await pdf().text())
    const other = await openChat(app)
    const path = file!.url.replace(person.chat, other.chat)
    expect((await app.app.request(path, { headers: other.headers })).status).toBe(404)
    expect((await app.app.request(file!.url, { headers: other.headers })).status).toBe(404)
  })

  test('sent twice is stored once', async () => {
    const person = await atCertificate()
    await person.send({ id: 'file', file: pdf() })
    await person.send({ id: 'file', file: pdf() })
    const rows = await app.db
      .selectFrom('file')
      .select('id')
      .where('conversationId', '=', `web:${person.chat}`)
      .execute()
    expect(rows).toHaveLength(2)
  })
})

describe('what is wrong with a request is said', () => {
  test.each([
    ['no JSON', '{"id": "a", "text":', 400],
    ['another shape', '{"id":"a"}', 400],
    ['a list', '[1,2]', 400],
    ['nothing', 'null', 400],
    ['no id', '{"text":"你好"}', 400],
    ['an empty id', '{"id":"","text":"你好"}', 400],
    ['half a character in the id', '{"id":"\\ud800","text":"你好"}', 400],
    ['a NUL in the id', '{"id":"a\\u0000","text":"你好"}', 400],
    ['a long id', `{"id":"${'x'.repeat(101)}","text":"你好"}`, 400],
    ['a long text', `{"id":"a","text":"${'长'.repeat(4001)}"}`, 400],
    ['a number for words', '{"id":"a","text":1}', 400],
    ['more bytes than anything needs', 'x'.repeat(13 * 1024 * 1024), 413],
  ])('%s', async (_, body, status) => {
    const person = await openChat(app)
    const at = `/api/chats/${person.chat}/messages`
    const request = { method: 'POST', headers: person.headers, body }
    expect((await errorOf(await app.app.request(at, request))).status).toBe(status)
  })

  test('a form without a file, or with words for a file', async () => {
    const person = await openChat(app)
    const at = `/api/chats/${person.chat}/messages`
    for (const file of [undefined, '不是文件']) {
      const body = new FormData()
      body.set('id', 'a')
      if (file) body.set('file', file)
      const response = await app.app.request(at, { method: 'POST', headers: person.headers, body })
      expect((await errorOf(response)).status).toBe(400)
    }
    const headers = { ...person.headers, 'Content-Type': 'multipart/form-data; boundary=x' }
    const broken = await app.app.request(at, { method: 'POST', headers, body: 'no form' })
    expect((await errorOf(broken)).status).toBe(400)
  })

  test.each(['-1', 'x', '1.5', '9'.repeat(30)])('after=%s', async (after) => {
    const person = await openChat(app)
    expect((await errorOf(await person.get(`?after=${after}`))).status).toBe(400)
  })
})

describe('everything that is kept about a person', () => {
  test('can be taken along', async () => {
    const person = await openChat(app)
    await fillIn(person)
    await person.send({ choice: 'confirm' })
    const exported = JSON.stringify(await (await person.get('/export')).json())
    for (const known of [
      '张三',
      '11010519491231002X',
      '河南省郑州市金水区文化路1号',
      '1101234567',
    ]) {
      expect(exported).toContain(known)
    }
  })

  test('is gone when it was erased, but for what the agency must keep', async () => {
    const person = await openChat(app)
    await fillIn(person)
    const { state } = await person.send({ choice: 'confirm' })
    const answer: { erased: boolean; message: string } = await (await person.erase()).json()
    expect(answer.erased).toBe(true)
    expect(answer.message).toContain('经办机构')
    for (const path of ['', '/export', '/events']) {
      expect((await person.get(path)).status).toBe(404)
    }
    expect((await person.post({ text: '你好' })).status).toBe(404)
    expect((await person.erase()).status).toBe(404)
    for (const table of ['inbox', 'turn', 'outbox', 'file', 'filing', 'handoff'] as const) {
      const rows = await app.db
        .selectFrom(table)
        .selectAll()
        .where('conversationId', '=', `web:${person.chat}`)
        .execute()
      expect(rows).toEqual([])
    }
    expect(await filedFrom(person.chat)).toEqual([state.dossier?.serial])
  })

  test('does not come back with what was said while it was erased', async () => {
    for (let round = 0; round < 10; round++) {
      const person = await openChat(app)
      await person.send({ choice: 'pension-in' })
      const said = ['张三', '李四', '你好'].map((text) => person.post({ text }))
      await Promise.all([...said, person.erase()])
      expect((await person.get()).status).toBe(404)
      const left = await app.db
        .selectFrom('inbox')
        .select('eventId')
        .where('conversationId', '=', `web:${person.chat}`)
        .execute()
      expect(left).toEqual([])
    }
  })

  test('can be erased by asking for it in the chat', async () => {
    const person = await openChat(app)
    await person.send({ text: '我的数据' })
    // As long as src/store/README.md lets backups be kept.
    expect(texts(await person.send({ choice: 'erase' })).join()).toContain(
      '备份里的副本最多再留 30 天',
    )
    const answer = await person.send({ text: '确认删除' })
    expect(texts(answer).join()).toContain('已经删除')
    const query = app.db.selectFrom('outbox').select('kind').where('sentAt', 'is', null)
    const owed = await query.where('conversationId', '=', `web:${person.chat}`).execute()
    expect(owed).toEqual([{ kind: 'erase' }])
  })
})
