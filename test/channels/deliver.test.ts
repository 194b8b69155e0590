import fc from 'fast-check'
import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Sent } from '../../src/channels/channel.ts'
import { createDeliver, mayBeSent } from '../../src/channels/deliver.ts'
import { createPace } from '../../src/channels/pace.ts'
import { createPost } from '../../src/channels/post.ts'
import type { Effect, Saying } from '../../src/conversation/effect.ts'
import { createMemory } from '../../src/memory.ts'
import { createOutbox } from '../../src/outbox/outbox.ts'
import type { Due } from '../../src/store/delivery.ts'
import { catalogue } from '../everything/conversation.ts'
import { openApp } from '../openApp.ts'
import { type OpenedApp, quiet, until } from './driver.ts'
import { clerkOf, stories } from './stories.ts'
import {
  createPlatform,
  from,
  type Particulars,
  personOn,
  type TestPlatform,
  wordsOf,
} from './testChannel.ts'

let app: OpenedApp
let platform: TestPlatform
let now: number
const clock = () => new Date(now++)
const hours = (count: number) => {
  now += count * 3_600_000
}

async function open(particulars: Particulars = {}) {
  now = Date.now()
  platform = createPlatform('wechat', particulars)
  app = await openApp({}, { channels: platform.create, clock })
}
beforeEach(() => open())
afterEach(() => app.close())

async function reopen(particulars: Particulars) {
  await app.close()
  await open(particulars)
}

/** Five messages within 48 hours after the person wrote, as official accounts have it. */
const counted: Particulars = {
  allowance: ({ heardAt, sentSince }, at) =>
    at.getTime() - heardAt.getTime() < 48 * 3_600_000 ? Math.max(0, 5 - sentSince) : 0,
}

const ada = () => personOn(app, platform)
const heard = (person = 'ada') => wordsOf(platform.heard, person)
const conversations = async () => {
  const rows = await app.db.selectFrom('turn').select('conversationId').distinct().execute()
  return rows.map(({ conversationId }) => conversationId)
}

const update = (serial: string, text: string, decisive = false): Saying => ({
  ...{ flow: null, text: `**${text}**：《转入》流水号 ${serial}。` },
  notice: { serial, title: '转入', text, decisive },
})
const question: Saying = { flow: null, text: '手机号码是多少？', again: true }

/** Something is said to a person without their having asked. */
async function tell(...says: Saying[]) {
  const [conversation] = (await conversations()) as [string]
  const last = (await app.store.turnAt(conversation))!
  const seq = last.seq + 1
  const { at, today } = app.stamp()
  const event = { kind: 'clerkLeft', id: `desk:${conversation}/${seq}`, at, today } as const
  const effects = says.map((saying) => ({
    ...{ effect: { kind: 'say', saying } as Effect, dueAt: at },
    ...{ delivered: false, claimedUntil: null },
  }))
  await app.store.commit({ conversation, seq, event, state: last.state, effects })
  app.inbox.forget(conversation)
  await app.outbox.dispatch()
}

const books = async () => {
  const rows = await app.db.selectFrom('outbox').selectAll().where('kind', '=', 'say').execute()
  return rows.map(({ sentAt, error, attempts }) => (sentAt ? 'sent' : `${error} ${attempts}`))
}

describe('news', () => {
  test('reaches a person who asked for nothing, and the open question comes again after it', async () => {
    const person = ada()
    await stories[0]!.play(person, clerkOf(app))
    await person.say('我要把外省的医疗保险转进来')
    const before = heard().length
    await clerkOf(app).act('accept')
    const told = heard().slice(before)
    expect(told).toHaveLength(2)
    expect(told[0]).toContain('受理成功')
    expect(told[1]).toContain('哪一类人员的医疗保险')
    await person.say('1')
    expect(heard().at(-1)).toContain('已记下人员类型：普通职工')
  })

  test('that waited is told in one message: what came last in full, the others in a line each', async () => {
    await ada().say('你好')
    platform.answer = () => {
      throw new Error('the platform is down')
    }
    await tell(update('0', '受理成功'), question)
    await tell(update('1', '受理成功'), question)
    await tell(update('1', '联系函已发出'), question)
    await tell(update('2', '受理成功'), question)
    platform.answer = () => ({ kind: 'sent' })
    platform.heard.length = 0
    hours(2)
    await app.outbox.dispatch()
    // What may have arrived goes out again as it was; the others were never tried.
    const [tried, told, asked, ...more] = heard()
    expect(tried).toBe('受理成功：《转入》流水号 0。')
    expect(told).toContain('这段时间的进展：')
    expect(told).toMatch(/· .*转入：受理成功\n/)
    expect(told).toContain('联系函已发出：《转入》流水号 1。')
    expect(told).toContain('受理成功：《转入》流水号 2。')
    expect(asked).toBe('手机号码是多少？')
    expect(more).toEqual([])
    expect(new Set(await books())).toEqual(new Set(['sent']))
  })

  test('is not told to who wants none; answers are, and so is the news once it is wanted', async () => {
    const person = ada()
    await stories[0]!.play(person, clerkOf(app))
    await person.say('退订')
    expect(heard().at(-1)).toContain('不再主动告诉您')
    const before = heard().length
    await clerkOf(app).act('accept')
    await clerkOf(app).act('issue-contact-letter')
    expect(heard()).toHaveLength(before)
    await person.say('要多久')
    expect(heard()).toHaveLength(before + 1)
    await person.say('通知')
    const told = heard()
      .slice(before + 1)
      .join('\n')
    expect(told).toContain('受理成功')
    expect(told).toContain('联系函已发出')
    await clerkOf(app).act('record-information-form')
    expect(heard().at(-2)).toContain('信息表已收到')
  })

  test('that waits while the person turns news off is not told', async () => {
    await ada().say('你好')
    platform.answer = () => ({ kind: 'closed' })
    await tell(update('1', '受理成功'))
    platform.answer = () => ({ kind: 'sent' })
    platform.heard.length = 0
    await ada().say('退订')
    expect(heard().filter((words) => words.includes('受理成功'))).toEqual([])
    expect(heard()).toHaveLength(1)
  })
})

describe('where messages are counted', () => {
  beforeEach(() => reopen(counted))

  test('the last one is kept for what decides', async () => {
    await ada().say('你好')
    for (const stage of ['一', '二', '三', '四', '五']) await tell(update('1', stage))
    expect(platform.heard).toHaveLength(4)
    await tell(update('1', '处理成功', true))
    expect(platform.heard).toHaveLength(5)
    expect(heard().at(-1)).toContain('处理成功：《转入》流水号 1。')
    expect(heard().at(-1)).toMatch(/· .*：四\n· .*：五\n/)
    expect(new Set(await books())).toEqual(new Set(['sent']))
  })

  test('what finds no room is told when the person writes, before the answer', async () => {
    await ada().say('你好')
    hours(50)
    await tell(update('1', '处理成功', true), question)
    expect(platform.heard).toHaveLength(1)
    await app.outbox.dispatch()
    expect(platform.heard).toHaveLength(1)
    await ada().say('要多久')
    const [, told, answer, ...more] = heard()
    expect(told).toContain('处理成功')
    expect(answer).toContain('来源')
    expect(more).toEqual([])
  })

  test('an update and the question after it are one message', async () => {
    await ada().say('你好')
    await tell(update('1', '受理成功'), question)
    expect(heard().slice(1)).toEqual(['受理成功：《转入》流水号 1。\n\n手机号码是多少？'])
  })

  test('an answer longer than what is left comes to its end when the person writes again', async () => {
    await ada().say('你好')
    const long = Array.from({ length: 400 }, (_, index) => `第${index}句话写在这里。`).join('')
    await tell({ flow: null, text: long })
    const rest = heard().slice(1).join('')
    expect(platform.heard).toHaveLength(5)
    expect(rest.length).toBeLessThan(long.length)
    await ada().say('要多久')
    expect(heard().slice(1, -1).join('')).toBe(long)
  })

  test('outside the window a notice goes out, once, and the words are kept', async () => {
    await reopen({ ...counted, notify: async () => ({ kind: 'sent' }) })
    await ada().say('你好')
    hours(50)
    await tell(update('1', '受理成功'))
    await tell(update('1', '处理成功', true))
    expect(platform.notices.map(({ notice }) => notice.text)).toEqual(['受理成功', '处理成功'])
    await app.outbox.dispatch()
    expect(platform.notices).toHaveLength(2)
    expect(platform.heard).toHaveLength(1)
    await ada().say('要多久')
    expect(heard()[1]).toContain('处理成功')
    expect(platform.notices).toHaveLength(2)
  })

  test('a window that the platform closed before we thought so is one like any other', async () => {
    await ada().say('你好')
    platform.answer = () => ({ kind: 'closed' })
    await tell(update('1', '受理成功'))
    platform.answer = () => ({ kind: 'sent' })
    hours(2)
    await app.outbox.dispatch()
    expect(platform.heard).toHaveLength(1)
    await ada().say('要多久')
    expect(heard()[1]).toContain('受理成功')
  })

  test('whatever comes in whatever order, the window is kept, and in the end all is told once', async () => {
    const move = fc.oneof(
      fc.constant('writes' as const),
      fc.constant('waits' as const),
      fc.record({ decisive: fc.boolean() }),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(move, { minLength: 3, maxLength: 14 }), async (moves) => {
        await reopen(counted)
        let [sent, at, count] = [0, now, 0]
        const room = () => (now - at < 48 * 3_600_000 ? 5 - (platform.heard.length - sent) : 0)
        const writes = async () => {
          sent = platform.heard.length
          at = now
          await ada().say('要多久')
        }
        await writes()
        for (const one of moves) {
          const before = room()
          if (one === 'writes') await writes()
          else if (one === 'waits') hours(30)
          else {
            await tell(update('1', `进展${++count}完`, one.decisive))
            if (before >= 2) expect(heard().at(-1)).toContain(`进展${count}完`)
            if (before === 1) expect(room()).toBe(one.decisive ? 0 : 1)
          }
          expect(room()).toBeGreaterThanOrEqual(0)
        }
        await writes()
        const words = heard().join('\n')
        for (let index = 1; index <= count; index++) {
          expect(words.split(`进展${index}完`).length - 1).toBe(1)
        }
        expect(new Set(await books())).toEqual(new Set(['sent']))
      }),
      { numRuns: 12 },
    )
  }, 120_000)
})

describe('how many parcels may go', () => {
  const row = (notice?: { decisive: boolean }) => {
    const saying = { flow: null, text: '', ...(notice && { notice }) }
    return { effect: { kind: 'say', saying } } as unknown as Due
  }
  test('is never more than are let through, and leaves one where nothing is decided', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('update', 'again', 'answer'),
        fc.boolean(),
        fc.integer({ min: 1, max: 8 }),
        fc.nat({ max: 8 }),
        (kind, decisive, needed, left) => {
          const rows = [row(kind === 'update' ? { decisive } : undefined)]
          const may = mayBeSent({ rows, kind }, needed, left)
          if (may === 'dropped') return kind === 'again' && needed > left - 1
          if (kind === 'answer') return may === Math.min(needed, left)
          if (kind === 'update' && decisive) return may === Math.min(needed, left)
          return may === 0 || (may === needed && left - may >= 1)
        },
      ),
    )
  })
})

describe('after a crash', () => {
  test('what was sent and not settled is not sent again', async () => {
    await ada().say('你好')
    const { settle } = app.store
    app.store.settle = async () => {
      throw new Error('the process went away')
    }
    await tell(update('1', '受理成功'))
    app.store.settle = settle
    expect(heard().filter((words) => words.includes('受理成功'))).toHaveLength(1)
    hours(1)
    await app.outbox.dispatch()
    expect(heard().filter((words) => words.includes('受理成功'))).toHaveLength(1)
    expect(new Set(await books())).toEqual(new Set(['sent']))
  })

  test('of a long text only the pieces go that have not gone, each under its own id', async () => {
    await ada().say('你好')
    let calls = 0
    platform.answer = (): Sent => {
      if (++calls === 3) throw new Error('the platform is down')
      return { kind: 'sent' }
    }
    const long = Array.from({ length: 400 }, (_, index) => `第${index}句话写在这里。`).join('')
    await tell({ flow: null, text: long })
    hours(1)
    await app.outbox.dispatch()
    expect(heard().slice(1).join('')).toBe(long)
    const ids = platform.heard.map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    expect(platform.calls.filter((id, index, all) => all.indexOf(id) !== index)).toHaveLength(1)
  })

  test('a message that went out and could not be noted is sent again under the same id', async () => {
    await ada().say('你好')
    const { noteSent } = app.store
    app.store.noteSent = async () => {
      throw new Error('the process went away')
    }
    await tell(update('1', '受理成功'))
    await tell(update('1', '联系函已发出'))
    app.store.noteSent = noteSent
    hours(1)
    await app.outbox.dispatch()
    const [, first, again, next] = platform.heard
    expect(again).toEqual(first)
    expect(next!.id).not.toBe(first!.id)
    expect(heard().at(-1)).toBe('联系函已发出：《转入》流水号 1。')
  })

  test('updates that were bound for one message stay in it, whatever comes after them', async () => {
    await ada().say('你好')
    platform.answer = () => {
      throw new Error('the platform is down')
    }
    await tell(update('0', '受理成功'))
    await tell(update('1', '受理成功'))
    await tell(update('1', '联系函已发出'))
    let calls = 0
    platform.answer = (): Sent => {
      if (++calls > 1) throw new Error('the platform is down')
      return { kind: 'sent' }
    }
    hours(1)
    await app.outbox.dispatch()
    platform.answer = () => ({ kind: 'sent' })
    await tell(update('1', '信息表已收到'))
    hours(1)
    await app.outbox.dispatch()
    const [, , first, second] = heard()
    expect(first).toMatch(/受理成功\n\n联系函已发出/)
    expect(second).toBe('信息表已收到：《转入》流水号 1。')
  })
})

describe('two processes', () => {
  test('send each message once', async () => {
    await ada().say('你好')
    const other = await openApp({}, { channels: platform.create, clock, folder: app.folder })
    platform.answer = async () => {
      await new Promise((resolve) => setTimeout(resolve, 5))
      return { kind: 'sent' }
    }
    for (const stage of ['一', '二', '三']) {
      await tell(update('1', stage))
      await Promise.all([app.outbox.dispatch(), other.outbox.dispatch()])
    }
    await until(async () => !(await books()).some((one) => one !== 'sent'))
    for (const stage of ['一', '二', '三']) {
      expect(heard().filter((words) => words.includes(`${stage}：`))).toHaveLength(1)
    }
    await other.close()
  })
})

describe('a platform', () => {
  test('that hangs delays one conversation, and no other', async () => {
    await ada().say('你好')
    await personOn(app, platform, 'bob').say('你好')
    let release = () => {}
    const hanging = new Promise<Sent>((resolve) => {
      release = () => resolve({ kind: 'sent' })
    })
    platform.answer = ({ person }) => (person === 'ada' ? hanging : { kind: 'sent' })
    const dispatched = platform.receive(from(platform, 'ada', '要多久'))
    await until(() => platform.calls.length === 3)
    await platform.receive(from(platform, 'bob', '要多久'))
    await until(() => heard('bob').length === 2)
    expect(heard('ada')).toHaveLength(1)
    release()
    await dispatched
    await quiet(app)
    expect(heard('ada')).toHaveLength(2)
  })

  test('that hangs for too long is given up, and the message tried again', async () => {
    const { store } = app
    const post = createPost(createPace(clock, createMemory()), pino({ level: 'silent' }), 30)
    await ada().say('你好')
    platform.answer = () => new Promise(() => {})
    const load = { picture: async () => null, file: async () => null, export: async () => null }
    const deliver = createDeliver({
      ...{ store, channels: app.channels, post, load, clock, catalogue: () => catalogue },
      stateOf: async () => null,
    })
    const log = pino({ level: 'silent' })
    const outbox = createOutbox({ store, clock, log, deliver }, async () => {})
    app.outbox.dispatch = outbox.dispatch
    await tell(update('1', '受理成功'))
    expect((await books()).at(-1)).toBe('failed 1')
  })

  test.each([
    ['throws', () => Promise.reject(new Error('502'))],
    ['answers nonsense', () => ({ ok: 1 }) as unknown as Sent],
    ['answers nothing', () => undefined as unknown as Sent],
  ])(
    'that %s is asked again with ever longer pauses, and then a clerk is told',
    async (_, answer) => {
      await ada().say('你好')
      platform.answer = answer
      await tell(update('1', '受理成功'))
      const after: number[] = []
      for (let step = 0; step < 300; step++) {
        const before = platform.calls.length
        hours(1 / 12)
        await app.outbox.dispatch()
        if (platform.calls.length > before) after.push(step)
      }
      expect(platform.calls).toHaveLength(1 + 12)
      const pauses = after.map((step, index) => step - (after[index - 1] ?? -1))
      expect(pauses).toEqual([...pauses].sort((a, b) => a - b))
      expect((await books()).at(-1)).toBe('failed 11')
      const letters = await app.deadLetters.list()
      expect(letters).toMatchObject([{ kind: 'say', channel: 'wechat', reason: 'failed' }])
      platform.answer = () => ({ kind: 'sent' })
      expect(await app.deadLetters.retry(letters[0]!.id)).toBe(true)
      await until(() => heard().some((words) => words.includes('受理成功')))
      await quiet(app)
      expect(await app.deadLetters.list()).toEqual([])
    },
  )

  test('that says that nobody is there any more is not asked again', async () => {
    await ada().say('你好')
    platform.answer = () => ({ kind: 'unreachable', reason: 'blocked' })
    await tell(update('1', '受理成功'))
    await tell(update('1', '处理成功', true))
    hours(24)
    await app.outbox.dispatch()
    expect(platform.calls).toHaveLength(3)
    const letters = await app.deadLetters.list()
    expect(letters.map(({ reason }) => reason)).toEqual(['blocked', 'blocked'])
  })

  test('that says “too fast” is asked again after a while, and it counts as no failure', async () => {
    await ada().say('你好')
    platform.answer = () => ({ kind: 'wait', seconds: 600 })
    await tell(update('1', '受理成功'))
    platform.answer = () => ({ kind: 'sent' })
    await app.outbox.dispatch()
    expect(platform.heard).toHaveLength(1)
    hours(0.2)
    await app.outbox.dispatch()
    expect(heard().at(-1)).toContain('受理成功')
  })

  test('is sent no more than its pace allows, and nothing is lost', async () => {
    await reopen({ pace: { perPerson: 60, perAccount: 4 } })
    const people = ['a', 'b', 'c', 'd', 'e', 'f']
    for (const name of people) await platform.receive(from(platform, name, '要多久'))
    await quiet(app)
    expect(platform.heard.length).toBeLessThanOrEqual(4)
    for (let minute = 0; minute < 8; minute++) {
      const before = platform.heard.length
      hours(1 / 60)
      await app.outbox.dispatch()
      await quiet(app)
      expect(platform.heard.length - before).toBeLessThanOrEqual(4)
    }
    expect(platform.heard.map(({ to }) => to).sort()).toEqual(people)
  })
})

test('a file and a picture go along, and what is not to be had is put in words', async () => {
  await app.close()
  platform = createPlatform('wechat')
  now = Date.now()
  app = await openApp({}, { channels: platform.create, clock })
  await ada().say('你好')
  const lost = { id: 'lost', name: '联系函.pdf', type: 'application/pdf', bytes: 4 }
  await tell(
    { flow: null, text: '在这里。', picture: { url: '/pictures/pension/name.svg', alt: '一格' } },
    {
      flow: null,
      text: '还有这里。',
      picture: { url: '/pictures/pension/none.svg', alt: '另一格' },
      file: lost,
    },
  )
  const kinds = platform.heard.slice(1).map(({ parcel }) => parcel.kind)
  expect(kinds).toEqual(['picture', 'text', 'text'])
  expect(heard().at(-1)).toContain('另一格')
  expect(heard().at(-1)).toContain('“联系函.pdf”在这里发不了')
})

test('everything that is held about a person goes out as a file where a channel carries files', async () => {
  const person = ada()
  await person.say('我要把外省的养老保险转进来')
  await person.say('导出我的数据')
  await person.press('导出我的数据')
  const file = platform.heard.findLast(({ parcel }) => parcel.kind === 'file')!.parcel
  if (file.kind !== 'file') throw new Error('no file')
  const all = JSON.parse(new TextDecoder().decode(file.content))
  expect(all.addresses).toMatchObject([{ channel: 'wechat', person: 'ada' }])
  expect(JSON.stringify(all.messages)).toContain('我要把外省的养老保险转进来')
})
