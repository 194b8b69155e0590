import { getDocumentProxy } from 'unpdf'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Verdict } from '../../src/documents/verify.ts'
import { createKeepsake } from '../../src/outbox/keepsake.ts'
import { issueWith } from '../desk/desk.ts'
import { openApp } from '../openApp.ts'
import { pdfText } from '../pdfText.ts'
import { fillIn, openChat } from '../web/client.ts'

/** What somebody says who wants to know first whether to transfer at all. */
const advised = [
  ...['我要不要转社保', '没有', '都是企业职工'],
  '户口河南，广东2010年3月到2016年5月，北京2018年1月到现在',
  ...['男', '1985年3月7日', '打算在北京干到退休'],
]

type App = Awaited<ReturnType<typeof openApp>>

let app: App
let person: Awaited<ReturnType<typeof openChat>>
/** The papers that a person got in the chat, and what their QR codes lead to. */
let copy: { content: Uint8Array<ArrayBuffer>; text: string; link: URL }
let receipt: typeof copy
beforeAll(async () => {
  app = await openApp()
  person = await openChat(app)
  for (const text of advised) await person.send({ text })
  await fillIn(person)
  await person.send({ choice: 'confirm' })
  ;[copy, receipt] = (await papersFor('申请表副本和回执')) as [typeof copy, typeof copy]
}, 60_000)
afterAll(() => app.close())

/** Asks for papers and waits until they are in the chat. */
async function papersFor(words: string, count = 2) {
  const { messages } = await person.send({ text: words })
  const after = messages.at(-1)!.seq
  for (;;) {
    await app.outbox.dispatch()
    const { messages }: { messages: { file?: { url: string } }[] } = await (
      await person.get(`?after=${after}`)
    ).json()
    const files = messages.flatMap(({ file }) => (file ? [file] : []))
    if (files.length >= count) return Promise.all(files.map(({ url }) => paperAt(url)))
  }
}

async function paperAt(url: string) {
  const response = await app.app.request(url, { headers: person.headers })
  expect(response.headers.get('content-type')).toBe('application/pdf')
  const content = new Uint8Array(await response.arrayBuffer())
  const page = await (await getDocumentProxy(new Uint8Array(content))).getPage(1)
  const [annotation] = await page.getAnnotations()
  return { content, text: await pdfText(content), link: new URL(annotation?.url) }
}

const json = { headers: { Accept: 'application/json' } }
async function verify(path: string): Promise<Verdict> {
  return (await app.app.request(path, json)).json()
}
const pathOf = ({ pathname, search }: URL) => pathname + search
const numberOf = ({ pathname }: URL) => pathname.split('/').at(-1)!

async function check(number: string, content: Uint8Array<ArrayBuffer>): Promise<Verdict> {
  const body = new FormData()
  body.set('file', new File([content], 'x.pdf'))
  const response = await app.app.request(`/verify/${number}`, { ...json, method: 'POST', body })
  return response.json()
}

describe('what a person gets to keep', () => {
  test('is a copy of the application as submitted', () => {
    const text = copy.text.replace(/\s/g, '')
    for (const part of ['养老保险关系异地转入申请表', '11010519491231002X', '13800138000']) {
      expect(text).toContain(part)
    }
    expect(text).toContain('个人账户储存额32,560.40元')
  })

  test('is a receipt of what was asked, answered and submitted', () => {
    const text = receipt.text.replace(/\s/g, '')
    expect(text).toContain('申请办理回执')
    expect(text).toMatch(/申报交易流水号\d{16}提交时间\d{4}年/)
    expect(text).toContain('参保人的姓名是什么？张三')
    expect(text).toContain('附件凭证.pdf')
  })

  test('has the advice with the rules’ dates', () => {
    const text = receipt.text.replace(/\s/g, '')
    expect(text).toContain('结论可转移至转入地待遇领取地北京')
    expect(text).toContain('国办发〔2009〕66号第五条（2010年1月1日起施行）')
    expect(text).toContain('规则核对日期2026年11月23日')
  })

  test('is made once, even where the outbox tries again', async () => {
    const before = await app.db.selectFrom('document').selectAll().execute()
    const due = await app.db.selectFrom('outbox').select('id').where('kind', '=', 'issue').execute()
    expect(due).toHaveLength(2)
    await app.db
      .updateTable('outbox')
      .set({ sentAt: null, claimedUntil: null })
      .where('kind', '=', 'issue')
      .execute()
    await app.outbox.dispatch()
    expect(await app.db.selectFrom('document').selectAll().execute()).toEqual(before)
  })

  test('is the same file where it was kept and its event got lost', async () => {
    const { store, seal, stamp } = app
    const keepsake = createKeepsake({
      store,
      seal,
      stamp,
      issue: issueWith(seal, () => new Date()),
    })
    const writing = { kind: 'copy', content: { text: '# 副本' }, fileName: '副本.pdf' } as const
    const once = await keepsake('web:x', writing, 'web:x/1/0')
    expect(await keepsake('web:x', writing, 'web:x/1/0')).toEqual(once)
    expect(once.name).toBe('副本.pdf')
  })

  test('is gone with the conversation, and can still be verified', async () => {
    const other = await openApp()
    const someone = await openChat(other)
    await fillIn(someone)
    await someone.send({ choice: 'confirm' })
    await someone.send({ text: '给我收据' })
    const made = () => other.db.selectFrom('document').selectAll().execute()
    await expect.poll(async () => (await made()).length, { timeout: 30_000 }).toBe(1)
    const [document] = await made()
    await someone.erase()
    await other.db.updateTable('outbox').set({ dueAt: '2000-01-01' }).execute()
    await other.outbox.dispatch()
    expect(
      await other.db
        .selectFrom('file')
        .select('id')
        .where('conversationId', 'is not', null)
        .execute(),
    ).toEqual([])
    const response = await other.app.request(`/verify?number=${document!.number}`, json)
    expect(await response.json()).toMatchObject({ verdict: 'genuine' })
    await other.close()
  })
})

describe('/verify', () => {
  test('tells that a scanned code is genuine, and nothing about the person', async () => {
    expect(receipt.link.origin).toBe('http://127.0.0.1:8787')
    expect([...receipt.link.searchParams.keys()]).toEqual(['s'])
    const found = await verify(pathOf(receipt.link))
    expect(found).toEqual({
      ...{ verdict: 'genuine', checked: 'code', kind: 'receipt', title: '申请办理回执' },
      number: numberOf(receipt.link),
      issuedOn: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
    })
    const page = await (await app.app.request(pathOf(receipt.link))).text()
    expect(page).toContain('核验通过')
    expect(page).toContain('《申请办理回执》')
    expect(page).not.toMatch(/张三|11010519491231002X|13800138000/)
  })

  test('tells that a number, or a signature, was changed', async () => {
    const s = receipt.link.searchParams.get('s')!
    const forged = `${s.slice(0, -2)}${s.endsWith('AA') ? 'BB' : 'AA'}`
    expect(await verify(`${receipt.link.pathname}?s=${forged}`)).toMatchObject({
      verdict: 'changed',
    })
    expect(await verify(`${copy.link.pathname}?s=${s}`)).toMatchObject({ verdict: 'changed' })
    const page = await (await app.app.request(`${copy.link.pathname}?s=${s}`)).text()
    expect(page).toContain('核验不通过')
  })

  test('tells whether a file is the one that was issued', async () => {
    const number = numberOf(copy.link)
    expect(await check(number, copy.content)).toMatchObject({ verdict: 'genuine', checked: 'file' })
    const changed = copy.content.slice()
    changed[changed.length - 20]! ^= 1
    expect(await check(number, changed)).toMatchObject({ verdict: 'changed', checked: 'file' })
    expect(await check(number, receipt.content)).toMatchObject({ verdict: 'changed' })
    expect(await check('JX2026112300000009', copy.content)).toEqual({ verdict: 'unknown' })
  })

  test('takes a number that was typed off', async () => {
    const number = numberOf(copy.link)
    const typed = `jx ${number.slice(2, 10)} ${number.slice(10, 14)}-${number.slice(14)}`
    const found = await verify(`/verify?number=${encodeURIComponent(typed)}`)
    expect(found).toMatchObject({ verdict: 'genuine', checked: 'number', number })
    expect(await (await app.app.request(`/verify?number=${number}`)).text()).toContain('核对文件')
  })

  test.each(['JX2026112399999999', '1', '<script>alert(1)</script>', "' or 1=1 --"])(
    'knows nothing of %s',
    async (typed) => {
      const path = `/verify?number=${encodeURIComponent(typed)}`
      expect(await verify(path)).toEqual({ verdict: 'unknown' })
      const page = await (await app.app.request(path)).text()
      expect(page).toContain('查不到')
      expect(page).not.toContain('<script>alert')
    },
  )

  test('asks for the number where none is given', async () => {
    const page = await app.app.request('/verify')
    expect(page.status).toBe(200)
    expect(page.headers.get('cache-control')).toBe('no-store')
    expect(await page.text()).toContain('输入文书左下角的编号')
  })

  test('refuses large files, and whoever asks too often', async () => {
    const large = await app.app.request(`/verify/${numberOf(copy.link)}`, {
      method: 'POST',
      body: new Uint8Array(3 * 1024 * 1024),
      headers: { 'Content-Length': String(3 * 1024 * 1024), Accept: 'application/json' },
    })
    expect(large.status).toBe(413)
    const limited = await openApp({ RATE_LIMIT: 'on' })
    const statuses = new Set<number>()
    for (let count = 0; count < 60; count++) {
      statuses.add((await limited.app.request('/verify?number=JX2026112399999999')).status)
    }
    expect([...statuses]).toEqual([200, 429])
    await limited.close()
  })
})
