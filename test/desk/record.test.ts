import { expect, test } from 'vitest'
import type { Status } from '../../src/backend/backend.ts'
import { newSerial } from '../../src/desk/serial.ts'
import { pdfText } from '../pdfText.ts'
import { application, openRecord, upload } from './desk.ts'

async function filed(changes = {}) {
  const desk = await openRecord()
  const receipt = await desk.record.submit(application(changes), 'chat/1/0')
  if (receipt.kind !== 'received') throw new Error(receipt.reason)
  return { ...desk, serial: receipt.serial }
}

test('the same key files once and gives the same serial', async () => {
  const { record } = await openRecord()
  const [first, second] = await Promise.all([
    record.submit(application(), 'chat/1/0'),
    record.submit(application(), 'chat/1/0'),
  ])
  expect(second).toEqual(first)
  expect(await record.submit(application(), 'chat/1/0')).toEqual(first)
  expect(await record.received('chat/1/0')).toEqual(first)
  expect((await record.find({}, 1, 15)).total).toBe(1)
})

test('a serial is the Beijing date and eight digits', () => {
  expect(newSerial(new Date('2019-12-19T17:00:00Z'))).toMatch(/^20191220\d{8}$/)
})

test('a serial that somebody has already is drawn again', async () => {
  const { record, db } = await openRecord()
  const receipts = []
  for (let index = 0; index < 40; index += 1)
    receipts.push(await record.submit(application(), `chat/${index}/0`))
  const serials = receipts.map((receipt) => receipt.kind === 'received' && receipt.serial)
  expect(new Set(serials).size).toBe(40)
  const taken = String(serials[0])
  const real = crypto.getRandomValues.bind(crypto)
  const draws = [Number(taken.slice(8)), Number(taken.slice(8)), 12_345_678]
  crypto.getRandomValues = ((array: Uint32Array) => {
    if (!(array instanceof Uint32Array)) return real(array)
    array[0] = draws.shift() ?? 87_654_321
    return array
  }) as typeof crypto.getRandomValues
  try {
    const receipt = await record.submit(application(), 'chat/again/0')
    expect(receipt).toMatchObject({ kind: 'received', serial: `${taken.slice(0, 8)}12345678` })
  } finally {
    crypto.getRandomValues = real
  }
  const filedTwice = await db
    .selectFrom('action')
    .select('id')
    .where('serial', '=', taken)
    .execute()
  expect(filedTwice).toHaveLength(1)
})

test('nothing personal stands in the database in the open', async () => {
  const { db } = await filed()
  const rows = JSON.stringify([
    await db.selectFrom('application').selectAll().execute(),
    await db.selectFrom('action').selectAll().execute(),
  ])
  for (const secret of ['张建国', '11010519491231002X', '13800138000', '花园路'])
    expect(rows).not.toContain(secret)
})

test('an application walks to its end, and each step is a change in order', async () => {
  const { record, serial } = await filed()
  const heard: string[] = []
  record.watch(() => heard.push('changed'))
  await record.act(serial, 'accept', {}, '王芳')
  await record.act(serial, 'issue-contact-letter', {}, '王芳')
  await record.act(serial, 'record-information-form', { paidMonths: 96 }, '李强')
  await record.act(serial, 'record-funds', { amount: 32_856.4 }, '李强')
  await record.act(serial, 'complete', {}, '王芳')

  const { changes, cursor } = await record.changes(null)
  expect(changes.map(({ status }) => status.stage)).toEqual([
    'accepted',
    'contactLetterSent',
    'informationFormReceived',
    'fundsReceived',
    'completed',
  ])
  expect(new Set(changes.map(({ id }) => id)).size).toBe(5)
  expect(heard).toHaveLength(5)
  expect(await record.changes(cursor)).toEqual({ changes: [], cursor })
  expect(await record.status(serial)).toMatchObject({
    handling: '处理结束',
    feedback: '处理成功',
    stage: 'completed',
  } satisfies Partial<Status>)
  const read = await record.read(serial)
  expect(read?.history.map(({ action, clerk }) => `${clerk} ${action}`)).toEqual([
    '申请人 submit',
    '王芳 accept',
    '王芳 issue-contact-letter',
    '李强 record-information-form',
    '李强 record-funds',
    '王芳 complete',
  ])
  expect(read?.history[4]?.detail).toEqual({ amount: 32_856.4 })
})

test('a refusal says why, and which cell to mend', async () => {
  const { record, serial } = await filed()
  const refusal = { reason: '身份信息不一致', field: 'name', explanation: '请核对姓名后重新申报' }
  await record.act(serial, 'refuse', refusal, '王芳')
  expect(await record.status(serial)).toMatchObject({ ...refusal, feedback: '受理失败' })
})

test('an action out of turn changes nothing and says in Chinese why', async () => {
  const { record, serial } = await filed()
  expect(await record.act(serial, 'complete', {}, '王芳')).toEqual({
    kind: 'notAllowed',
    reason: '当前是“待受理”，不能“办结”',
  })
  expect(await record.act(serial, 'issue-certificate', {}, '王芳')).toMatchObject({
    kind: 'notAllowed',
  })
  expect((await record.changes(null)).changes).toEqual([])
  expect(await record.act('2019122010072821', 'accept', {}, '王芳')).toEqual({ kind: 'unknown' })
})

test('of two clerks at the same moment one wins, and the trail knows only that one', async () => {
  const { record, serial } = await filed()
  const both = await Promise.all([
    record.act(serial, 'accept', {}, '王芳'),
    record.act(serial, 'refuse', { reason: '转入地未参保缴费' }, '李强'),
  ])
  expect(both.map(({ kind }) => kind).sort()).toEqual(['done', 'notAllowed'])
  expect((await record.read(serial))?.history).toHaveLength(2)
  expect((await record.changes(null)).changes).toHaveLength(1)
})

test('the contact letter is a document of the application with its facts in it', async () => {
  const { record, serial } = await filed()
  await record.act(serial, 'accept', {}, '王芳')
  await record.act(serial, 'issue-contact-letter', {}, '王芳')
  const [letter] = (await record.status(serial))?.documents ?? []
  expect(letter?.name).toBe(`基本养老保险关系转移接续联系函-${serial}.pdf`)
  const file = await record.document(serial, letter?.id ?? '')
  const text = await pdfText(file!.content)
  expect(text).toContain(`申报交易流水号 ${serial}`)
  expect(text).toContain('姓名 张建国')
  expect(text).toContain('天津市宝坻区（120115）社会保险经办机构')
  expect(await record.document(serial, 'another')).toBeNull()
})

test('the attachment is copied, so that it stays when the chat is erased', async () => {
  const { record, db, seal } = await openRecord()
  const attachment = await upload(db, seal)
  const receipt = await record.submit(
    application({ business: 'pension-in', route: 'platform', attachment }),
    'chat/1/0',
  )
  await db.deleteFrom('file').where('id', '=', attachment.id).execute()
  const serial = receipt.kind === 'received' ? receipt.serial : ''
  expect((await record.attachment(serial))?.name).toBe('参保凭证.png')
})

test.each([
  [
    'a wrong check digit',
    { fields: { name: '张建国', idNumber: '110105194912310021' } },
    'idNumber',
  ],
  ['no name', { fields: { idNumber: '11010519491231002X' } }, 'name'],
  ['no certificate on the platform', { business: 'pension-in', route: 'platform' }, 'certificate'],
  [
    'a certificate that is too large',
    { attachment: { id: 'a', name: 'a.pdf', type: 'application/pdf', bytes: 2_000_000 } },
    'certificate',
  ],
  [
    'a certificate that is gone',
    { attachment: { id: 'gone', name: 'a.pdf', type: 'application/pdf', bytes: 2_000 } },
    'certificate',
  ],
] as const)('at the door the desk refuses %s and names the field', async (_, changes, field) => {
  const { record } = await openRecord()
  const refusal = await record.submit(application(changes), 'chat/1/0')
  expect(refusal).toMatchObject({ kind: 'refused', field })
  expect(await record.received('chat/1/0')).toBeNull()
})

test('the query finds by every filter, and pages', async () => {
  const { record, clock } = await openRecord()
  const serials: string[] = []
  for (let index = 0; index < 17; index += 1) {
    const receipt = await record.submit(application(), `chat/${index}/0`)
    if (receipt.kind === 'received') serials.push(receipt.serial)
    clock.move(1000)
  }
  clock.move(24 * 3_600_000)
  const other = await record.submit(
    application({
      business: 'alipay',
      route: 'alipay',
      fields: { name: '李梅', idNumber: '11010519491231002X' },
    }),
    'chat/other/0',
  )
  const serial = other.kind === 'received' ? other.serial : ''
  await record.act(serial, 'refuse', { reason: '省内企业职工' }, '王芳')

  const total = async (query: object) => (await record.find(query, 1, 15)).total
  expect(await total({})).toBe(18)
  expect(await total({ from: '2026-11-24' })).toBe(1)
  expect(await total({ to: '2026-11-23' })).toBe(17)
  expect(await total({ from: '2026-11-23', to: '2026-11-23' })).toBe(17)
  expect(await total({ serial })).toBe(1)
  expect(await total({ serial: '20261124' })).toBe(1)
  expect(await total({ business: 'alipay' })).toBe(1)
  expect(await total({ name: '李 梅' })).toBe(1)
  expect(await total({ name: '李' })).toBe(0)
  expect(await total({ idNumber: '11010519491231002x' })).toBe(18)
  expect(await total({ handling: '处理结束' })).toBe(1)

  const second = await record.find({}, 2, 15)
  expect(second).toMatchObject({ page: 2, pages: 2, total: 18 })
  expect(second.cases.map((held) => held.serial)).toEqual(serials.slice(0, 3).reverse())
  expect((await record.find({}, 99, 15)).page).toBe(2)
})
