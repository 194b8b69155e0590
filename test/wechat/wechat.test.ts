import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterEach, expect, test } from 'vitest'
import type { Address, Channel, Incoming, Parcel } from '../../src/channels/channel.ts'
import { createWechat } from '../../src/channels/wechat/wechat.ts'
import { type Deed, lineOf, type News } from './livePuppet.ts'

const eventually = <Value>(look: () => Value) => expect.poll(look, { timeout: 25_000 })
const soon = () => AbortSignal.timeout(20_000)
const addressOf = (person: string): Address => ({ channel: 'wechat', account: 'bot', person })
const words = (text: string): Parcel => ({ kind: 'text', text })

/** The channel as `npm start` has it, with a puppet in its own thread, led from here. */
async function openChannel(puppet = new URL('./livePuppet.ts', import.meta.url).href) {
  const folder = mkdtempSync(join(tmpdir(), 'jiexu-wechat-'))
  const deeds = lineOf('deeds')
  const line = lineOf('news')
  const news: Exclude<News, { started: true }>[] = []
  const kept: Incoming[] = []
  const logged: string[] = []
  const shown: string[] = []
  let starts = 0
  line.onmessage = ({ data }: { data: unknown }) => {
    const told = data as News
    if ('started' in told) starts++
    else news.push(told)
  }
  const channel = createWechat(
    {
      puppet,
      memory: join(folder, 'wechat'),
      patience: { silence: 60_000, look: 20, restart: 10, longestRestart: 50 },
      pause: { least: 0, most: 0 },
      show: (lines) => shown.push(lines),
    },
    {
      clock: () => new Date(),
      log: pino({ level: 'info' }, { write: (line) => logged.push(line) }),
      async receive(incoming) {
        kept.push(incoming)
        return 'kept'
      },
    },
  ) as Required<Channel>
  const lead = (deed: Deed) => deeds.postMessage(deed)
  const started = (times: number) => eventually(() => starts).toBeGreaterThanOrEqual(times)
  return {
    ...{ channel, lead, news, kept, logged, shown, started },
    async signIn() {
      lead({ do: 'signIn' })
      await eventually(() => channel.standing().connected).toBe(true)
    },
    send: (text: string) => channel.send(addressOf('alice'), words(text), 'c/1/0', soon()),
    async close() {
      await channel.stop()
      deeds.close()
      line.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

let opened: Awaited<ReturnType<typeof openChannel>> | null = null
afterEach(async () => {
  await opened?.close()
  opened = null
})
async function open(puppet?: string) {
  opened = await openChannel(puppet)
  return opened
}

// One story, since wechaty takes a second and more to load into each thread.
test('a bot in a thread of its own is scanned in, hears and says, and comes up again', async () => {
  const { channel, lead, kept, news, shown, logged, started, signIn, send } = await open()
  await channel.start()
  await started(1)
  expect(channel.standing()).toEqual({ connected: false, since: expect.any(Date) })
  await expect(send('x')).rejects.toThrow()
  lead({ do: 'scan', code: 'http://weixin.qq.com/x/1' })
  await eventually(() => channel.standing().scan).toBe('http://weixin.qq.com/x/1')
  await eventually(() => shown.join()).toContain('http://weixin.qq.com/x/1')
  await signIn()

  const bytes = new TextEncoder().encode('%PDF-1.4')
  lead({ do: 'say', from: 'alice', text: '你好' })
  lead({ do: 'send', from: 'alice', name: '凭证.pdf', bytes })
  await eventually(() => kept.length).toBe(2)
  expect(kept[0]).toMatchObject({
    ...{ address: addressOf('alice'), content: { kind: 'text', text: '你好' } },
    at: expect.any(Date),
  })
  const { content } = kept[1]!
  const reference = content.kind === 'fileReference' ? content.reference : {}
  expect(await channel.fetch(addressOf('alice'), reference, soon())).toEqual(bytes)
  expect(await send('您好')).toEqual({ kind: 'sent' })
  await eventually(() => news).toEqual([{ to: 'alice', text: '您好' }])
  const toNobody = channel.send(addressOf('nobody'), words('x'), 'c/2/0', soon())
  expect(await toNobody).toMatchObject({ kind: 'unreachable' })

  // Its puppet throws where nobody catches it.
  lead({ do: 'reject' })
  await started(2)
  expect(channel.standing().connected).toBe(false)
  expect(logged.join()).toContain('failed')
  await signIn()
  lead({ do: 'say', from: 'alice', text: '还在吗' })
  await eventually(() => kept.length).toBe(3)
  expect(await send('在')).toEqual({ kind: 'sent' })

  // Its puppet ends without a word.
  lead({ do: 'stop' })
  await started(3)
  await signIn()
  lead({ do: 'say', from: 'alice', text: '喂' })
  await eventually(() => kept.length).toBe(4)
  expect(await send('还在')).toEqual({ kind: 'sent' })

  // Its puppet takes the thread for itself: not even the end is heard.
  lead({ do: 'block' })
  const patience = new AbortController()
  const sending = channel.send(addressOf('alice'), words('x'), 'c/3/0', patience.signal)
  patience.abort()
  await expect(sending).rejects.toThrow('does not answer')
  await channel.stop()
  await expect(send('x')).rejects.toThrow('not there')
}, 120_000)

test('the next person has to wait a while', async () => {
  const { channel } = await open()
  const paused = createWechat(
    { puppet: 'wechaty-puppet-mock', memory: 'none', show: () => {} },
    { clock: () => new Date(), log: pino({ level: 'silent' }), receive: async () => 'kept' },
  )
  const sendTo = (person: string) => paused.send(addressOf(person), words('x'), 'c', soon())
  await expect(sendTo('alice')).rejects.toThrow('not there')
  expect(await sendTo('bob')).toEqual({ kind: 'wait', seconds: expect.any(Number) })
  expect(channel.pace).toEqual({ perPerson: 60, perAccount: 40 })
})

test('a puppet that is not installed is said at once', async () => {
  const { channel } = await open('wechaty-puppet-of-nobody')
  await expect(channel.start()).rejects.toThrow('npm install wechaty-puppet-of-nobody')
})
