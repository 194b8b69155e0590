import { afterEach, describe, expect, test } from 'vitest'
import { addressBehind } from '../../src/addressOf.ts'
import { createPlaces } from '../../src/channels/web/places.ts'
import { createTickets } from '../../src/channels/web/tickets.ts'
import { createMemory } from '../../src/memory.ts'
import { createSeal } from '../../src/store/seal.ts'
import { standingClock, testKey } from '../desk/desk.ts'
import { deskPassword, openApp } from '../openApp.ts'
import { openChat } from './client.ts'

const day = 86_400_000
const otherKey = btoa('fedcba9876543210fedcba9876543210')

describe('a chat’s token', () => {
  const clock = standingClock('2026-11-23T09:00:00+08:00')
  /** What is kept about the tokens of one chat. */
  const used = () => {
    let newest: { madeAt: string; usedAt: string } | null = null
    return {
      newestTicket: async () => newest,
      async useTicket(_: string, madeAt: string, usedAt: string) {
        if (!newest || newest.madeAt < madeAt) newest = { madeAt, usedAt }
      },
    }
  }
  const ticketsOf = async (keys = [testKey], kept = used()) =>
    createTickets(await createSeal(keys), clock, createMemory(), kept)

  test('opens one chat, grows old, and dies', async () => {
    const tickets = await ticketsOf()
    const token = await tickets.issue('a')
    expect(await tickets.worth('a', token)).toBe('good')
    expect(await tickets.worth('b', token)).toBe('none')
    clock.move(day + 1)
    expect(await tickets.worth('a', token)).toBe('ageing')
    const next = await tickets.next('a')
    expect(next).not.toBe(token)
    // As the version before reads them, which may run beside this one.
    for (const one of [token, next]) expect(one).toMatch(/^[0-9a-z]{1,11}\.[\w-]{43}$/)
    clock.move(199 * day)
    expect(await tickets.worth('a', token)).toBe('none')
  })

  test('ends an hour after the next one is used, in every process, and not before', async () => {
    const kept = used()
    const [tickets, elsewhere] = [
      await ticketsOf([testKey], kept),
      await ticketsOf([testKey], kept),
    ]
    const copied = await tickets.issue('a')
    clock.move(2 * day)
    // An answer that is lost ends nothing, and two tabs that ask at once get the same.
    const next = await tickets.next('a')
    expect(await elsewhere.next('a')).toBe(next)
    clock.move(7_200_000)
    expect(await tickets.worth('a', copied)).toBe('ageing')
    expect(await tickets.worth('a', next)).toBe('good')
    clock.move(3_000_000)
    expect(await elsewhere.worth('a', copied)).toBe('ageing')
    clock.move(1_000_000)
    for (const process of [tickets, elsewhere]) {
      expect(await process.worth('a', copied)).toBe('none')
      expect(await process.worth('a', next)).toBe('good')
    }
    clock.move(2 * day)
    expect(await tickets.worth('a', next)).toBe('ageing')
  })

  test('cannot be made younger, or up', async () => {
    const tickets = await ticketsOf()
    const [made = '', signature = ''] = (await tickets.issue('a')).split('.')
    const older = (Number.parseInt(made, 36) + 1).toString(36)
    const tries = [`${older}.${signature}`, `.${signature}`, signature, made, `${made}.`, '']
    for (const token of tries)
      expect([token, await tickets.worth('a', token)]).toEqual([token, 'none'])
  })

  test('outlives a rotation of the key', async () => {
    const token = await (await ticketsOf()).issue('a')
    const rotated = await ticketsOf([otherKey, testKey])
    expect(await rotated.worth('a', token)).toBe('good')
    const alone = await ticketsOf([otherKey])
    expect(await alone.worth('a', token)).toBe('none')
  })
})

describe('at the gate', () => {
  let app: Awaited<ReturnType<typeof openApp>>
  afterEach(() => app.close())

  test('an ageing token is exchanged for the next, which opens the same chat', async () => {
    app = await openApp()
    const person = await openChat(app)
    const old = await createTickets(
      app.seal,
      () => new Date(Date.now() - 2 * day),
      createMemory(),
      app.store,
    ).issue(person.chat)
    const headers = { Authorization: `Bearer ${old}` }
    const response = await app.app.request(`/api/chats/${person.chat}`, { headers })
    expect(response.status).toBe(200)
    const next = response.headers.get('chat-token') ?? ''
    expect(response.headers.get('set-cookie')).toContain(next)
    const again = await app.app.request(`/api/chats/${person.chat}`, {
      headers: { Authorization: `Bearer ${next}` },
    })
    expect([again.status, again.headers.get('chat-token')]).toEqual([200, null])
    const { headers: usual } = await person.get()
    expect(usual.get('chat-token')).toBe(null)
  })

  test('too many streams in one chat are turned away, with a word', async () => {
    app = await openApp({ RATE_LIMIT: 'on' })
    const person = await openChat(app)
    const streams = await Promise.all(Array.from({ length: 10 }, () => person.get('/events')))
    expect(new Set(streams.map(({ status }) => status))).toEqual(new Set([200]))
    const eleventh = await person.get('/events')
    expect(eleventh.status).toBe(429)
    expect((await eleventh.json()).error.message).toContain('太多')
    await streams[0]!.body!.cancel()
    const oneMore = async () => {
      const response = await person.get('/events')
      await response.body!.cancel()
      return response.status
    }
    await expect.poll(oneMore).toBe(200)
    for (const stream of streams.slice(1)) await stream.body!.cancel()
  })

  test('a token that was copied ends with those that came after it, and goes with the chat', async () => {
    let now = Date.now()
    app = await openApp({}, { clock: () => new Date(now) })
    const person = await openChat(app)
    const ask = (token: string) =>
      app.app.request(`/api/chats/${person.chat}`, {
        headers: { Authorization: `Bearer ${token}` },
      })
    now += 2 * day
    const next = (await ask(person.token)).headers.get('chat-token')!
    expect((await ask(next)).status).toBe(200)
    now += 4_000_000
    expect((await ask(person.token)).status).toBe(404)
    expect((await ask(next)).status).toBe(200)
    await app.store.erase(`web:${person.chat}`)
    expect((await ask(next)).status).toBe(404)
    expect(await app.db.selectFrom('ticket').selectAll().execute()).toEqual([])
  })

  test('browsers that came by TLS are told to come by nothing else; others are not', async () => {
    app = await openApp()
    for (const path of ['/', '/desk/sign-in', '/api/chats/x']) {
      const plain = await app.app.request(path)
      expect(plain.headers.get('strict-transport-security')).toBe(null)
      const headers = { 'x-forwarded-proto': 'https' }
      const secure = await app.app.request(path, { headers })
      expect(secure.headers.get('strict-transport-security')).toBe('max-age=15552000')
    }
  })

  test('where the public address has https, cookies are for TLS alone, though a proxy says nothing', async () => {
    app = await openApp({ PUBLIC_URL: 'https://jiexu.test' })
    const page = await app.app.request('/')
    expect(page.headers.get('strict-transport-security')).toBe('max-age=15552000')
    const chat = await app.app.request('/api/chats', { method: 'POST' })
    expect(chat.headers.get('set-cookie')).toContain('Secure')
    const desk = await app.app.request('/desk/sign-in', {
      method: 'POST',
      body: new URLSearchParams({ password: deskPassword }),
    })
    expect(desk.headers.get('set-cookie')).toContain('Secure')
    expect(desk.headers.get('strict-transport-security')).toBe('max-age=15552000')
  })

  test('only sites that are named may frame the page', async () => {
    app = await openApp()
    const own = await app.app.request('/')
    expect(own.headers.get('content-security-policy')).toContain("frame-ancestors 'self'")
    expect(own.headers.get('x-frame-options')).toBe('SAMEORIGIN')
    await app.close()
    app = await openApp({ EMBEDDERS: 'https://rsj.example.gov.cn, https://*.example.com' })
    const page = await app.app.request('/')
    expect(page.headers.get('content-security-policy')).toContain(
      "frame-ancestors 'self' https://rsj.example.gov.cn https://*.example.com",
    )
    expect(page.headers.get('x-frame-options')).toBe(null)
    const desk = await app.app.request('/desk/sign-in')
    expect(desk.headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
  })
})

describe('places', () => {
  test('are taken under every name or none, and left once', () => {
    const places = createPlaces()
    const leave = places.enter([
      ['a', 2],
      ['x', 3],
    ])!
    expect(
      places.enter([
        ['a', 2],
        ['x', 1],
      ]),
    ).toBe(null)
    const second = places.enter([
      ['a', 2],
      ['x', 3],
    ])!
    expect(places.enter([['a', 2]])).toBe(null)
    leave()
    leave()
    expect(places.enter([['a', 2]])).not.toBe(null)
    expect(places.enter([['a', 2]])).toBe(null)
    second()
  })
})

describe('an address', () => {
  const context = (forwarded: string | undefined, socket: string | undefined) =>
    ({
      env: { incoming: { socket: { remoteAddress: socket } } },
      req: { header: (name: string) => (name === 'x-forwarded-for' ? forwarded : undefined) },
    }) as unknown as Parameters<ReturnType<typeof addressBehind>>[0]

  test.each([
    [0, undefined, '10.0.0.9'],
    [0, '6.6.6.6', '10.0.0.9'],
    [1, '6.6.6.6, 1.2.3.4', '1.2.3.4'],
    [2, '6.6.6.6, 1.2.3.4, 10.0.0.1', '1.2.3.4'],
    [2, '1.2.3.4', '10.0.0.9'],
    [1, '', '10.0.0.9'],
  ])('behind %i proxies with %j is %s', (proxies, forwarded, expected) => {
    expect(addressBehind(proxies)(context(forwarded, '10.0.0.9'))).toBe(expected)
  })

  test.each([
    ['1.2.3.4', '1.2.3.4'],
    ['1.2.3.4:5678', '1.2.3.4'],
    ['::ffff:1.2.3.4', '1.2.3.4'],
    ['[::FFFF:1.2.3.4]:443', '1.2.3.4'],
    ['2001:db8:1:2::7', '2001:db8:1:2::/64'],
    ['2001:DB8:1:2:ffff:0:0:9', '2001:db8:1:2::/64'],
    ['2001:0db8:0001:0002:0003:0004:0005:0006', '2001:db8:1:2::/64'],
    ['[2001:db8:1:2::7]', '2001:db8:1:2::/64'],
    ['[2001:db8:1:2::7]:5678', '2001:db8:1:2::/64'],
    ['2001:db8::7', '2001:db8:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['nobody knows', 'nobody knows'],
    ['::zz', '::zz'],
  ])('%s counts as %s', (address, expected) => {
    expect(addressBehind(1)(context(address, undefined))).toBe(expected)
    expect(addressBehind(0)(context(undefined, address))).toBe(expected)
  })
})
