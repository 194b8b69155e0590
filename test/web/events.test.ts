import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Message } from '../../src/channels/web/view.ts'
import { openApp } from '../openApp.ts'
import { type Answer, fillIn, openChat } from './client.ts'

let app: Awaited<ReturnType<typeof openApp>>
beforeAll(async () => {
  app = await openApp()
})
afterAll(() => app.close())

type Event = { id: string; message: Message }

/** Reads a stream of events until it has `count` of them, and hangs up. */
async function read(response: Response, count: number): Promise<Event[]> {
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader()
  const events: Event[] = []
  let text = ''
  while (events.length < count) {
    const { value, done } = await reader.read()
    if (done) break
    text += value
    const parts = text.split('\n\n')
    text = parts.pop()!
    for (const part of parts.filter((one) => one.includes('data: '))) {
      const id = /^id: (.*)$/m.exec(part)![1]!
      events.push({ id, message: JSON.parse(/^data: (.*)$/m.exec(part)![1]!) })
    }
  }
  await reader.cancel()
  return events
}

describe('the stream of a chat', () => {
  test('tells everything from the beginning, each under its number', async () => {
    const person = await openChat(app)
    await person.send({ choice: 'pension-in' })
    const response = await person.get('/events')
    expect(response.headers.get('content-type')).toContain('text/event-stream')
    const events = await read(response, 3)
    const all: Answer = await (await person.get()).json()
    expect(events.map(({ id }) => Number(id))).toEqual(all.messages.map(({ seq }) => seq))
    expect(events.map(({ message }) => message)).toMatchObject(all.messages)
  })

  test('goes on after the last one that was read', async () => {
    const person = await openChat(app)
    await person.send({ choice: 'pension-in' })
    const all: Answer = await (await person.get()).json()
    const [first, second] = all.messages
    const resumed = await person.get('/events', { 'Last-Event-ID': String(first!.seq) })
    expect((await read(resumed, 1))[0]!.id).toBe(String(second!.seq))
    const asked = await person.get(`/events?after=${second!.seq}`)
    expect((await read(asked, 1))[0]!.id).toBe(String(all.messages[2]!.seq))
  })

  test('begins anew where the last number makes no sense', async () => {
    const person = await openChat(app)
    for (const last of ['x', '-5', '1e400']) {
      const response = await person.get('/events', { 'Last-Event-ID': last })
      expect(await read(response, 1)).toHaveLength(1)
    }
  })

  test('tells what is said while it is open, each thing once and in order', async () => {
    const person = await openChat(app)
    const reading = read(await person.get('/events'), 13)
    for (const text of ['你好', '要多久', '帮助', '什么是联系函', '谢谢', '？']) {
      await person.send({ text })
    }
    const ids = (await reading).map(({ id }) => Number(id))
    expect(ids).toEqual([...new Set(ids)].toSorted((a, b) => a - b))
    const all: Answer = await (await person.get()).json()
    expect(ids).toEqual(all.messages.slice(0, 13).map(({ seq }) => seq))
  })

  test('brings what the agency does', async () => {
    const person = await openChat(app)
    await fillIn(person)
    const { state, messages } = await person.send({ choice: 'confirm' })
    const { serial } = state.dossier!
    const after = messages.at(-1)!.seq
    const reading = read(await person.get(`/events?after=${after}`), 1)
    const signedIn = await app.app.request('/desk/sign-in', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
      body: JSON.stringify({ password: 'open sesame' }),
    })
    const { csrf }: { csrf: string } = await signedIn.json()
    const Cookie = signedIn.headers.get('set-cookie')!.split(';')[0]!
    const accepted = await app.app.request(`/desk/applications/${serial}/accept`, {
      method: 'POST',
      headers: { Cookie, 'X-CSRF-Token': csrf, Accept: 'application/json' },
    })
    expect(accepted.status).toBe(200)
    const [told] = await reading
    expect(told!.message.text).toContain('受理成功')
    expect(told!.message.text).toContain(serial)
  })
})
