import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createKeeper } from '../../src/inbox/keeper.ts'
import { catalogue } from '../everything/conversation.ts'
import { openApp } from '../openApp.ts'
import { type Answer, pdf } from '../web/client.ts'
import { type OpenedApp, type Person, quiet } from './driver.ts'
import { applicationsAt, clerkOf, stories } from './stories.ts'
import { createPlatform, from, personOn, type TestPlatform } from './testChannel.ts'
import { personOnPage } from './webDriver.ts'

let app: OpenedApp
let wechat: TestPlatform
let dingtalk: TestPlatform
let now: number
const clock = () => new Date(now++)
const minutes = (count: number) => {
  now += count * 60_000
}

beforeEach(async () => {
  now = Date.now()
  wechat = createPlatform('wechat')
  dingtalk = createPlatform('dingtalk', { manners: { buttons: 10, markup: 'markdown' } })
  app = await openApp(
    { PUBLIC_URL: 'https://jiexu.test' },
    { channels: (wiring) => [...wechat.create(wiring), ...dingtalk.create(wiring)], clock },
  )
})
afterEach(() => app.close())

const codeFor = async (person: Person, way: '网页' | '微信' | '钉钉') => {
  await person.say(`换到${way}继续`)
  return /接续码 ([\d ]{12})/.exec((await person.heard()).at(-1)!)![1]!
}
const last = async (person: Person) => (await person.heard()).at(-1)!
const digitsOf = (code: string) => code.replaceAll(' ', '')
const another = (code: string) =>
  String((Number(digitsOf(code)) + 1) % 10_000_000_000).padStart(10, '0')

/** Up to the question for the postcode-like number of a form. */
async function begin(person: Person) {
  await person.say('我要把外省的养老保险转进来')
  await person.say('同意，开始填写')
  await person.say('外省企业保险转入')
  await person.say('张三')
}

describe('a chat in WeChat that goes on on the page', () => {
  test('goes on where it stood, and both sides are told', async () => {
    const ada = personOn(app, wechat)
    await begin(ada)
    const code = await codeFor(ada, '网页')
    expect(await last(ada)).toContain(`https://jiexu.test/#join=${digitsOf(code)}`)
    const { page, person } = await personOnPage(app)
    const joined: Answer = await page.send({ text: `接续码 ${code}` })
    expect(joined.state).toMatchObject({ flow: 'pension-in', field: 'idNumber' })
    expect(joined.messages.at(-1)!.text).toContain('公民身份号码是多少')
    await quiet(app)
    expect((await ada.heard()).filter((words) => words.includes('接在一起'))).toHaveLength(1)
    expect((await person.heard()).filter((words) => words.includes('接在一起'))).toHaveLength(1)

    await person.say('11010519491231002X')
    const { state }: Answer = await (await page.get()).json()
    expect(state.field).toBe('personalNumber')
    await ada.say('1101234567')
    expect(await last(ada)).toContain('户籍地地址')
  })

  test('shows the same messages on the page, in one rising order, live ones too', async () => {
    const ada = personOn(app, wechat)
    await begin(ada)
    const code = await codeFor(ada, '网页')
    const { page } = await personOnPage(app)
    await page.send({ text: '你好' })
    await page.send({ text: `接续码 ${code}` })
    await ada.say('11010519491231002X')
    const all: Answer = await (await page.get()).json()
    const seqs = all.messages.map(({ seq }) => seq)
    expect(seqs).toEqual([...seqs].sort((a, b) => a - b))
    expect(new Set(seqs).size).toBe(seqs.length)
    const said = all.messages.filter(({ from }) => from === 'user').map(({ text }) => text)
    expect(said).toEqual([
      ...['你好', `接续码 ${code}`, '我要把外省的养老保险转进来', '同意，开始填写'],
      ...['外省企业保险转入', '张三', '换到网页继续', '11010519491231002X'],
    ])
    const middle = seqs[Math.floor(seqs.length / 2)]!
    const after: Answer = await (await page.get(`?after=${middle}`)).json()
    expect(after.messages).toEqual(all.messages.filter(({ seq }) => seq > middle))
    const again = await page.send({ id: 'same', text: '1101234567' })
    expect(await page.send({ id: 'same', text: '1101234567' })).toEqual(again)
    expect(again.messages[0]!.seq).toBeGreaterThan(seqs.at(-1)!)
  })

  test('tells a page that is listening', async () => {
    const ada = personOn(app, wechat)
    await begin(ada)
    const code = await codeFor(ada, '网页')
    const { page } = await personOnPage(app)
    const stream = await page.get('/events')
    const reader = stream.body!.pipeThrough(new TextDecoderStream()).getReader()
    let text = ''
    const until = async (words: string) => {
      while (!text.includes(words)) text += (await reader.read()).value ?? ''
    }
    await page.send({ text: `接续码 ${code}` })
    await until('接在一起')
    await ada.say('11010519491231002X')
    await until('个人编号')
    await reader.cancel()
  })

  test('takes a file there, and the application is the same one', async () => {
    const ada = personOn(app, wechat)
    await begin(ada)
    for (const words of ['11010519491231002X', '1101234567', '河南省郑州市金水区文化路1号']) {
      await ada.say(words)
    }
    for (const words of ['2015年3月至2019年8月', '50', '32560.40', '13800138000', '120115']) {
      await ada.say(words)
    }
    await ada.say('天津市社会保险基金管理中心宝坻分中心')
    await ada.say('022-29241234')
    await ada.say('天津市宝坻区南城路2号')
    const code = await codeFor(ada, '网页')
    const { page } = await personOnPage(app)
    await page.send({ text: `接续码 ${code}` })
    await page.send({ file: pdf() })
    await quiet(app)
    await ada.say('确认提交')
    expect(await applicationsAt(app)).toHaveLength(1)
    await clerkOf(app).act('accept')
    expect(await last(ada)).toContain('受理成功')
    const all: Answer = await (await page.get()).json()
    expect(all.messages.some(({ text }) => text.includes('受理成功'))).toBe(true)
    const file = all.messages.find((message) => message.file)!.file!
    expect((await page.get(file.url.slice(file.url.indexOf('/files')))).status).toBe(200)
  })
})

describe('between two bots', () => {
  test('answers go to where they were asked for, and news to where the person wrote last', async () => {
    const [here, there] = [personOn(app, wechat), personOn(app, dingtalk)]
    await begin(here)
    await there.say(`接续码 ${await codeFor(here, '钉钉')}`)
    const heard = (await here.heard()).length
    minutes(1)
    await there.say('11010519491231002X')
    expect(await last(there)).toContain('个人编号')
    expect(await here.heard()).toHaveLength(heard)
    minutes(1)
    await here.say('转人工')
    const conversation = (await app.db.selectFrom('handoff').select('conversationId').execute())[0]!
    await app.inbox.receive(conversation.conversationId, {
      ...{ kind: 'clerkSaid', text: '您好，我是经办员', clerk: '王芳', id: 'desk:1' },
      ...app.stamp(),
    })
    await quiet(app)
    expect(await last(here)).toBe('您好，我是经办员')
    expect((await there.heard()).some((words) => words.includes('经办员'))).toBe(false)
  })

  test('with a form open on both sides: the one goes on, the other waits below it', async () => {
    const [here, there] = [personOn(app, wechat), personOn(app, dingtalk)]
    await begin(here)
    await there.say('我要把外省的医疗保险转进来')
    await there.press('同意，开始填写')
    const code = await codeFor(here, '钉钉')
    await there.say(`接续码 ${code}`)
    expect(await last(there)).toContain('是您自己刚拿到的吗')
    await there.press('是我的，接在一起')
    const words = (await there.heard()).slice(-3).join('\n')
    expect(words).toContain('《医疗保险关系异地转入》排在后面')
    expect(words).toContain('公民身份号码是多少')
    await there.say('取消')
    await there.press('放弃')
    expect(await last(there)).toContain('哪一类人员的医疗保险')
  })

  test('who was asked and does not want it stays where they were', async () => {
    const [here, there] = [personOn(app, wechat), personOn(app, dingtalk)]
    await begin(here)
    await begin(there)
    const code = await codeFor(here, '钉钉')
    await there.say(`接续码 ${code}`)
    await there.press('不接')
    expect(await last(there)).toContain('公民身份号码是多少')
    expect(await app.db.selectFrom('joining').selectAll().execute()).toEqual([])
  })

  test('applications of both sides are known afterwards, and their news is told', async () => {
    const [here, there] = [personOn(app, wechat), personOn(app, dingtalk)]
    await stories[0]!.play(there, clerkOf(app))
    await here.say('你好')
    await there.say(`接续码 ${await codeFor(here, '钉钉')}`)
    await there.press('是我的，接在一起')
    await clerkOf(app).act('accept')
    expect((await there.heard()).some((words) => words.includes('受理成功'))).toBe(true)
    await here.say('查进度')
    const [filed] = await applicationsAt(app)
    expect(await last(here)).toContain(filed!.serial)
  })

  test('what did not reach the old side is told', async () => {
    const [here, there] = [personOn(app, wechat), personOn(app, dingtalk)]
    dingtalk.answer = () => ({ kind: 'closed' })
    await there.say('要多久')
    expect(await there.heard()).toEqual([])
    dingtalk.answer = () => ({ kind: 'sent' })
    await here.say('你好')
    await there.say(`接续码 ${await codeFor(here, '钉钉')}`)
    expect((await there.heard()).join('\n')).toContain('45个工作日')
  })
})

describe('a code', () => {
  test('is valid for ten minutes', async () => {
    const [here, there] = [personOn(app, wechat), personOn(app, dingtalk)]
    await begin(here)
    const code = await codeFor(here, '钉钉')
    minutes(10.1)
    await there.say(`接续码 ${code}`)
    expect(await last(there)).toContain('过期')
    const next = await codeFor(here, '钉钉')
    minutes(9.8)
    await there.say(`接续码 ${next}`)
    expect(await last(there)).toContain('公民身份号码是多少')
  })

  test('joins one chat, and no other after it', async () => {
    const [here, there] = [personOn(app, wechat), personOn(app, dingtalk)]
    const thief = personOn(app, dingtalk, 'eve')
    await begin(here)
    const code = await codeFor(here, '钉钉')
    await there.say(`接续码 ${code}`)
    await thief.say(`接续码 ${code}`)
    expect(await last(thief)).toContain('接续码不对')
  })

  test('of two who type it at once only one gets in', async () => {
    const here = personOn(app, wechat)
    await begin(here)
    const code = await codeFor(here, '钉钉')
    const both = ['ada', 'eve']
    await Promise.all(both.map((name) => dingtalk.receive(from(dingtalk, name, `接续码 ${code}`))))
    await quiet(app)
    const inside = both.filter((name) =>
      dingtalk.heard.some(
        ({ to, parcel }) =>
          to === name && parcel.kind === 'text' && parcel.text.includes('接在一起'),
      ),
    )
    expect(inside).toHaveLength(1)
  })

  test('can be used only on the channel that it was made for, and not in its own chat', async () => {
    const here = personOn(app, wechat)
    await begin(here)
    const code = await codeFor(here, '钉钉')
    const { person } = await personOnPage(app)
    await person.say(`接续码 ${code}`)
    expect(await last(person)).toContain('接续码不对')
    await here.say(`接续码 ${code}`)
    await here.press('是我的，接在一起')
    expect(await last(here)).toContain('另一边')
  })

  test('is replaced by the next one', async () => {
    const [here, there] = [personOn(app, wechat), personOn(app, dingtalk)]
    await begin(here)
    const first = await codeFor(here, '钉钉')
    await codeFor(here, '钉钉')
    await there.say(`接续码 ${first}`)
    expect(await last(there)).toContain('接续码不对')
  })

  test('cannot be guessed: after five there is a pause', async () => {
    const [here, there] = [personOn(app, wechat), personOn(app, dingtalk)]
    await begin(here)
    const code = await codeFor(here, '钉钉')
    let guess = code
    for (let count = 0; count < 5; count++) {
      guess = another(guess)
      await there.say(`接续码 ${guess}`)
      expect(await last(there)).toContain('接续码不对')
    }
    await there.say(`接续码 ${code}`)
    expect(await last(there)).toContain('15 分钟以后')
    minutes(16)
    await there.say(`接续码 ${await codeFor(here, '钉钉')}`)
    expect(await last(there)).toContain('公民身份号码是多少')
  })

  test('cannot be guessed from ever new chats either: after five hundred wrong ones none is tried, and not much sooner', async () => {
    const [here, there] = [personOn(app, wechat), personOn(app, dingtalk)]
    await begin(here)
    const code = await codeFor(here, '钉钉')
    let guess = code
    for (let count = 0; count < 50; count++) {
      guess = another(guess)
      await personOn(app, dingtalk, `eve${count}`).say(`接续码 ${guess}`)
    }
    const [other, otherSide] = [personOn(app, wechat, 'bob'), personOn(app, dingtalk, 'bob')]
    await begin(other)
    await otherSide.say(`接续码 ${await codeFor(other, '钉钉')}`)
    expect(await last(otherSide)).toContain('公民身份号码是多少')
    for (let count = 50; count < 500; count++) {
      await app.store.countAttempt('join codes', new Date(now), 600_000)
    }
    const thief = personOn(app, dingtalk, 'eve')
    await thief.say(`接续码 ${code}`)
    expect(await last(thief)).toContain('太多人输错')
    expect(await app.db.selectFrom('joining').selectAll().execute()).toHaveLength(1)
    minutes(11)
    await there.say(`接续码 ${await codeFor(here, '钉钉')}`)
    expect(await last(there)).toContain('公民身份号码是多少')
  })

  test('has ten digits, however they are written; fewer are told so and are no guess', async () => {
    const [here, there] = [personOn(app, wechat), personOn(app, dingtalk)]
    await begin(here)
    const code = await codeFor(here, '钉钉')
    expect(code).toMatch(/^\d{3} \d{3} \d{4}$/)
    await there.say(`接续码 ${code.slice(0, 7)}`)
    expect(await last(there)).toContain('十位数字')
    const wide = code.replaceAll(/\d/g, (digit) => '０１２３４５６７８９'[Number(digit)]!)
    await there.say(`我的接续码是：${wide.replaceAll(' ', '－')}。`)
    expect(await last(there)).toContain('公民身份号码是多少')
  })

  test('is not in the database but as a keyed hash and in what is sealed', async () => {
    const here = personOn(app, wechat)
    const code = await codeFor(here, '钉钉')
    const rows = await app.db.selectFrom('joinCode').selectAll().execute()
    expect(rows).toHaveLength(1)
    expect(JSON.stringify(rows)).not.toContain(digitsOf(code))
  })

  test('is never taken for an answer, nor an answer for a code', async () => {
    const [here, there] = [personOn(app, wechat), personOn(app, dingtalk)]
    await begin(here)
    await there.say(await codeFor(here, '钉钉'))
    expect(await last(there)).toContain('公民身份号码是多少')
    await here.say('11010519491231002X')
    await here.say('482913')
    const conversation = (await app.db.selectFrom('joining').select('into').executeTakeFirst())!
      .into
    const { state } = (await app.store.turnAt(conversation))!
    expect(state.stack.at(-1)!.answers).toMatchObject({ personalNumber: '482913' })
  })

  test('for a way that is not connected is not given out', async () => {
    const bare = await openApp()
    const { person } = await personOnPage(bare)
    await person.say('换到微信继续')
    expect(await last(person)).toContain('还没有开通')
    await person.say('换到网页继续')
    expect(await last(person)).toContain('现在就在网页上')
    await bare.close()
  })
})

describe('what is joined', () => {
  test('is exported together, with where the person is reached', async () => {
    const ada = personOn(app, wechat)
    await begin(ada)
    const code = await codeFor(ada, '网页')
    const { page } = await personOnPage(app)
    await page.send({ text: '要多久' })
    await page.send({ text: `接续码 ${code}` })
    const all = JSON.stringify(await (await page.get('/export')).json())
    for (const words of ['要多久', '张三', '"person":"ada"', '"channel":"wechat"']) {
      expect(all).toContain(words)
    }
  })

  test.each(['the page', 'the bot'])('is erased together, from %s', async (side) => {
    const ada = personOn(app, wechat)
    const eve = personOn(app, wechat, 'eve')
    await begin(ada)
    await eve.say('你好')
    const code = await codeFor(ada, '网页')
    const { page } = await personOnPage(app)
    await page.send({ text: `接续码 ${code}` })
    if (side === 'the page') await page.erase()
    else {
      await ada.say('删除我的数据')
      await ada.press('删除我的数据')
      await ada.say('确认删除')
      expect(await last(ada)).toContain('已经删除')
      minutes(1)
      await app.outbox.dispatch()
    }
    expect((await page.get()).status).toBe(404)
    const left = await app.db.selectFrom('turn').select('conversationId').distinct().execute()
    expect(left).toHaveLength(1)
    const addresses = await app.store.addressesOf(left[0]!.conversationId)
    expect(addresses.map(({ address }) => address.person)).toEqual(['eve'])
    for (const table of ['joining', 'joinCode'] as const) {
      expect(await app.db.selectFrom(table).selectAll().execute()).toEqual([])
    }
    await ada.say('你好')
    expect(await last(ada)).toContain('您好')
  })
})

describe('what was promised about keeping', () => {
  test('holds for both sides: what has expired is gone from the one that was joined, too', async () => {
    const [here, there] = [personOn(app, wechat), personOn(app, dingtalk)]
    await stories[0]!.play(there, clerkOf(app))
    await clerkOf(app).act('refuse', { reason: '已领取养老金' })
    await here.say('你好')
    await there.say(`接续码 ${await codeFor(here, '钉钉')}`)
    await there.press('是我的，接在一起')
    const [joined] = await app.db.selectFrom('joining').selectAll().execute()
    const turnsIn = async (conversation: string) => (await app.store.turns(conversation, 0)).length
    expect(await turnsIn(joined!.conversationId)).toBeGreaterThan(10)
    const log = { info() {} } as unknown as Parameters<typeof createKeeper>[0]['log']
    const later = new Date(now + 40 * 86_400_000).toISOString()
    const stamp = () => ({ at: later, today: later.slice(0, 10) })
    const keeper = createKeeper({
      ...{ store: app.store, inbox: app.inbox, log, stamp, catalogue: () => catalogue },
    })
    await keeper.look()
    expect(await turnsIn(joined!.conversationId)).toBe(1)
    expect(await turnsIn(joined!.into)).toBe(1)
    expect(
      await app.db
        .selectFrom('file')
        .select('id')
        .where('conversationId', '=', joined!.conversationId)
        .execute(),
    ).toEqual([])
    await here.say('查进度')
    expect((await here.heard()).at(-1)).toContain('受理失败')
  })
})

describe('a crash in the middle of joining', () => {
  test.each(['moved', 'joined'] as const)(
    'before it was %s: it is finished later',
    async (step) => {
      const [here, there] = [personOn(app, wechat), personOn(app, dingtalk)]
      await begin(here)
      const code = await codeFor(here, '钉钉')
      const { receive } = app.inbox
      app.inbox.receive = async (conversation, event) => {
        if (event.kind === step) throw new Error('the process went away')
        return receive(conversation, event)
      }
      await there.say(`接续码 ${code}`).catch(() => {})
      app.inbox.receive = receive
      minutes(1)
      await app.outbox.dispatch()
      await quiet(app)
      expect(await last(there)).toContain('公民身份号码是多少')
      await there.say('11010519491231002X')
      expect(await last(there)).toContain('个人编号')
    },
  )
})
