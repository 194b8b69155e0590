import { afterEach, describe, expect, test } from 'vitest'
import { Refusal } from '../../src/channels/wechatAccount/api.ts'
import { addressOf, aesKey, openAccount } from './account.ts'

type Opened = Awaited<ReturnType<typeof openAccount>>
let account: Opened
afterEach(() => account.platform.stop())

const open = async (more?: Parameters<typeof openAccount>[0]) => {
  account = await openAccount(more)
  return account
}
const soon = () => AbortSignal.timeout(10_000)
const hour = 3_600_000
const servicePath = '/cgi-bin/message/custom/send'
const tokenPath = '/cgi-bin/stable_token'

const textsOf = ({ platform }: Opened, person: string) =>
  platform.person(person).got.map((got) => (got.kind === 'text' ? got.text : got.kind))

describe('what is said later', () => {
  test('goes out as customer service: five messages in 48 hours', async () => {
    const { say, send, clock, platform } = await open()
    await say('alice', '你好')
    const outcomes: string[] = []
    for (const text of ['1', '2', '3', '4', '5', '6']) {
      outcomes.push((await send('alice', text)).kind)
    }
    expect(outcomes).toEqual(['sent', 'sent', 'sent', 'sent', 'sent', 'closed'])
    expect(textsOf(account, 'alice')).toEqual(['1', '2', '3', '4', '5'])

    await say('alice', '在吗')
    clock.pass(48 * hour - 1000)
    expect(await send('alice', '7')).toEqual({ kind: 'sent' })
    clock.pass(1000)
    expect(await send('alice', '8')).toEqual({ kind: 'closed' })
    expect(platform.person('alice').got).toHaveLength(6)
  })

  test('after a menu, a follow or a scan is shut when the platform says so', async () => {
    const { bring, platform, send, clock } = await open()
    await bring('alice', platform.event('alice', 'CLICK', '查进度'))
    const outcomes: string[] = []
    for (const text of ['1', '2', '3', '4']) outcomes.push((await send('alice', text)).kind)
    expect(outcomes).toEqual(['sent', 'sent', 'sent', 'closed'])
    await bring('alice', platform.event('alice', 'SCAN', '查进度'))
    clock.pass(60_000)
    expect(await send('alice', '5')).toEqual({ kind: 'closed' })
  })

  test('is counted beforehand as the platform counts it', async () => {
    const { channel, clock } = await open()
    const heardAt = clock()
    const left = (sentSince: number) => channel.allowance({ heardAt, sentSince }, clock())
    expect([0, 1, 4, 5, 6].map(left)).toEqual([5, 4, 1, 0, 0])
    clock.pass(48 * hour - 1)
    expect(left(0)).toBe(5)
    clock.pass(1)
    expect(left(0)).toBe(0)
  })

  test('reaches nobody who never was there or has left', async () => {
    const { say, send, platform } = await open()
    expect(await send('stranger', 'x')).toEqual({ kind: 'unreachable', reason: 'WeChat 40003' })
    await say('alice', '你好')
    platform.person('alice').follows = false
    expect(await send('alice', 'x')).toEqual({ kind: 'unreachable', reason: 'WeChat 43004' })
  })

  test.each([
    [45009, { kind: 'wait', seconds: 3600 }],
    [45011, { kind: 'wait', seconds: 60 }],
    [48001, { kind: 'closed' }],
    [48002, { kind: 'closed' }],
  ])('waits or is held where the platform says %i', async (code, outcome) => {
    const { say, send, platform } = await open()
    await say('alice', '你好')
    platform.trouble(servicePath, code)
    expect(await send('alice', 'x')).toEqual(outcome)
    expect(await send('alice', 'x')).toEqual({ kind: 'sent' })
  })

  test.each(['down', 'nonsense', -1, 45002] as const)(
    'may be tried again where the platform is %s',
    async (trouble) => {
      const { say, send, platform } = await open()
      await say('alice', '你好')
      platform.trouble(servicePath, trouble)
      const error = await send('alice', 'x').catch((error: Error) => error)
      expect(error).toBeInstanceOf(Error)
      expect(JSON.stringify([String(error), error])).not.toMatch(/token|alice|secret/)
      expect(await send('alice', 'x')).toEqual({ kind: 'sent' })
    },
  )

  test('holds up nobody else while the platform says nothing', async () => {
    const { say, send, channel, platform } = await open()
    await Promise.all([say('alice', '你好'), say('bob', '你好')])
    await send('bob', '1')
    platform.trouble(servicePath, 'hang')
    const patience = new AbortController()
    const parcel = { kind: 'text', text: 'x' } as const
    const hanging = channel.send(addressOf('alice'), parcel, 'a/1/0', patience.signal)
    const outcome = hanging.then(
      () => 'sent',
      () => 'given up',
    )
    expect(await send('bob', '2')).toEqual({ kind: 'sent' })
    patience.abort()
    expect(await outcome).toBe('given up')
  })
})

describe('what is said in time', () => {
  test('costs nothing, and words of one turn come together and in order', async () => {
    const { say, send, reception, platform } = await open({ aesKey, patience: 20_000 })
    reception.onKept = async () => {
      await send('alice', '已记下姓名。')
      await send('alice', '公民身份号码是多少？')
    }
    await say('alice', '张三')
    expect(platform.person('alice').got).toEqual([
      { kind: 'text', text: '已记下姓名。\n\n公民身份号码是多少？', how: 'inTime' },
    ])
    expect(platform.person('alice').quota.left).toBe(5)
  })

  test('is followed by what finds no room, and by pictures', async () => {
    const { say, channel, send, reception, platform } = await open({ patience: 20_000 })
    const long = '字'.repeat(400)
    const picture = {
      ...({ kind: 'picture', alt: '凭证', name: '凭证.png', type: 'image/png' } as const),
      content: new Uint8Array([1, 2, 3]),
    }
    let rest: Promise<unknown> = Promise.resolve()
    reception.onKept = () => {
      rest = (async () => {
        await send('alice', `1${long}`)
        await send('alice', `2${long}`)
        await channel.send(addressOf('alice'), picture, 'a/1/2', soon())
        await send('alice', '3')
      })()
    }
    await say('alice', '在哪')
    await rest
    expect(platform.person('alice').got).toEqual([
      { kind: 'text', text: `1${long}`, how: 'inTime' },
      { kind: 'text', text: `2${long}`, how: 'service' },
      { kind: 'image', name: '凭证.png', content: new Uint8Array([1, 2, 3]) },
      { kind: 'text', text: '3', how: 'service' },
    ])
  })

  test('is for who asked, and each of two questions has its answer', async () => {
    const { say, send, reception, platform } = await open({ patience: 20_000 })
    reception.onKept = ({ address: { person }, content }) => {
      void send(person, content.kind === 'text' ? `答${content.text}` : '')
    }
    await Promise.all([say('alice', 'a1'), say('bob', 'b1')])
    await say('alice', 'a2')
    expect(textsOf(account, 'alice')).toEqual(['答a1', '答a2'])
    expect(textsOf(account, 'bob')).toEqual(['答b1'])
    expect(platform.calls).toEqual([])
  })

  test('comes as customer service where it is late', async () => {
    const { say, send, platform } = await open()
    expect(await say('alice', '你好')).toEqual({ status: 200, body: 'success' })
    await send('alice', '您好')
    expect(platform.person('alice').got).toEqual([{ kind: 'text', text: '您好', how: 'service' }])
  })

  test('goes another way where the platform has hung up', async () => {
    const { send, platform, call, kept } = await open({ patience: 20_000 })
    await account.bring('alice', platform.event('alice', 'unsubscribe'))
    const request = platform.requestOf(
      platform.message('alice', { MsgType: 'text', Content: '你好' }),
    )
    const line = new AbortController()
    const answered = call(new Request(request, { signal: line.signal }))
    await expect.poll(() => kept.length).toBe(1)
    line.abort()
    await answered
    await send('alice', '您好')
    expect(platform.person('alice').got).toEqual([{ kind: 'text', text: '您好', how: 'service' }])
  })
})

describe('the token', () => {
  const grants = () => account.platform.calls.filter((path) => path === tokenPath).length

  test('is asked for once however many wait for it, and kept', async () => {
    const { say, send } = await open()
    const people = ['a', 'b', 'c', 'd', 'e', 'f']
    await Promise.all(people.map((person) => say(person, '你好')))
    await Promise.all(people.map((person) => send(person, 'x')))
    await send('a', 'y')
    expect(grants()).toBe(1)
  })

  test('is renewed before it ends', async () => {
    const { say, send, clock } = await open()
    await say('alice', '你好')
    await send('alice', '1')
    clock.pass(7200_000 - 5 * 60_000)
    await send('alice', '2')
    expect(grants()).toBe(1)
    clock.pass(2 * 60_000)
    await send('alice', '3')
    expect(grants()).toBe(2)
    expect(textsOf(account, 'alice')).toEqual(['1', '2', '3'])
  })

  test('that stands is used while there is no other', async () => {
    const { say, send, clock, platform } = await open()
    await say('alice', '你好')
    await send('alice', '1')
    clock.pass(7200_000 - 3 * 60_000)
    platform.trouble(tokenPath, 'down')
    expect(await send('alice', '2')).toEqual({ kind: 'sent' })
  })

  test('that is not taken is replaced once', async () => {
    const { say, send, platform } = await open()
    await Promise.all([say('alice', '你好'), say('bob', '你好')])
    await send('alice', '1')
    platform.revoke()
    await Promise.all([send('alice', '2'), send('bob', '3')])
    expect(textsOf(account, 'alice')).toEqual(['1', '2'])
    expect(textsOf(account, 'bob')).toEqual(['3'])
    expect(grants()).toBe(2)
  })

  test('that is never taken is no endless errand', async () => {
    const { say, send, platform } = await open()
    await say('alice', '你好')
    platform.trouble(servicePath, 40001)
    platform.trouble(servicePath, 42001)
    const refused = await send('alice', 'x').catch((error: unknown) => error)
    expect(refused).toBeInstanceOf(Refusal)
    expect(grants()).toBe(3)
    expect(await send('alice', 'x')).toEqual({ kind: 'sent' })
  })
})

describe('pictures', () => {
  test('that people sent are fetched', async () => {
    const { channel, platform } = await open()
    const mediaId = platform.keep(new Uint8Array([0xff, 0xd8, 0xff, 1]))
    const bytes = await channel.fetch(addressOf('alice'), { mediaId }, soon())
    expect([...bytes]).toEqual([0xff, 0xd8, 0xff, 1])
  })

  test('that are gone are empty, and those that cannot be had now are tried again', async () => {
    const { channel, platform } = await open()
    const fetched = () => channel.fetch(addressOf('alice'), { mediaId: 'gone' }, soon())
    platform.trouble('/cgi-bin/media/get', 'down')
    await expect(fetched()).rejects.toThrow('502')
    expect(await fetched()).toHaveLength(0)
  })

  test('that are far too large are not read to their end', async () => {
    const { channel, platform } = await open()
    const mediaId = platform.keep(new Uint8Array(12 * 1024 * 1024))
    const bytes = await channel.fetch(addressOf('alice'), { mediaId }, soon())
    expect(bytes).toHaveLength(10 * 1024 * 1024 + 1)
  })
})

describe('a change of status outside the window', () => {
  const notice = {
    ...{ serial: '2026112310072821', title: '联系函已开具', at: '2026-11-23T02:03:00Z' },
    text: '转入地已向转出地发出联系函，\n请等转出地回复，您不用做什么。',
  }
  const content =
    '申报流水号：{{character_string1.DATA}}\n进度：{{phrase2.DATA}}\n说明：{{thing3.DATA}}\n备注：{{thing4.DATA}}\n时间：{{time5.DATA}}'
  const notify = (person: string, id = 'c/9/0') =>
    account.channel.notify(addressOf(person), notice, id, soon())

  test('is a template message whose blanks are filled by their kinds, once', async () => {
    const { say, send, clock, platform } = await open({ template: 'T1' })
    platform.templates.set('T1', content)
    await say('alice', '你好')
    clock.pass(100 * hour)
    expect(await send('alice', 'x')).toEqual({ kind: 'closed' })
    expect(await notify('alice')).toEqual({ kind: 'sent' })
    expect(await notify('alice')).toEqual({ kind: 'sent' })
    expect(platform.person('alice').got).toEqual([
      {
        ...{ kind: 'template', template: 'T1' },
        data: {
          character_string1: { value: '2026112310072821' },
          phrase2: { value: '联系函已开' },
          thing3: { value: '联系函已开具' },
          thing4: { value: '转入地已向转出地发出联系函， 请等转出…' },
          time5: { value: '2026年11月23日 10:03' },
        },
      },
    ])
  })

  test('reaches nobody who has left, and needs a template of the account', async () => {
    const { say, platform } = await open({ template: 'T1' })
    await say('alice', '你好')
    await expect(notify('alice')).rejects.toThrow('WECHAT_TEMPLATE_ID')
    platform.templates.set('T1', content)
    platform.person('alice').follows = false
    expect(await notify('alice')).toMatchObject({ kind: 'unreachable' })
  })

  test('is not offered without a template', async () => {
    expect((await open()).channel.notify).toBe(undefined)
  })
})
