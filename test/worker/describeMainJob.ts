import { beforeAll, describe, expect, test } from 'vitest'
import { type Answer, fillIn, openChat, pdf } from '../web/client.ts'
import { listen } from './listen.ts'
import { password, type Worker } from './startWorker.ts'

/** What people come for, from the first word to the agency's answer. */
export function describeMainJob(started: () => Worker): void {
  describe('a worker', () => {
    let worker: Worker
    let clerk: Awaited<ReturnType<typeof signIn>>
    beforeAll(async () => {
      worker = started()
      // The first round after a deployment sets the first clerk's password.
      await worker.worker.scheduled({ cron: '* * * * *' })
      clerk = await signIn()
    })

    const soon = { timeout: 20_000 }

    /** A clerk, signed in at the desk. */
    async function signIn() {
      const json = { 'Content-Type': 'application/json', Accept: 'application/json' }
      const body = JSON.stringify({ clerk: '王芳', password })
      const response = await worker.app.request('/desk/sign-in', {
        method: 'POST',
        headers: json,
        body,
      })
      const { csrf } = (await response.json()) as { csrf: string }
      const Cookie = response.headers.get('Set-Cookie')!.split(';')[0]!
      const headers = { ...json, Cookie, 'X-CSRF-Token': csrf }
      return {
        act: (serial: string, action: string, particulars = {}) =>
          worker.app.request(`/desk/applications/${serial}/${action}`, {
            ...{ method: 'POST', headers, body: JSON.stringify(particulars) },
          }),
        get: (path: string) => worker.app.request(path, { headers }),
      }
    }

    describe('the main job, on D1 in workerd', () => {
      test('from a greeting to 受理成功 in the chat, over a WebSocket that slept meanwhile', async () => {
        const person = await openChat(worker)
        expect(person.opened.messages[0]!.text).toContain('您想办什么')
        const page = await listen(worker, person)
        await fillIn(person)
        const { state, messages } = await person.send({ choice: 'confirm' })
        const { serial } = state.dossier!
        expect(messages.at(-1)!.text).toContain(serial)
        await expect.poll(() => page.events().at(-1)?.data.text, soon).toContain(serial)

        await worker.worker.evictDurableObject('LiveChat', {
          ...{ name: `web:${person.chat}`, webSockets: 'hibernate' },
        })
        expect((await clerk.act(serial, 'accept')).status).toBe(200)
        await expect.poll(() => page.events().at(-1)?.data.text, soon).toContain('受理成功')
        expect(page.events().at(-1)!.data.state.dossier).toEqual({ serial, status: '受理成功' })
        page.close()

        const all: Answer = await (await person.get()).json()
        const seqs = page.events().map(({ id }) => Number(id))
        expect(seqs).toEqual(all.messages.map(({ seq }) => seq))
        const listed = await (await clerk.get(`/desk/applications?serial=${serial}`)).text()
        expect(listed).toContain(serial)
      })

      test('the page has its policy, and the widget’s files are for every site', async () => {
        const page = await worker.app.request('/')
        expect(page.headers.get('Content-Security-Policy')).toContain("frame-ancestors 'self'")
        const script = await worker.app.request('/widget.js')
        expect(await script.text()).toContain('jiexu-chat')
        expect(script.headers.get('Content-Type')).toMatch(/^text\/javascript/)
        expect(script.headers.get('Access-Control-Allow-Origin')).toBe('*')
        expect(script.headers.get('X-Content-Type-Options')).toBe('nosniff')
        // The font is the worker's own.
        expect((await worker.app.request('/font.ttf')).status).toBe(404)
      })

      test('a message that comes twice is heard once, also at the same time', async () => {
        const person = await openChat(worker)
        const twice = await Promise.all([1, 2].map(() => person.post({ id: 'm', text: '要多久' })))
        const answers = await Promise.all(twice.map((one) => one.json()))
        expect(answers[0]).toEqual(answers[1])
        expect(await person.send({ id: 'm', text: '要多久' })).toEqual(answers[0])
        const all: Answer = await (await person.get()).json()
        expect(all.messages.filter(({ from }) => from === 'user')).toHaveLength(1)
      })

      test('an application that is confirmed twice has one serial number', async () => {
        const person = await openChat(worker)
        await fillIn(person)
        await Promise.all([1, 2].map(() => person.post({ id: 'yes', choice: 'confirm' })))
        const { state } = await person.send({ id: 'yes', choice: 'confirm' })
        const { results } = await worker.DB.prepare('select serial from filing').all()
        expect(results.filter(({ serial }) => serial === state.dossier!.serial)).toHaveLength(1)
      })

      test('a file goes in and comes out again as it was', async () => {
        const person = await openChat(worker)
        const file = pdf('凭证.pdf', 'x'.repeat(1_000_000))
        await fillIn(person, file)
        const all: Answer = await (await person.get()).json()
        const { url } = all.messages.find((message) => message.file)!.file!
        const got = await worker.app.request(url, { headers: person.headers })
        expect(new Uint8Array(await got.arrayBuffer())).toEqual(
          new Uint8Array(await file.arrayBuffer()),
        )
      })

      test('the agency’s documents and the desk’s spreadsheet are made', async () => {
        const person = await openChat(worker)
        await fillIn(person)
        const { state } = await person.send({ choice: 'confirm' })
        for (const action of ['accept', 'issue-contact-letter']) {
          expect((await clerk.act(state.dossier!.serial, action)).status).toBe(200)
        }
        const sheet = await clerk.get('/desk/applications?format=xlsx')
        expect(new TextDecoder().decode((await sheet.arrayBuffer()).slice(0, 2))).toBe('PK')
      })
    })

    describe('the socket of a chat', () => {
      test('goes on after the last message that was heard', async () => {
        const person = await openChat(worker)
        const before = await listen(worker, person)
        await expect.poll(() => before.events().length, soon).toBe(1)
        before.close()
        await before.closed
        const { messages } = await person.send({ text: '要多久' })
        const again = await listen(worker, person, before.events()[0]!.data.seq)
        const missed = messages.map(({ text }) => text)
        await expect
          .poll(() => again.events().map(({ data }) => data.text), soon)
          .toEqual(['要多久', ...missed])
        again.close()
      })

      test('answers a sign of life without waking the object', async () => {
        const person = await openChat(worker)
        const page = await listen(worker, person)
        await worker.worker.evictDurableObject('LiveChat', {
          ...{ name: `web:${person.chat}`, webSockets: 'hibernate' },
        })
        page.socket.send('ping')
        await expect.poll(() => page.heard.at(-1), soon).toBe('pong')
        page.close()
      })

      test('opens with the chat’s own token only, and never by a cookie', async () => {
        const [person, other] = [await openChat(worker), await openChat(worker)]
        const wrong = { chat: person.chat, token: other.token }
        await expect(listen(worker, wrong)).rejects.toThrow()
        const Cookie = `jiexu_${person.chat.slice(0, 8)}=${person.token}`
        const { status } = await worker.app
          .request(`/api/chats/${person.chat}/events`, {
            headers: { Cookie, Upgrade: 'websocket', Connection: 'Upgrade' },
          })
          .catch(() => ({ status: 0 }))
        expect(status).not.toBe(101)
      })

      test('tells where the chat is erased', async () => {
        const person = await openChat(worker)
        const page = await listen(worker, person)
        expect((await person.erase()).status).toBe(200)
        await expect.poll(() => page.events().at(-1)?.type, soon).toBe('gone')
        page.close()
      })

      test('is offered by a header; those who know none get the stream', async () => {
        const person = await openChat(worker)
        const response = await person.get()
        expect(response.headers.get('Jiexu-Live')).toBe('websocket')
        const stream = await person.get('/events')
        const reader = stream.body!.pipeThrough(new TextDecoderStream()).getReader()
        let text = ''
        const read = async (until: string) => {
          while (!text.includes(until)) text += (await reader.read()).value
        }
        await read('id: 101')
        await person.send({ text: '什么是联系函' })
        await read('什么是联系函')
        await reader.cancel()
      })
    })
  })
}
