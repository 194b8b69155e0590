import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Stream } from '../../src/channels/dingtalk/dingtalk.ts'
import { openStream } from '../../src/channels/dingtalk/stream.ts'
import { until } from '../channels/driver.ts'
import { messageFrom, saying } from './people.ts'
import { clientId, clientSecret, openPlatform, type Platform } from './platform.ts'

const log = pino({ level: 'silent' })
const opened = '/v1.0/gateway/connections/open'

let platform: Platform
let stream: Stream | undefined
let kept: string[]

beforeEach(async () => {
  // The client tells of its connections on the console.
  for (const way of ['info', 'warn'] as const) vi.spyOn(console, way).mockImplementation(() => {})
  platform = await openPlatform({ second: 5 })
  kept = []
})
afterEach(async () => {
  await stream?.stop()
  stream = undefined
  await platform.close()
  vi.restoreAllMocks()
})

const contentOf = (data: string): string => JSON.parse(data).text.content

const remember = async (data: string) => {
  kept.push(contentOf(data))
}

/** Opens the stream; `second` is how many milliseconds it takes one of its seconds to pass. */
function open(second = 100, keep: (data: string) => Promise<void> = remember) {
  stream = openStream({ clientId, clientSecret, gateway: platform.base, keep, log, second })
  return stream
}

const connected = () => until(() => stream!.standing().connected && platform.connections() > 0)

const say = (content: string) => platform.push(messageFrom(platform, 'user001', saying(content)))

describe('a message on the stream', () => {
  test('is acknowledged once it is kept, and not before', async () => {
    const { promise, resolve } = Promise.withResolvers<void>()
    open(100, async (data) => {
      kept.push(contentOf(data))
      await promise
    })
    await connected()
    const pushed = say('你好')
    await until(() => kept.length > 0)
    expect(platform.acks).toEqual([])
    resolve()
    await pushed
    const [ack] = platform.acks
    expect(ack).toMatchObject({ code: 200, data: '{"response":null}' })
  })

  test('that could not be kept comes again a minute later', async () => {
    let attempts = 0
    open(100, async (data) => {
      if (++attempts === 1) throw new Error('the disk is full')
      kept.push(contentOf(data))
    })
    await connected()
    expect(await say('你好')).toBe(2)
    expect(kept).toEqual(['你好'])
  })

  test('that was kept while the connection broke comes again and is kept twice', async () => {
    const { promise, resolve } = Promise.withResolvers<void>()
    open(100, async (data) => {
      kept.push(contentOf(data))
      if (kept.length === 1) await promise
    })
    await connected()
    const pushed = say('你好')
    await until(() => kept.length > 0)
    platform.drop()
    resolve()
    expect(await pushed).toBeGreaterThan(1)
    expect(kept).toEqual(['你好', '你好'])
  })

  test('that waits for another delays no other', async () => {
    const { promise, resolve } = Promise.withResolvers<void>()
    open(100, async (data) => {
      if (contentOf(data) === '慢') await promise
      kept.push(contentOf(data))
    })
    await connected()
    const slow = say('慢')
    await say('快')
    expect(kept).toEqual(['快'])
    resolve()
    await slow
  })

  test('is all that is subscribed to', async () => {
    open()
    await connected()
    const topic = '/v1.0/im/bot/messages/get'
    expect(platform.subscribed).toEqual([[{ type: 'CALLBACK', topic }]])
  })
})

describe('the connection', () => {
  test('answers a ping with what it bore', async () => {
    open()
    await connected()
    const id = platform.ping()
    const pong = await until(() => platform.acks.find(({ headers }) => headers.messageId === id))
    expect(JSON.parse(pong.data)).toHaveProperty('opaque')
  })

  test('survives frames without sense', async () => {
    open()
    await connected()
    const headers = { topic: '/v1.0/im/bot/messages/get' }
    for (const raw of [
      ...['{', '', 'null', '[]', '"x"', '{"type":"CALLBACK"}', '{"type":"SYSTEM"}'],
      JSON.stringify({ type: 'CALLBACK', headers, data: 'no JSON' }),
      JSON.stringify({ type: 'EVENT', headers: {}, data: '{}' }),
    ]) {
      platform.pushRaw(raw)
    }
    await say('还在吗')
    expect(kept).toEqual(['还在吗'])
    expect(platform.connects()).toBe(1)
  })

  test('that breaks is opened again, once each time, and what was said meanwhile arrives', async () => {
    open()
    for (const word of ['一', '二', '三']) {
      await connected()
      platform.drop()
      await say(word)
    }
    expect(kept).toEqual(['一', '二', '三'])
    // The client by itself would open others a second after each break.
    await new Promise((done) => setTimeout(done, 1200))
    expect(platform.connects()).toBe(4)
    expect(platform.opens).toHaveLength(4)
    expect(platform.connections()).toBe(1)
  })

  test('moves on when asked to, and what was being kept is still acknowledged', async () => {
    let heard = 0
    const { promise, resolve } = Promise.withResolvers<void>()
    open(100, async (data) => {
      heard++
      if (contentOf(data) === '早') await promise
      kept.push(contentOf(data))
    })
    await connected()
    const early = say('早')
    await until(() => heard > 0)
    platform.moveOn(10_000)
    await until(() => platform.connects() === 2)
    await say('晚')
    resolve()
    await early
    expect(kept.slice(0, 2)).toEqual(['晚', '早'])
    expect(platform.connects()).toBe(2)
  })

  test('that has died without a word is given up and opened again', async () => {
    open(25)
    await connected()
    platform.fallSilent()
    const pushed = say('有人吗')
    await until(() => platform.connects() > 1)
    await pushed
    expect(kept).toEqual(['有人吗'])
  })

  test('comes back after the platform was gone altogether', async () => {
    open(25)
    await connected()
    await platform.die()
    await until(() => !stream!.standing().connected)
    await platform.revive()
    await say('又好了')
    expect(kept).toEqual(['又好了'])
  })
})

describe('nobody is stormed', () => {
  /** Each gap is at least half of what the doubling pause says. */
  const wellSpaced = (second: number) => {
    const gaps = platform.opens.slice(1).map((at, index) => at - platform.opens[index]!)
    return gaps.map((gap, index) => gap >= second * Math.min(60, 2 ** index) * 0.5 - 2)
  }

  test.each([
    ['refuses', { status: 401, body: { code: 'authFailed' } }],
    ['fails', { status: 500, body: {} }],
    ['talks nonsense', 'nonsense'],
    ['hangs', 'hang'],
    ['names an open line', { status: 200, body: { endpoint: 'http://127.0.0.1/x', ticket: 't' } }],
  ] as const)('when the gateway %s', async (_, fault) => {
    platform.fail(opened, fault)
    open(25)
    await until(() => platform.called(opened) >= 4)
    expect(platform.connects()).toBe(0)
    platform.mend()
    await connected()
    await say('好了')
    expect(kept).toEqual(['好了'])
  })

  test('when the handshake is refused or never comes', async () => {
    platform.shakeHands(false)
    open(25)
    await until(() => platform.opens.length >= 5)
    expect(platform.connects()).toBe(0)
    expect(wellSpaced(25)).not.toContain(false)
    platform.shakeHands(true)
    await connected()
  })

  test('when each connection ends at once', async () => {
    open(25)
    const dropping = setInterval(() => platform.drop(), 1)
    await until(() => platform.opens.length >= 5)
    clearInterval(dropping)
    expect(wellSpaced(25)).not.toContain(false)
  })

  test('when it asks to move on and on', async () => {
    open(25)
    const moving = setInterval(() => platform.moveOn(), 1)
    await until(() => platform.opens.length >= 5)
    clearInterval(moving)
    expect(wellSpaced(25)).not.toContain(false)
  })
})

describe('a stop', () => {
  test('waits for what is being kept, acknowledges it, and opens nothing any more', async () => {
    const { promise, resolve } = Promise.withResolvers<void>()
    open(100, async (data) => {
      kept.push(contentOf(data))
      await promise
    })
    await connected()
    const pushed = say('最后一句')
    await until(() => kept.length > 0)
    const stopped = stream!.stop()
    resolve()
    await stopped
    expect(await pushed).toBe(1)
    await until(() => platform.connections() === 0)
    await new Promise((done) => setTimeout(done, 100))
    expect(platform.opens).toHaveLength(1)
  })

  test.each(['hang', 'no handshake'])('does not wait for a gateway that hangs: %s', async (how) => {
    if (how === 'hang') platform.fail(opened, 'hang')
    else platform.shakeHands(false)
    open(10_000)
    await until(() => platform.called(opened) > 0)
    await stream!.stop()
    expect(stream!.standing().connected).toBe(false)
  })

  test('during a pause ends the pause', async () => {
    platform.fail(opened, { status: 500, body: {} })
    open(5000)
    await until(() => platform.called(opened) > 0)
    await new Promise((done) => setTimeout(done, 50))
    await stream!.stop()
    expect(platform.called(opened)).toBe(1)
  })
})
