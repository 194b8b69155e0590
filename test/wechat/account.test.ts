import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterEach, describe, expect, test } from 'vitest'
import { types } from 'wechaty'
import type { Address, Incoming, Parcel } from '../../src/channels/channel.ts'
import { createAccount } from '../../src/channels/wechat/account.ts'
import { createPhone, onMessage } from './phone.ts'

const eventually = <Value>(look: () => Value) => expect.poll(look, { timeout: 20_000 })

/** A started bot behind the mock puppet; what it hands in, shows and logs. */
async function openBot() {
  const folder = mkdtempSync(join(tmpdir(), 'jiexu-wechat-'))
  const phone = createPhone()
  const kept: Incoming[] = []
  const shown: string[] = []
  const logged: string[] = []
  const reception = { fails: 0 }
  const channel = createAccount(
    {
      ...{ puppet: phone.puppet, memory: join(folder, 'data/wechat'), again: [1] },
      show: (lines) => shown.push(lines),
    },
    {
      clock: () => new Date(),
      log: pino({ level: 'info' }, { write: (line) => logged.push(line) }),
      async receive(incoming) {
        if (reception.fails-- > 0) throw new Error('the disk is full')
        kept.push(incoming)
        return 'kept'
      },
    },
  )
  await channel.start()
  return {
    ...{ channel, phone, kept, shown, logged, reception },
    card: join(folder, 'data/wechat.memory-card.json'),
    async signIn() {
      phone.signIn()
      await eventually(() => channel.standing().connected).toBe(true)
    },
    send: (person: string, parcel: Parcel, reply?: Record<string, string>) =>
      channel.send(
        { ...addressOf(person), ...(reply && { reply }) },
        parcel,
        'c/1/0',
        AbortSignal.timeout(20_000),
      ),
    async close() {
      await channel.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

const addressOf = (person: string): Address => ({ channel: 'wechat', account: 'bot', person })
const words = (text: string): Parcel => ({ kind: 'text', text })
const picture = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 1, 2, 3])

let bot: Awaited<ReturnType<typeof openBot>> | null = null
afterEach(async () => {
  await bot?.close()
  bot = null
})

const openSignedOut = async () => {
  bot = await openBot()
  return bot
}
const open = async () => {
  const opened = await openSignedOut()
  await opened.signIn()
  return opened
}

describe('what people send', () => {
  test('words, a picture and a PDF are handed in, the files by reference', async () => {
    const { phone, kept, channel } = await open()
    const alice = phone.person('alice')
    const before = Date.now()
    alice.say('我要转社保')
    const image = alice.send('凭证.png', picture, types.Message.Image)
    const pdf = alice.send(
      '参保凭证.pdf',
      new TextEncoder().encode('%PDF-1.4'),
      types.Message.Attachment,
    )
    await eventually(() => kept.length).toBe(3)
    expect(kept.map(({ content }) => content)).toEqual([
      { kind: 'text', text: '我要转社保' },
      { kind: 'fileReference', name: 'picture.jpg', reference: { message: image } },
      { kind: 'fileReference', name: '参保凭证.pdf', reference: { message: pdf } },
    ])
    expect(kept.map(({ address }) => address)).toEqual(Array(3).fill(addressOf('alice')))
    expect(kept[0]!.at.getTime()).toBeGreaterThan(before - 2000)
    expect(kept[0]!.id).not.toBe('')
    const signal = AbortSignal.timeout(20_000)
    const fetched = await channel.fetch(addressOf('alice'), { message: image }, signal)
    expect([...fetched]).toEqual([...picture])
  })

  test('a file that the puppet has forgotten is empty; one that does not come now is tried again', async () => {
    const { phone, kept, channel } = await open()
    const signal = AbortSignal.timeout(20_000)
    expect(await channel.fetch(addressOf('a'), { message: 'of-yesterday' }, signal)).toHaveLength(0)
    const id = phone.person('alice').send('凭证.png', picture, types.Message.Image)
    await eventually(() => kept.length).toBe(1)
    phone.mocker.cacheFileBoxPayload.delete(id)
    await expect(channel.fetch(addressOf('alice'), { message: id }, signal)).rejects.toThrow()
  })

  test('a file that is far too large is not read to its end', async () => {
    const { phone, kept, channel } = await open()
    const large = new Uint8Array(12 * 1024 * 1024)
    const id = phone.person('alice').send('凭证.png', large, types.Message.Image)
    await eventually(() => kept.length).toBe(1)
    const signal = AbortSignal.timeout(20_000)
    const fetched = await channel.fetch(addressOf('alice'), { message: id }, signal)
    expect(fetched.length).toBeGreaterThan(10 * 1024 * 1024)
    expect(fetched.length).toBeLessThan(12 * 1024 * 1024)
  })

  test.each([
    ['Audio', 'audio'],
    ['Video', 'video'],
    ['Emoticon', 'emoticon'],
    ['Location', 'location'],
    ['Url', 'url'],
    ['MiniProgram', 'miniprogram'],
  ] as const)('%s is of no use here', async (kind, what) => {
    const { phone, kept } = await open()
    phone.person('alice').send('x.bin', picture, types.Message[kind])
    await eventually(() => kept.map(({ content }) => content)).toEqual([
      { kind: 'unsupported', what },
    ])
  })

  test('a new friend is greeted', async () => {
    const { phone, kept } = await open()
    phone.person('alice')
    phone.puppet.friendshipRawPayload = async (id: string) =>
      ({ id, contactId: 'alice', type: types.Friendship.Confirm, timestamp: 1 }) as never
    phone.puppet.emit('friendship', { friendshipId: 'f1' })
    await eventually(() => kept).toMatchObject([
      { id: 'friendship-f1', address: addressOf('alice'), content: { kind: 'opened' } },
    ])
  })

  test('our own words, the platform’s and official accounts’ are not heard', async () => {
    const { phone, kept, send } = await open()
    const alice = phone.person('alice')
    phone.person('news', { type: types.Contact.Official }).say('今日要闻')
    phone.person('weixin').say('欢迎')
    alice.send('x', picture, types.Message.Unknown)
    alice.send('x', picture, types.Message.Recalled)
    await send('alice', words('您好'))
    alice.say('最后')
    await eventually(() => kept.map(({ content }) => content)).toEqual([
      { kind: 'text', text: '最后' },
    ])
    expect(alice.heard).toEqual([{ text: '您好', file: null }])
  })

  test('in a group only who mentions us is heard, and answered there', async () => {
    const { phone, kept, send } = await open()
    const alice = phone.person('alice')
    const bob = phone.person('bob')
    const group = phone.group(['alice', 'bob'])
    const inGroup: string[] = []
    onMessage(group, (message) => {
      if (message.talker().id === 'bot') inGroup.push(message.text() ?? '')
    })
    bob.contact.say('大家好').to(group)
    alice.contact.say('@接续 我要转社保', [phone.account]).to(group)
    await eventually(() => kept.length).toBe(1)
    const { address, inGroup: isInGroup } = kept[0]!
    expect(isInGroup).toBe(true)
    expect(address).toEqual({ ...addressOf('alice'), reply: { room: 'group@chatroom' } })
    await send('alice', words('请私聊我'), address.reply as Record<string, string>)
    expect(inGroup.join()).toContain('请私聊我')
    expect(inGroup.join()).toContain('@alice')
    expect(alice.heard).toEqual([])
  })

  test('what cannot be kept at first is tried again, and a handler that fails harms nothing', async () => {
    const { phone, kept, reception, logged } = await open()
    const alice = phone.person('alice')
    reception.fails = 1
    alice.say('第一句')
    await eventually(() => kept.length).toBe(1)
    reception.fails = 2
    alice.say('13812345678')
    await eventually(() => logged.some((line) => line.includes('in trouble'))).toBe(true)
    alice.say('第三句')
    await eventually(() => kept.length).toBe(2)
    expect(logged.join()).not.toMatch(/13812345678|alice|disk/)
  })
})

describe('what is said', () => {
  test('words, pictures and files arrive, unasked too', async () => {
    const { phone, send } = await open()
    const alice = phone.person('alice')
    await send('alice', words('受理成功'))
    const file = { kind: 'picture', alt: '凭证', name: '凭证.png', type: 'image/png' } as const
    await send('alice', { ...file, content: picture })
    const content = new TextEncoder().encode('%PDF-1.4')
    await send('alice', { kind: 'file', name: '联系函.pdf', type: 'application/pdf', content })
    await eventually(() => alice.heard).toEqual([
      { text: '受理成功', file: null },
      { text: '', file: '凭证.png' },
      { text: '', file: '联系函.pdf' },
    ])
  })

  test('to somebody who is no contact reaches nobody', async () => {
    const { send } = await open()
    expect(await send('stranger', words('x'))).toMatchObject({ kind: 'unreachable' })
  })

  test('to a contact that does not load now may be tried again', async () => {
    const { phone, send } = await open()
    const alice = phone.person('alice')
    const load = phone.puppet.contactRawPayload.bind(phone.puppet)
    phone.puppet.contactRawPayload = async () => {
      throw new Error('unavailable')
    }
    await expect(send('alice', words('x'))).rejects.toThrow('does not load')
    phone.puppet.contactRawPayload = load
    expect(await send('alice', words('y'))).toEqual({ kind: 'sent' })
    await eventually(() => alice.heard).toEqual([{ text: 'y', file: null }])
  })

  test('after the account was signed out may be tried again, and arrives once it is back', async () => {
    const { phone, channel, send, signIn } = await open()
    const alice = phone.person('alice')
    await phone.signOut()
    await eventually(() => channel.standing().connected).toBe(false)
    await expect(send('alice', words('x'))).rejects.toThrow('not signed in')
    await signIn()
    expect(await send('alice', words('x'))).toEqual({ kind: 'sent' })
    await eventually(() => alice.heard).toEqual([{ text: 'x', file: null }])
  })
})

describe('the account', () => {
  test('is signed in by a code, which the clerk and the terminal see, and no log', async () => {
    const { phone, channel, shown, logged, card, signIn } = await openSignedOut()
    expect(channel.standing()).toMatchObject({ connected: false })
    phone.scan('http://weixin.qq.com/x/secret-1')
    await eventually(() => channel.standing().scan).toBe('http://weixin.qq.com/x/secret-1')
    phone.scan('http://weixin.qq.com/x/secret-1')
    phone.scan('http://weixin.qq.com/x/secret-2')
    await eventually(() => channel.standing().scan).toBe('http://weixin.qq.com/x/secret-2')
    expect(shown).toHaveLength(2)
    expect(shown[1]).toContain('█')
    expect(shown[1]).toContain('http://weixin.qq.com/x/secret-2')
    phone.scan('http://weixin.qq.com/x/secret-2', types.ScanStatus.Scanned)
    await eventually(() => channel.standing().scan).toBe(undefined)
    await signIn()
    expect(channel.standing()).toEqual({ connected: true, since: expect.any(Date) })
    expect(logged.join()).toContain('waits to be scanned')
    expect(logged.join()).not.toContain('secret')
    expect(statSync(card).mode & 0o777).toBe(0o600)
  })

  test('is alive while it is signed in, or was heard of not long ago', async () => {
    const { phone, channel, signIn } = await openSignedOut()
    expect([channel.isAlive(60_000), channel.isAlive(0)]).toEqual([true, false])
    await signIn()
    expect(channel.isAlive(0)).toBe(true)
    await phone.puppet.stop()
    expect(channel.isAlive(60_000)).toBe(false)
  })

  test('whose puppet says that something is wrong goes on, and names nobody in the log', async () => {
    const { phone, kept, logged } = await open()
    phone.puppet.emit('error', {
      gerror: JSON.stringify({ message: 'wxid_secret is gone' }),
    } as never)
    phone.puppet.emit('message', { messageId: 'wxid_secret_message' })
    phone.person('alice').say('在')
    await eventually(() => kept.length).toBe(1)
    await eventually(() => logged.length).toBeGreaterThan(0)
    expect(logged.join()).not.toContain('wxid_secret')
  })
})
