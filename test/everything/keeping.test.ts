import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { expired } from '../../src/conversation/keeping.ts'
import { initialState, type State } from '../../src/conversation/state.ts'
import { createKeeper } from '../../src/inbox/keeper.ts'
import { dayInBeijing } from '../../src/time.ts'
import { openApp } from '../openApp.ts'
import { fillIn, openChat, pdf } from '../web/client.ts'
import { catalogue, happen } from './conversation.ts'

const { keeping } = catalogue
const filed = dayInBeijing(new Date())

/** `YYYY-MM-DD`, so many days after the filing. */
const daysLater = (days: number) =>
  new Date(Date.parse(filed) + days * 86_400_000).toISOString().slice(0, 10)

let app: Awaited<ReturnType<typeof openApp>>
beforeAll(async () => {
  app = await openApp({ TODAY: filed })
})
afterAll(() => app.close())

type Person = Awaited<ReturnType<typeof openChat>>

/** Somebody whose application has been filed, and refused for good unless it lies open. */
async function filedBy(end: 'refused' | 'open'): Promise<Person> {
  const person = await openChat(app)
  await fillIn(person)
  const { state } = await person.send({ choice: 'confirm' })
  const serial = state.dossier!.serial
  if (end === 'refused') {
    await app.desk.record.act(serial, 'refuse', { reason: '已领取养老金' }, '王芳')
    await app.follower.look()
  }
  return person
}

/** The keeper as it comes round on a day, until that day is done. */
async function comesRound(days: number): Promise<void> {
  const log = { info() {} } as unknown as Parameters<typeof createKeeper>[0]['log']
  const at = `${daysLater(days)}T18:00:00.000Z`
  const stamp = () => ({ at, today: daysLater(days) })
  const { store, inbox } = app
  const keeper = createKeeper({ store, inbox, log, stamp, catalogue: () => catalogue })
  for (let count = 0; count < 5; count++) await keeper.look()
}

const held = async (person: Person) => {
  const last = await app.store.turnAt(`web:${person.chat}`)
  return JSON.stringify(last?.state ?? null)
}
const rows = async (table: 'inbox' | 'turn' | 'outbox' | 'file', person: Person) => {
  const found = await app.db
    .selectFrom(table)
    .select('conversationId')
    .where('conversationId', '=', `web:${person.chat}`)
    .execute()
  return found.length
}

describe('what a person told', () => {
  test('is kept while the agency works on it, then as long as the terms say, and no longer', async () => {
    const open = await filedBy('open')
    const ended = await filedBy('refused')
    const began = await openChat(app)
    for (const choice of ['pension-in', 'agree', 'enterprise']) await began.send({ choice })
    await began.send({ text: '李四' })

    await comesRound(29)
    expect(await held(ended)).toContain('32560.4')
    expect(await rows('file', ended)).toBe(1)

    await comesRound(31)
    const without = await held(ended)
    expect(without).not.toContain('32560.4')
    expect(without).not.toContain('文化路')
    expect(without).toContain('张三')
    expect(await rows('file', ended)).toBe(0)
    expect(await rows('turn', ended)).toBe(1)
    expect(await rows('inbox', ended)).toBe(1)
    expect(await rows('outbox', ended)).toBe(0)
    const again = await ended.send({ text: '查进度' })
    expect(again.messages.at(-1)!.text).toContain('受理失败')

    await comesRound(91)
    expect(await held(began)).toBe('null')
    expect((await began.get()).status).toBe(404)

    await comesRound(400)
    expect(await held(ended)).toBe('null')
    for (const table of ['inbox', 'turn', 'outbox', 'file'] as const) {
      expect(await rows(table, ended)).toBe(0)
    }
    expect(await held(open)).toContain('32560.4')
    expect(await rows('file', open)).toBe(1)
  })

  test('is deleted once a day and for every conversation, however many there are', async () => {
    const people = await Promise.all(Array.from({ length: 210 }, () => openChat(app)))
    await comesRound(500)
    const left = await Promise.all(people.map((person) => rows('turn', person)))
    expect(left.filter((count) => count > 0)).toEqual([])
    expect(await app.store.setting('keeping.progress')).toBe(`${daysLater(500)} .`)
  })

  test('stays with the agency that it was filed with', async () => {
    const person = await filedBy('refused')
    const { state } = await person.send({ text: '查进度' })
    await comesRound(800)
    const record = await app.desk.record.read(state.dossier!.serial)
    expect(record?.case.application.fields.name).toBe('张三')
    expect((await app.desk.record.attachment(state.dossier!.serial))?.name).toBe(pdf().name)
  })
})

describe('a term', () => {
  const day = 86_400_000
  /** What happens to a person so many days after the filing. */
  const happens = (person: Person, days: number, happening: object) =>
    app.inbox.receive(`web:${person.chat}`, {
      ...{ id: crypto.randomUUID(), today: daysLater(days) },
      ...{ at: new Date(Date.parse(filed) + days * day).toISOString(), ...happening },
    } as Parameters<typeof app.inbox.receive>[1])
  const says = (person: Person, days: number, text: string) =>
    happens(person, days, { kind: 'said', text, id: `web:${person.chat}#${crypto.randomUUID()}` })

  test('runs from the end of the application, whoever writes meanwhile and whatever the clock reminds of', async () => {
    const person = await filedBy('refused')
    await says(person, 29, '要多久')
    await happens(person, 30, { kind: 'due', about: 'nextStepDue', serial: '0' })
    await comesRound(31)
    expect(await held(person)).not.toContain('文化路')
    for (let days = 35; days < 181; days += 30) await says(person, days, '要多久')
    await comesRound(180)
    expect(await held(person)).toContain('张三')
    await says(person, 181, '要多久')
    await comesRound(181)
    expect(await held(person)).toContain('张三')
    await comesRound(182)
    expect(await held(person)).toBe('null')
  })

  test('takes the papers along that show what has expired', async () => {
    const person = await openChat(app)
    for (const text of [
      '用12333转养老保险',
      '在这里填写申请',
      '同意',
      '张三',
      '11010519491231002X',
    ]) {
      await person.send({ text })
    }
    for (const text of ['13800138000', '河南省郑州市金水区文化路1号', '北京东城区', '天津宝坻区']) {
      await person.send({ text })
    }
    const { state } = await person.send({ choice: 'confirm' })
    await app.desk.record.act(state.dossier!.serial, 'refuse', { reason: '已领取养老金' }, '王芳')
    await app.follower.look()
    await person.send({ text: '给我申请表副本' })
    await expect.poll(() => rows('file', person), { timeout: 30_000 }).toBe(1)
    await comesRound(31)
    expect(await held(person)).not.toContain('文化路')
    expect(await rows('file', person)).toBe(0)
  })

  test('is held off by a form that lies open, and by nothing else that was asked since', async () => {
    const person = await filedBy('refused')
    await person.send({ text: '什么是联系函' })
    await person.send({ choice: 'need-transfer' })
    await person.send({ text: '已经开始领了' })
    await person.send({ text: '职工的' })
    await comesRound(32)
    expect(await held(person)).toContain('need-transfer')
    expect(await held(person)).not.toContain('文化路')
  })
})

describe('the terms', () => {
  test('are those that people are told when they consent', () => {
    const months = `${keeping.filed / 30} 个月`
    const told = [
      catalogue.render('consent', { whose: null }),
      catalogue.render('privacy/kept', { dossiers: [] }),
    ]
    for (const text of told) expect(text).toContain(months)
  })

  test('name only fields that there are, and none for longer than the conversation', () => {
    for (const [field, days] of Object.entries(keeping.fields)) {
      expect(catalogue.label(field)).not.toBe(field)
      expect(days).toBeLessThan(keeping.filed)
    }
  })

  test('hold for a certificate that was read and never confirmed, and for what was last half said', () => {
    const cell = { field: 'accountBalance', value: 32560.4, text: '32560.4' }
    const file = { id: 'f1', name: '凭证.pdf', type: 'application/pdf', bytes: 16 }
    const certificate = { file, paper: 'pension', source: 'text', cells: [cell] } as const
    const aside = {
      kind: 'reading',
      field: 'accountBalance',
      readings: [{ value: 32560.4, label: '' }],
    }
    const unfinished = { field: 'accountBalance', text: '32560.4' }
    const status = { handling: '处理结束', stage: 'refused', documents: [] }
    const other = { whose: '妈妈', person: {}, consentedOn: null, advice: null, certificate }
    const state = {
      ...{ ...initialState, certificate, aside, unfinished, others: [other] },
      dossiers: [{ key: 'k', serial: '1', flow: 'pension-in', answers: {}, status, since: filed }],
    } as unknown as State
    const due = expired(catalogue, state, filed, daysLater(31))
    expect(due.kind).toBe('fields')
    const fields = due.kind === 'fields' ? due.fields : []
    const after = happen({ state, seq: 1, effects: [] }, { kind: 'expired', fields })
    expect(JSON.stringify(after.state)).not.toContain('32560.4')
    expect(expired(catalogue, after.state, filed, daysLater(31)).kind).toBe('nothing')
  })

  test('leave a form alone that somebody still writes in', () => {
    const frame = { flow: 'pension-in', step: 'idNumber', answers: { name: '张三' } }
    const stack = [{ ...frame, path: ['name'], past: [], future: [], kept: [] }]
    const state = { ...initialState, stack }
    const after = (days: number) => expired(catalogue, state, filed, daysLater(days)).kind
    expect([after(keeping.unfiled), after(keeping.unfiled + 1)]).toEqual(['nothing', 'all'])
  })
})
