import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { precompile } from '../../src/assets/compile.ts'
import { createRender } from '../../src/assets/render.ts'
import type { ChatDesk, ChatLine } from '../../src/desk/chats.ts'
import { createDesk, type Desk, type DeskDependencies } from '../../src/desk/desk.ts'
import { createPasswords } from '../../src/desk/password.ts'
import { inTransaction } from '../../src/store/atomically.ts'
import { openDatabase } from '../../src/store/open.ts'
import { createSeal } from '../../src/store/seal.ts'
import { issueWith, standingClock, testKey } from './desk.ts'

const root = join(import.meta.dirname, '../../templates')

/** The desk's templates, compiled as the build compiles them. */
export function renderDesk() {
  const sources = ['desk', 'documents'].flatMap((folder) =>
    readdirSync(join(root, folder))
      .filter((file) => file.endsWith('.hbs'))
      .map((file) => [
        `${folder}/${file.slice(0, -'.hbs'.length)}`,
        readFileSync(join(root, folder, file), 'utf8'),
      ]),
  )
  const compiled = precompile(Object.fromEntries(sources))
  return createRender(new Function(`return ${compiled}`)())
}

/** A few conversations in memory, as the conversation side would show them. */
export function chatsInMemory(): ChatDesk & { said: string[] } {
  const said: string[] = []
  const messages: ChatLine[] = [
    { seq: 1, from: 'user', text: '转人工', at: '2026-11-23T08:50:00+08:00' },
    {
      seq: 2,
      from: 'assistant',
      text: '好的，已为您转人工。\n工作时间内会有人回答。',
      at: '2026-11-23T08:50:01+08:00',
    },
  ]
  let waiting = true
  return {
    said,
    async list() {
      const since = '2026-11-23T08:50:00+08:00'
      return waiting
        ? [{ chat: 'c1', channel: 'web', since, clerk: null, lastText: '转人工 <b>快</b>' }]
        : []
    },
    async read(chat) {
      if (chat !== 'c1') return null
      return { chat, channel: 'web', waiting, clerk: null, messages }
    },
    async say(_, text, clerk) {
      said.push(`${clerk}: ${text}`)
      const seq = messages.length + 1
      messages.push({ seq, from: 'clerk', text, at: '2026-11-23T09:00:00+08:00' })
    },
    async handBack() {
      waiting = false
    },
  }
}

/** A whole desk over a database of its own. What it logs fails the test that asks. */
export async function openDesk(changes: Partial<DeskDependencies> = {}) {
  const db = await openDatabase('sqlite::memory:')
  const seal = await createSeal([testKey])
  const clock = standingClock('2026-11-23T09:00:00+08:00')
  const chats = chatsInMemory()
  const logged: unknown[] = []
  const desk = createDesk({
    ...{ db, atomically: inTransaction(db), seal, clock, chats, render: renderDesk() },
    issue: issueWith(seal, clock),
    log: { error: (facts) => logged.push(facts) },
    passwords: createPasswords(undefined, { logN: 4, r: 1, p: 1 }),
    ...changes,
  })
  return { ...desk, db, seal, clock, chats, logged }
}

/** Signs in with the one-time link; returns the headers of a JSON call. */
export async function signIn(desk: Pick<Desk, 'firstSignIn' | 'routes'>, password = '') {
  await desk.firstSignIn(password || 'open sesame')
  const response = await desk.routes.request('/desk/sign-in', {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify({ password: password || 'open sesame', clerk: '王芳' }),
  })
  const { csrf }: { csrf: string } = await response.json()
  const cookie = response.headers.get('set-cookie')?.split(';')[0] ?? ''
  return { cookie, 'x-csrf-token': csrf, accept: 'application/json' }
}
