import { once } from 'node:events'
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import type { Message, StateView } from '../../src/channels/web/view.ts'
import { newFolder, startServer } from './startServer.ts'

const cleanUp: (() => unknown)[] = []
afterEach(async () => {
  for (const undo of cleanUp.splice(0).reverse()) await undo()
})

function folder(): string {
  const made = newFolder()
  cleanUp.push(() => rmSync(made, { recursive: true, force: true }))
  return made
}

function start(where: string, settings: Record<string, string> = {}) {
  const server = startServer(where, settings)
  cleanUp.push(async () => {
    server.kill('SIGKILL')
    await server.ended
  })
  return server
}

/** Demands that the start is refused, and gives the words with which it is. */
async function refusal(where: string, settings: Record<string, string> = {}): Promise<string> {
  const { code, out, errors } = await start(where, settings).ended
  expect(`code ${code}: ${out}`).toBe('code 1: ')
  expect(errors).not.toMatch(/\n\s+at |node:internal|Error:/)
  return errors.trim()
}

test('tells the addresses that people use, where they are told: signing in may work by no other', async () => {
  const server = start(folder(), { PUBLIC_URL: 'https://jiexu.test' })
  expect(await server.listening).toBe('https://jiexu.test')
  expect(server.printed()).toMatch(/^Desk {2}https:\/\/jiexu\.test\/desk\/sign-in\?once=/m)
})

describe('the start is refused in one clear line', () => {
  test('where the port is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    cleanUp.push(() => other.close())
    const { port } = other.address() as { port: number }
    const where = folder()
    const line = await refusal(where, { PORT: String(port) })
    expect(line).toContain(`Port ${port} is taken`)
    expect(line).not.toContain('\n')
    const second = start(where)
    await second.listening
    expect(second.printed()).toMatch(/password, shown only this once: \S+/)
  })

  test('where settings are wrong, each by its name', async () => {
    const wrong = { PORT: 'http', DATA_KEY: 'short', BACKEND: 'nowhere', TODAY: 'tomorrow' }
    const lines = (await refusal(folder(), wrong)).split('\n')
    expect(lines[0]).toBe('Wrong settings:')
    expect(lines.slice(1).map((line) => line.trim().split(':')[0])).toEqual(
      expect.arrayContaining(Object.keys(wrong)),
    )
    expect(lines).toHaveLength(5)
  })

  test('where a public host has no key', async () => {
    expect(await refusal(folder(), { HOST: '0.0.0.0' })).toContain('DATA_KEY')
  })

  test('where the database is broken, and leaves it as it is', async () => {
    const where = folder()
    const file = join(where, 'data/jiexu.db')
    mkdirSync(join(where, 'data'))
    writeFileSync(file, 'this is no database, and never was one\n'.repeat(200))
    const line = await refusal(where)
    expect(line).toMatch(/^The database .*jiexu\.db cannot be opened: /)
    expect(line).not.toContain('\n')
    expect(readFileSync(file, 'utf8')).toContain('never was one')
  })

  test('where its folder cannot be made', async () => {
    const where = folder()
    writeFileSync(join(where, 'data'), 'a file in the way')
    const line = await refusal(where)
    expect(line).toContain('data')
    expect(line).not.toContain('\n')
    const inTheWay = join(where, 'data/deeper')
    const url = `sqlite:${inTheWay}/jiexu.db`
    expect(await refusal(where, { DATABASE_URL: url })).toContain(inTheWay)
  })

  test('where the key is damaged, or not the one that sealed the database', async () => {
    const where = folder()
    mkdirSync(join(where, 'data'))
    writeFileSync(join(where, 'data/key'), 'half a k')
    expect(await refusal(where)).toContain('data/key')
    rmSync(join(where, 'data/key'))
    const first = start(where)
    await first.listening
    first.kill('SIGTERM')
    await first.ended
    rmSync(join(where, 'data/key'))
    expect(await refusal(where)).toMatch(/key/i)
    expect(existsSync(join(where, 'data/key'))).toBe(false)
  })
})

type Opened = { chat: string; token: string }
type Answer = { messages: Message[]; state: StateView }

function speakerAt(origin: string, { chat, token }: Opened) {
  const headers = { Authorization: `Bearer ${token}` }
  return {
    async send(id: string, sent: { text: string } | { choice: string }): Promise<Answer> {
      const body = JSON.stringify({ id, ...sent })
      const address = `${origin}/api/chats/${chat}/messages`
      const response = await fetch(address, { method: 'POST', headers, body })
      if (!response.ok) throw new Error(`${response.status} ${await response.text()}`)
      return (await response.json()) as Answer
    },
    async all(): Promise<Answer> {
      const response = await fetch(`${origin}/api/chats/${chat}`, { headers })
      return (await response.json()) as Answer
    },
    events: () => fetch(`${origin}/api/chats/${chat}/events`, { headers }),
  }
}

const open = async (origin: string) =>
  (await (await fetch(`${origin}/api/chats`, { method: 'POST' })).json()) as Opened

describe('a server that is killed in the middle of a form', () => {
  test('has lost nothing that it acknowledged, and goes on where it was', async () => {
    const where = folder()
    const first = start(where)
    const origin = await first.listening
    const chats = await Promise.all(Array.from({ length: 8 }, () => open(origin)))
    const acknowledged = new Map<string, string[]>(chats.map(({ chat }) => [chat, []]))
    let count = 0
    const talking = chats.map(async (opened) => {
      const speaker = speakerAt(origin, opened)
      await speaker.send('form', { choice: 'pension-in' })
      await speaker.send('agree', { choice: 'agree' })
      await speaker.send('kind', { choice: 'enterprise' })
      for (let number = 0; ; number++) {
        await speaker.send(`say-${number}`, { text: `呵呵${number}` })
        acknowledged.get(opened.chat)!.push(`呵呵${number}`)
        if (++count === 60) first.kill('SIGKILL')
      }
    })
    await Promise.allSettled(talking)
    expect((await first.ended).signal).toBe('SIGKILL')

    const again = await start(where).listening
    for (const opened of chats) {
      const speaker = speakerAt(again, opened)
      const { messages, state } = await speaker.all()
      const heard = messages.filter(({ from }) => from === 'user').map(({ text }) => text)
      const kept = acknowledged.get(opened.chat)!
      expect(heard.slice(3, 3 + kept.length)).toEqual(kept)
      expect(state).toMatchObject({ flow: 'pension-in', field: 'name' })
      await speaker.send(`say-${kept.length}`, { text: `呵呵${kept.length}` })
      const after = await speaker.send('name', { text: '张三' })
      expect(after.state).toMatchObject({ field: 'idNumber', answers: { name: '张三' } })
      const repeated = (await speaker.all()).messages.filter(({ text }) => text.startsWith('呵呵'))
      expect(new Set(repeated.map(({ text }) => text)).size).toBe(repeated.length)
    }
  })
})

describe('a server that is asked to stop', () => {
  test('ends well, also while pages listen', async () => {
    const where = folder()
    const server = start(where)
    const origin = await server.listening
    expect(statSync(join(where, 'data/key')).mode & 0o777).toBe(0o600)
    const opened = await open(origin)
    const speaker = speakerAt(origin, opened)
    const stream = (await speaker.events()).body!.getReader()
    await stream.read()
    await speaker.send('a', { text: '你好' })
    server.kill('SIGTERM')
    const { code, errors } = await server.ended
    expect(`code ${code}${errors}`).toBe('code 0')
    await stream.cancel().catch(() => {})
    const { messages } = await speakerAt(await start(where).listening, opened).all()
    expect(messages.map(({ text }) => text)).toContain('你好')
  })
})

/** Opens sockets that never end their request, and tells how many stay open. */
async function halfSent(origin: string, count: number, localAddress: string): Promise<number> {
  let open = count
  const { hostname, port } = new URL(origin)
  const sockets = Array.from({ length: count }, () => {
    const socket = connect({ host: hostname, port: Number(port), localAddress })
    socket.on('close', () => open--).on('error', () => {})
    socket.write('GET /healthz HTTP/1.1\r\nHost: x\r\nX-Slow: ')
    cleanUp.push(() => socket.destroy())
    return once(socket, 'connect').catch(() => {})
  })
  await Promise.all(sockets)
  await new Promise((resolve) => setTimeout(resolve, 1000))
  return open
}

test('one client that opens sockets without end shuts out nobody else; proxies may have many', async () => {
  const alone = await start(folder(), { RATE_LIMIT: 'on' }).listening
  expect(await halfSent(alone, 400, '127.0.0.2')).toBe(300)
  expect((await fetch(`${alone}/healthz`)).status).toBe(200)
  const behind = await start(folder(), { RATE_LIMIT: 'on', PROXIES: '1' }).listening
  expect(await halfSent(behind, 400, '127.0.0.2')).toBe(400)
})
