import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openApp } from '../openApp.ts'
import { type Answer, fillIn, openChat } from './client.ts'

let app: Awaited<ReturnType<typeof openApp>>
beforeAll(async () => {
  app = await openApp()
})
afterAll(() => app.close())

const offeredIn = ({ messages }: Answer) => messages.flatMap(({ choices = [] }) => choices)
const lastOf = ({ messages }: Answer) => messages.findLast(({ choices }) => choices)!

describe('a button of a question that has changed meanwhile', () => {
  test('yes and no bear the name of what they answer', async () => {
    const person = await openChat(app)
    const asked = await person.send({ text: '我要不要转社保' })
    expect(asked.state.field).toBe('drawing')
    const [yes, no] = offeredIn(asked).map(({ value }) => value)
    expect((await person.send({ choice: no! })).state.answers.drawing).toBe(false)
    const late = await person.send({ choice: yes! })
    expect(late.state.answers.drawing).toBe(false)
    expect(late.state.field).toBe('moverScheme')
  })

  test('an old no does not answer another question of yes or no', async () => {
    const person = await openChat(app)
    const drawing = await person.send({ text: '我要不要转社保' })
    const stints = '2005年1月到2014年12月广东，2018年1月至今北京'
    for (const text of ['还没有领', '都是企业职工', stints, '1975年1月1日', '女'])
      await person.send({ text })
    const posting = await person.send({ text: '管理岗' })
    expect(posting.state.field).toBe('posting')
    const old = offeredIn(drawing).find(({ value }) => value.endsWith('no'))!
    const late = await person.send({ choice: old.value })
    expect(late.state.field).toBe('posting')
    expect(late.state.answers.posting).toBeUndefined()
    const own = offeredIn(posting).find(({ value }) => value.endsWith('no'))!
    expect((await person.send({ choice: own.value })).state.answers.posting).toBe(false)
  })

  test('the same value on an older button is told from the open question by its message', async () => {
    const person = await openChat(app)
    await person.send({ choice: 'medical-in' })
    const kind = lastOf(await person.send({ choice: 'agree' }))
    await person.send({ choice: 'employee' })
    const said = [
      '张三',
      '11010519491231002X',
      '城镇',
      '河南省郑州市金水区文化路1号',
      '13800138000',
    ]
    for (const text of said) await person.send({ text })
    for (const text of ['北京市朝阳区建国路1号', '100024']) await person.send({ text })
    const asked = await person.send({ text: '跳过' })
    expect(asked.state.field).toBe('currentScheme')
    const late = await person.send({ choice: 'employee', seq: kind.seq })
    expect(late.state.field).toBe('currentScheme')
    expect(late.state.answers.currentScheme).toBeUndefined()
    const own = await person.send({ choice: 'employee', seq: lastOf(asked).seq })
    expect(own.state.answers.currentScheme).toBe('employee')
  })

  test('what was to be confirmed has changed: it is shown again, and nothing is filed', async () => {
    const person = await openChat(app)
    const review = lastOf(await fillIn(person))
    const changed = await person.send({ text: '月数改成49' })
    expect(changed.state.step).toBe('review')
    const late = await person.send({ choice: 'confirm', seq: review.seq })
    expect(late.state).toMatchObject({ step: 'review', dossier: null })
    expect(lastOf(late).text).toContain('49')
    const filed = await person.send({ choice: 'confirm', seq: lastOf(late).seq })
    expect(filed.state.dossier).not.toBeNull()
  })
})
