import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { isFromPerson } from '../../src/conversation/event.ts'
import { openApp } from '../openApp.ts'
import { type OpenedApp, quiet, until } from './driver.ts'
import { certificate } from './stories.ts'
import { createPlatform, from, personOn, type TestPlatform, wordsOf } from './testChannel.ts'

let app: OpenedApp
let platform: TestPlatform
let now: number
const clock = () => new Date(now++)
const minutes = (count: number) => {
  now += count * 60_000
}
const open = async (folder?: string) => {
  const own = createPlatform('dingtalk')
  const opened = await openApp({}, { channels: own.create, clock, ...(folder && { folder }) })
  return { own, opened }
}

beforeEach(async () => {
  now = Date.now()
  ;({ own: platform, opened: app } = await open())
})
afterEach(() => app.close())

const heard = (person = 'ada') => wordsOf(platform.heard, person)
const ada = () => personOn(app, platform)
const rows = (table: 'inbox' | 'turn' | 'outbox' | 'address' | 'mention' | 'file') =>
  app.db.selectFrom(table).selectAll().execute()
const conversation = async () => {
  const turns = await app.db.selectFrom('turn').select('conversationId').execute()
  return turns[0]!.conversationId
}
const stateOf = async () => (await app.store.turnAt(await conversation()))!.state
const hand = async (message: Parameters<typeof platform.receive>[0]) => {
  const outcome = await platform.receive(message)
  await quiet(app)
  return outcome
}

/** Up to the question for the certificate. */
async function beginUpload() {
  const person = ada()
  for (const words of [
    ...['我要把外省的养老保险转进来', '1', '1', '张三', '11010519491231002X', '1101234567'],
    ...['河南省郑州市金水区文化路1号', '2015年3月至2019年8月', '50', '32560.40', '13800138000'],
    ...['120115', '天津市社会保险基金管理中心宝坻分中心', '022-29241234', '天津市宝坻区南城路2号'],
  ]) {
    await person.say(words)
  }
  expect(heard().at(-1)).toContain('请上传')
}

describe('a message', () => {
  test('that comes again is heard once, also after a restart', async () => {
    const message = from(platform, 'ada', '要多久')
    expect(await hand(message)).toBe('kept')
    expect(await hand(message)).toBe('known')
    expect(await Promise.all([message, message].map(hand))).toEqual(['known', 'known'])
    const { own, opened } = await open(app.folder)
    expect(await own.receive(message)).toBe('known')
    await opened.close()
    expect(heard()).toHaveLength(1)
    expect(await rows('turn')).toHaveLength(1)
  })

  test('that comes to two processes at once is heard once', async () => {
    const { own, opened } = await open(app.folder)
    const message = from(platform, 'ada', '要多久')
    await Promise.all([platform.receive(message), own.receive(message)])
    await quiet(app)
    expect(await rows('turn')).toHaveLength(1)
    expect([...platform.heard, ...own.heard]).toHaveLength(1)
    await opened.close()
  })

  test('of the same id from somebody else is another', async () => {
    await hand(from(platform, 'ada', '要多久', { id: 'same' }))
    await hand(from(platform, 'bob', '要多久', { id: 'same' }))
    expect([heard().length, heard('bob').length]).toEqual([1, 1])
  })

  test('older than a day is passed over, one that was under way for hours is not', async () => {
    const old = (hours: number) => ({ at: new Date(now - hours * 3_600_000) })
    expect(await hand(from(platform, 'ada', '要多久', old(25)))).toBe('known')
    expect(await rows('inbox')).toEqual([])
    expect(await hand(from(platform, 'ada', '要多久', old(5)))).toBe('kept')
    expect(heard()).toHaveLength(1)
  })

  test('is kept before the platform hears that it was received; else the platform hears nothing', async () => {
    const { keep } = app.store
    app.store.keep = async () => {
      throw new Error('the disk is full')
    }
    const message = from(platform, 'ada', '要多久')
    await expect(platform.receive(message)).rejects.toThrow('disk')
    expect(await rows('inbox')).toEqual([])
    app.store.keep = keep
    expect(await hand(message)).toBe('kept')
    expect(heard()).toHaveLength(1)
  })

  test('that was kept when the process went away has its turn by the sweep', async () => {
    const { receive } = app.inbox
    app.inbox.receive = async () => {
      throw new Error('the process went away')
    }
    await platform.receive(from(platform, 'ada', '要多久'))
    app.inbox.receive = receive
    expect(await rows('inbox')).toMatchObject([{ pending: 1 }])
    minutes(1)
    await app.sweep()
    await quiet(app)
    expect(heard()).toHaveLength(1)
    expect(await rows('inbox')).toMatchObject([{ pending: 0 }])
  })

  test('whose turn takes the process with it is tried a few times and left to a clerk, alone', async () => {
    const lost = new Promise<never>(() => {})
    let tries = 0
    /** A process that goes away at the turn of the first person, and with it whatever else it is at. */
    const mortal = (opened: OpenedApp, first: string) => {
      const { commit } = opened.store
      let isGone = false
      return new Promise<void>((gone) => {
        opened.store.commit = (turn) => {
          if (turn.conversation === first && !isGone) {
            isGone = true
            tries++
            gone()
          }
          return isGone ? lost : commit(turn)
        }
      })
    }
    const begun = await open(app.folder)
    begun.opened.store.commit = () => lost
    await begun.own.receive(from(platform, 'ada', '要多久'))
    await begun.own.receive(from(platform, 'bob', '要多久'))
    const [first, second] = (await rows('inbox')) as { conversationId: string }[]
    for (let restart = 0; restart < 8; restart++) {
      minutes(60)
      const { opened } = await open(app.folder)
      await Promise.race([mortal(opened, first!.conversationId), opened.sweep()])
    }
    expect(tries).toBe(5)
    expect(await app.deadLetters.list()).toMatchObject([
      { conversation: first!.conversationId, attempts: 5 },
    ])
    expect(await rows('turn')).toMatchObject([{ conversationId: second!.conversationId }])
  })

  test('and many more, all at once, are taken in the order in which they came', async () => {
    const person = ada()
    await person.say('我要把外省的养老保险转进来')
    const answers = ['1', '1', '张三', '11010519491231002X', '1101234567']
    await Promise.all(answers.map((words) => platform.receive(from(platform, 'ada', words))))
    await quiet(app)
    const { stack } = await stateOf()
    expect(stack.at(-1)!.answers).toMatchObject({ name: '张三', personalNumber: '1101234567' })
  })

  test('that is endless, or holds what no database gives back, is heard as far as it goes', async () => {
    await hand(from(platform, 'ada', `要多久\0\ud800${'啊'.repeat(60_000)}`))
    const [turn] = await app.store.turns(await conversation(), 1)
    const { text } = turn!.event as { text: string }
    expect(text.length).toBe(4000)
    expect(text.isWellFormed()).toBe(true)
    expect(text).not.toContain('\0')
  })

  test('with the words or the value of a button is that choice', async () => {
    await ada().say('我要把外省的养老保险转进来')
    await ada().say(' 同意，开始填写 ')
    await ada().say('enterprise')
    expect((await stateOf()).stack.at(-1)!.answers).toMatchObject({ transferKind: 'enterprise' })
    const conversationId = await conversation()
    const events = (await app.store.turns(conversationId, 0)).map(({ event }) => event)
    expect(events.filter(isFromPerson).map(({ kind }) => kind)).toEqual(['said', 'chose', 'chose'])
  })

  test('with the words of a button of long ago is an answer, not that choice', async () => {
    await ada().say('我要把外省的养老保险转进来')
    for (const words of ['1', '1', '转人工']) await ada().say(words)
    expect((await stateOf()).handoff).toBe('waiting')
    await ada().say('张三')
    expect((await stateOf()).stack.at(-1)!.answers).toMatchObject({ name: '张三' })
  })

  test('that opens the conversation is greeted with the menu', async () => {
    await hand(from(platform, 'ada', { kind: 'opened' }))
    expect(heard()[0]).toContain('您好，我是接续')
    expect(heard()[0]).toContain('1. 我要不要转')
    await ada().say('2')
    expect((await stateOf()).stack.at(-1)!.flow).toBe('pension-in')
  })

  test('of greeting alone, the first of all, is greeted with the menu', async () => {
    await ada().say('你好')
    expect(heard()[0]).toContain('1. 我要不要转')
  })

  test('that cannot be read is answered with what can be sent here', async () => {
    await hand(from(platform, 'ada', { kind: 'unsupported', what: '表情' }))
    expect(heard()[0]).toContain('“表情”我看不了')
    await beginUpload()
    await hand(from(platform, 'ada', { kind: 'unsupported', what: '视频' }))
    expect(heard().at(-1)).toContain('“视频”我看不了')
    expect(heard().at(-1)).toContain('请上传')
  })
})

describe('in a group', () => {
  test('whoever speaks to us is asked for a private chat, once a message, and nothing is kept of it', async () => {
    const message = from(platform, 'ada', '我是张三，身份证11010519491231002X', { inGroup: true })
    message.address = { ...message.address, reply: { group: 'g1' } }
    expect(await hand(message)).toBe('kept')
    await until(() => platform.heard.length === 1)
    expect(heard()[0]).toContain('私下')
    expect(await hand(message)).toBe('known')
    const { own, opened } = await open(app.folder)
    expect(await own.receive(message)).toBe('known')
    await opened.close()
    expect(heard()).toHaveLength(1)
    for (const table of ['inbox', 'turn', 'outbox', 'address'] as const) {
      expect(await rows(table)).toEqual([])
    }
    expect(JSON.stringify(await rows('mention'))).not.toContain('ada')
  })

  test('is answered into the group, and a private chat of the same person is answered there', async () => {
    const reply = { group: 'g1' }
    const replies: unknown[] = []
    platform.answer = (address) => {
      replies.push(address.reply)
      return { kind: 'sent' }
    }
    const message = from(platform, 'ada', '在吗', { inGroup: true })
    await hand({ ...message, address: { ...message.address, reply } })
    await until(() => replies.length === 1)
    await ada().say('要多久')
    expect(replies).toEqual([reply, undefined])
  })

  test('what was answered long ago is forgotten', async () => {
    await hand(from(platform, 'ada', '在吗', { inGroup: true }))
    minutes(3 * 24 * 60)
    await app.sweep()
    expect(await rows('mention')).toEqual([])
  })
})

describe('a file that is still with the platform', () => {
  beforeEach(beginUpload)
  const announced = (key: string) =>
    from(platform, 'ada', { kind: 'fileReference', name: '凭证.pdf', reference: { key } })

  test('is fetched after its message was kept, and is an answer', async () => {
    platform.files.set('one', certificate)
    await hand(announced('one'))
    expect(heard().at(-1)).toContain('请核对')
    expect(await rows('file')).toHaveLength(1)
    const bodies = JSON.stringify(await rows('inbox'))
    expect(bodies).not.toContain('凭证.pdf')
  })

  test('that is not there yet is asked for again, ever more rarely, while the person goes on', async () => {
    await platform.receive(announced('late'))
    await until(() => platform.fetches === 1)
    await platform.receive(from(platform, 'ada', '要多久'))
    await until(() => heard().at(-1)?.includes('请上传') && heard().at(-2)?.includes('来源'))
    const seconds: number[] = []
    for (let passed = 0; passed < 150; passed++) {
      const before = platform.fetches
      now += 1000
      if (passed === 140) platform.files.set('late', certificate)
      await app.sweep()
      if (platform.fetches > before) seconds.push(passed)
    }
    expect(seconds.length).toBeLessThanOrEqual(3)
    minutes(10)
    await app.sweep()
    await quiet(app)
    expect(heard().at(-1)).toContain('请核对')
  })

  test('that never comes: the person is told, and sends it again', async () => {
    await platform.receive(announced('never'))
    await until(() => platform.fetches === 1)
    for (let passed = 0; passed < 60; passed++) {
      minutes(1)
      await app.sweep()
    }
    await quiet(app)
    const told = heard().filter((words) => words.includes('没有收到'))
    expect(told).toHaveLength(1)
    expect(told[0]).toContain('凭证.pdf')
    platform.files.set('again', certificate)
    await hand(announced('again'))
    expect(heard().at(-1)).toContain('请核对')
  })

  test('that was being fetched when the process went away is fetched by the sweep', async () => {
    const { receive } = app.inbox
    app.inbox.receive = async () => {
      throw new Error('the process went away')
    }
    platform.files.set('one', certificate)
    await platform.receive(announced('one'))
    app.inbox.receive = receive
    minutes(1)
    await app.sweep()
    await quiet(app)
    expect(heard().at(-1)).toContain('请核对')
  })

  test('that takes long keeps nobody else waiting', async () => {
    const fetches = app.channels[0]!
    let release = () => {}
    fetches.fetch = () =>
      new Promise((resolve) => {
        release = () => resolve(certificate)
      })
    await platform.receive(announced('slow'))
    await platform.receive(from(platform, 'bob', '要多久'))
    await until(() => heard('bob').length === 1)
    release()
    await quiet(app)
    expect(heard().at(-1)).toContain('请核对')
  })

  test('brought along as bytes is an answer too, and comes back as it was', async () => {
    await hand(from(platform, 'ada', { kind: 'file', name: '凭证.pdf', bytes: certificate }))
    expect(heard().at(-1)).toContain('请核对')
  })
})

test('ids of accounts and what people write are nowhere in the open', async () => {
  const person = personOn(app, platform, 'wxid_verysecret')
  await person.say('我要把外省的养老保险转进来')
  for (const table of ['inbox', 'turn', 'outbox', 'address'] as const) {
    const all = JSON.stringify(await rows(table))
    expect(all).not.toContain('wxid_verysecret')
    expect(all).not.toContain('转进来')
  }
})
