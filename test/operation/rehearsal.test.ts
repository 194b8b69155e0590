import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createCatalogue } from '../../src/assets/catalogue.ts'
import { describeRehearsal, rehearseAll } from '../../src/operation/rehearsal.ts'
import { built, catalogue, flows, today } from '../everything/conversation.ts'
import { openApp } from '../openApp.ts'
import { openChat } from '../web/client.ts'

let app: Awaited<ReturnType<typeof openApp>>
beforeAll(async () => {
  app = await openApp()
  for (const name of ['张三', '李四']) {
    const person = await openChat(app)
    for (const choice of ['pension-in', 'agree', 'enterprise']) await person.send({ choice })
    await person.send({ text: name })
  }
  const other = await openChat(app)
  await other.send({ choice: 'need-transfer' })
  const done = await openChat(app)
  await done.send({ text: '转人工' })
})
afterAll(() => app.close())

/** The flows without one choice of the first question, or without a whole flow. */
const changed = (change: 'choice' | 'flow') =>
  createCatalogue({
    ...built,
    flows: flows.flatMap((flow) => {
      if (flow.flow !== 'pension-in') return [flow]
      if (change === 'flow') return []
      const steps = structuredClone(flow.steps)
      const kind = steps.transferKind
      if (kind?.kind === 'ask')
        kind.choices = { military: '退役军人保险转入', government: '机关事业' }
      return [{ ...flow, steps }]
    }),
  })

describe('a rehearsal', () => {
  test('leaves everybody where they are on the flows that there are', async () => {
    expect(await rehearseAll(app.store, catalogue, today)).toEqual({
      ...{ open: 3, untouched: 3, askedAgain: {}, gone: {}, stuck: [] },
    })
  })

  test('counts who would be asked again, and where', async () => {
    const rehearsal = await rehearseAll(app.store, changed('choice'), today)
    expect(rehearsal).toMatchObject({ untouched: 1, askedAgain: { 'pension-in/transferKind': 2 } })
    expect(describeRehearsal(rehearsal)).toContain('2  pension-in/transferKind')
  })

  test('counts whose flow would be gone', async () => {
    const rehearsal = await rehearseAll(app.store, changed('flow'), today)
    expect(rehearsal).toMatchObject({ open: 3, untouched: 1, gone: { 'pension-in': 2 } })
  })

  test('names who would be stuck, and nothing that they said', async () => {
    const broken = { ...catalogue, kinds: { ...catalogue.kinds } }
    const stale = { ...catalogue.flows['pension-in']!, version: 'another' }
    stale.begin = () => {
      throw new Error('the way on is missing')
    }
    broken.flows = { ...catalogue.flows, 'pension-in': stale }
    const rehearsal = await rehearseAll(app.store, broken, today)
    expect(rehearsal.stuck).toHaveLength(2)
    const told = describeRehearsal(rehearsal)
    expect(told).toContain('the way on is missing')
    expect(told).not.toContain('张三')
  })

  test('runs as a program on a database, and writes nothing into it', async () => {
    const before = await app.db.selectFrom('turn').selectAll().execute()
    const { stdout } = await promisify(execFile)(process.execPath, ['src/rehearse.ts'], {
      env: {
        PATH: process.env.PATH,
        DATABASE_URL: `sqlite:${app.folder}/jiexu.db`,
        DATA_KEY: btoa('0123456789abcdef0123456789abcdef'),
      },
    })
    expect(stdout).toContain('3 open conversations: 3 untouched')
    expect(await app.db.selectFrom('turn').selectAll().execute()).toEqual(before)
  })
})
