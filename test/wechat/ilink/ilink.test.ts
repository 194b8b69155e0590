import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterEach, describe, expect, test } from 'vitest'
import type { Address, Incoming, Parcel } from '../../../src/channels/channel.ts'
import { createAccount } from '../../../src/channels/wechat/account.ts'
import { createIlink } from '../../../src/channels/wechat/ilink/protocol.ts'
import PuppetIlink from '../../../src/channels/wechat/ilink/puppet.ts'
import { createWechat } from '../../../src/channels/wechat/wechat.ts'
import { startIlink } from './server.ts'

const eventually = <Value>(look: () => Value) => expect.poll(look, { timeout: 20_000 })
const soon = () => AbortSignal.timeout(20_000)
const ada: Address = { channel: 'wechat', account: 'bot@im.bot', person: 'ada@im.wechat' }
const words = (text: string): Parcel => ({ kind: 'text', text })
const silent = pino({ level: 'silent' })

/** An account over the interface; one opened over the folder of another goes on as that one. */
async function openAccount(server: Awaited<ReturnType<typeof startIlink>>, folder: string) {
  const kept: Incoming[] = []
  const account = createAccount(
    {
      puppet: new PuppetIlink({ endpoint: server.address }),
      memory: join(folder, 'wechat'),
      show: () => {},
    },
    {
      clock: () => new Date(),
      log: silent,
      async receive(incoming) {
        kept.push(incoming)
        return 'kept'
      },
    },
  )
  await account.start()
  return {
    ...{ account, kept },
    send: (parcel: Parcel) => account.send(ada, parcel, 'c/1/0', soon()),
    async scanIn() {
      await eventually(() => account.standing().scan).toBeTruthy()
      server.scan(account.standing().scan!)
      await eventually(() => account.standing().connected).toBe(true)
    },
  }
}

const undo: (() => unknown)[] = []
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step()
})
async function open() {
  const server = await startIlink()
  const folder = mkdtempSync(join(tmpdir(), 'jiexu-ilink-'))
  undo.push(() => rmSync(folder, { recursive: true, force: true }), server.stop)
  const again = async () => {
    const opened = await openAccount(server, folder)
    undo.push(opened.account.stop)
    return opened
  }
  return { ...(await again()), server, folder, again }
}

describe('over iLink', () => {
  test('words, voice, a picture and a PDF come in; words, a picture and a PDF go out', async () => {
    const { server, scanIn, account, kept, send } = await open()
    await scanIn()
    const [picture, pdf] = [Buffer.from([0x89, 0x50]), Buffer.from('%PDF-1.4 凭证')]
    server.say('我要转社保')
    server.speak('查进度')
    server.sendPicture(picture)
    server.sendFile('参保凭证.pdf', pdf)
    await eventually(() => kept.length).toBe(4)
    expect(kept.slice(0, 2).map(({ content }) => content)).toEqual([
      { kind: 'text', text: '我要转社保' },
      { kind: 'text', text: '查进度' },
    ])
    expect(kept.map(({ address }) => address)).toEqual(Array(4).fill(ada))
    expect(new Set(kept.map(({ id }) => id)).size).toBe(4)
    expect(kept[0]!.id).toBe('9007199254740993.0')
    const files = kept.slice(2).map(({ content }) => content)
    expect(files).toMatchObject([{ name: 'picture.jpg' }, { name: '参保凭证.pdf' }])
    for (const [index, content] of [picture, pdf].entries()) {
      const file = files[index]!
      const reference = file.kind === 'fileReference' ? file.reference : {}
      const fetched = await account.fetch(ada, reference, soon())
      expect(Buffer.from(fetched)).toEqual(content)
    }

    await send(words('您好'))
    const png = { kind: 'picture', alt: '凭证', name: '凭证.png', type: 'image/png' } as const
    await send({ ...png, content: new Uint8Array(picture) })
    const letter = { kind: 'file', name: '联系函.pdf', type: 'application/pdf' } as const
    await send({ ...letter, content: new Uint8Array(pdf) })
    expect(server.reached).toEqual([
      { text: '您好' },
      { name: 'picture', content: picture },
      { name: '联系函.pdf', content: pdf },
    ])
  })

  test('ten answers go to a message, then it is shut until the next', async () => {
    const { server, scanIn, kept, send } = await open()
    await scanIn()
    expect(await send(words('谁也没有写过'))).toEqual({ kind: 'closed' })
    server.say('你好')
    await eventually(() => kept.length).toBe(1)
    const outcomes: string[] = []
    for (let count = 1; count <= 11; count++) outcomes.push((await send(words('x'))).kind)
    expect(outcomes).toEqual([...Array(10).fill('sent'), 'closed'])
    server.say('还在吗')
    await eventually(() => kept.length).toBe(2)
    expect(await send(words('在'))).toEqual({ kind: 'sent' })
  })

  test('who was scanned in stays so over a restart, and their last message can be answered', async () => {
    const { server, scanIn, account, kept, folder, again } = await open()
    await scanIn()
    server.say('你好')
    await eventually(() => kept.length).toBe(1)
    await account.stop()
    const second = await again()
    await eventually(() => second.account.standing().connected).toBe(true)
    expect(await second.send(words('您好'))).toEqual({ kind: 'sent' })
    server.say('再说一遍')
    await eventually(() => second.kept.map(({ content }) => content)).toEqual([
      { kind: 'text', text: '再说一遍' },
    ])
    const card = join(folder, 'wechat.memory-card.json')
    await eventually(() => readFileSync(card, 'utf8')).toContain('token-')
  })

  test('an interface that fails is asked again, and a session that ended shows a new code', async () => {
    const { server, scanIn, account, kept } = await open()
    await scanIn()
    server.goDown(1)
    server.say('你好')
    await eventually(() => kept.length).toBe(1)
    server.endSession()
    await eventually(() => account.standing().connected).toBe(false)
    await scanIn()
    server.say('又来了')
    await eventually(() => kept.length).toBe(2)
  })

  test('a code that has expired is followed by another', async () => {
    const { server, account } = await open()
    await eventually(() => account.standing().scan).toBeTruthy()
    const first = account.standing().scan!
    server.expireCode(first)
    await eventually(
      () => account.standing().scan !== first && account.standing().scan,
    ).toBeTruthy()
  })
})

test('only the platform’s own places are called', () => {
  const ilink = createIlink()
  const placeOf = (full_url: string) => ilink.placeOf({ full_url })
  expect(placeOf('https://novac2c.cdn.weixin.qq.com/c2c/x')).toContain('novac2c')
  for (const place of [
    'http://novac2c.cdn.weixin.qq.com/x',
    'https://weixin.qq.com.example.com/x',
    'https://evilweixin.qq.com/x',
    'http://169.254.169.254/latest',
  ]) {
    expect(() => placeOf(place)).toThrow('not the platform')
  }
})

test('ten messages to an answer within a day are counted beforehand', () => {
  const wiring = { clock: () => new Date(), log: silent, receive: async () => 'kept' as const }
  const channel = createWechat({ puppet: 'ilink', memory: 'none' }, wiring)
  const heardAt = new Date('2026-11-23T00:00:00Z')
  const left = (sentSince: number, hours: number) =>
    channel.allowance({ heardAt, sentSince }, new Date(heardAt.getTime() + hours * 3_600_000))
  expect([left(0, 1), left(9, 23), left(10, 1), left(11, 1), left(0, 24)]).toEqual([10, 1, 0, 0, 0])
})
