import type { CompiledQuery } from 'kysely'
import type { Tables } from '../../src/store/tables.ts'
import { createPlatform, personOn } from '../channels/testChannel.ts'
import { openApp } from '../openApp.ts'
import { fillIn, openChat } from '../web/client.ts'
import type { watched } from './watched.ts'

/** Tables that grow with the number of people, and stay large. */
export const large: readonly (keyof Tables)[] = [
  ...(['inbox', 'turn', 'outbox', 'address', 'joining', 'filing', 'file'] as const),
  ...(['application', 'action', 'document'] as const),
]

/**
 * Every statement of an ordinary day, each shape of it once: somebody files an application on the web,
 * somebody writes on a platform that lets nothing more through and then writes again, a clerk decides,
 * two chats are joined, one is erased, terms end, and the sweep comes round.
 */
export async function everyday(
  DATABASE_URL: string,
  open: (tell: (query: CompiledQuery) => void) => ReturnType<typeof watched>,
): Promise<CompiledQuery[]> {
  const told = new Map<string, CompiledQuery>()
  const db = open((query) => told.set(query.sql, query))
  const platform = createPlatform('wechat', { allowance: ({ sentSince }) => 2 - sentSince })
  const app = await openApp({ DATABASE_URL }, { db, channels: platform.create })
  // What the start and the clerk's first sign-in ask is asked once.
  told.clear()
  try {
    const person = await openChat(app)
    await fillIn(person)
    const { state } = await person.send({ choice: 'confirm' })
    await app.desk.record.act(state.dossier!.serial, 'accept', {}, '王芳')
    await app.sweep()
    const other = personOn({ ...app, db }, platform)
    for (const text of ['你好', '帮助', '要多久']) await other.say(text)
    const [conversation, left] = [`web:${person.chat}`, 'web:left']
    const now = new Date().toISOString()
    await app.store.claimHeld(conversation, now, now)
    await app.store.release(conversation, now)
    await app.store.claimJoin(left, conversation)
    await app.store.join(left, conversation)
    await app.store.forgetBefore(conversation, 3)
    await app.sweep()
    await person.erase()
  } finally {
    await app.close()
    await db.destroy()
  }
  return [...told.values()].filter(({ sql }) => /^\s*(select|with|insert|update|delete)/.test(sql))
}
