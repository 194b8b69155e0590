import type { State } from '../../src/conversation/state.ts'
import { inTransaction } from '../../src/store/atomically.ts'
import { nodeEngine } from '../../src/store/nodeEngine.ts'
import { connectDatabase } from '../../src/store/open.ts'
import { createSeal } from '../../src/store/seal.ts'
import { createStore } from '../../src/store/store.ts'
import { dataKey } from './server.ts'

/**
 * Makes so many people who wrote on WeChat and filed an application: each stands where the person
 * of a chat stands who has just filed one, sealed anew for its own place. Returns the serial numbers.
 */
export async function makeFiled(
  DATABASE_URL: string,
  like: { chat: string; serial: string },
  count: number,
): Promise<string[]> {
  const db = connectDatabase(DATABASE_URL)
  try {
    const store = createStore(db, inTransaction(db), await createSeal([dataKey], nodeEngine))
    const last = await store.turnAt(`web:${like.chat}`)
    const state = JSON.stringify(last?.state)
    const at = new Date().toISOString()

    const make = async (number: number): Promise<string> => {
      const serial = `20261122${String(number).padStart(8, '0')}`
      const address = { channel: 'wechatAccount', account: 'bench', person: `person${number}` }
      const hash = await store.addressHash(address)
      const conversation = `wechatAccount:${hash}`
      const own = state.replaceAll(`web:${like.chat}`, conversation)
      await store.commit({
        ...{ conversation, seq: 1, effects: [] },
        event: { kind: 'opened', id: `${conversation}#1`, at, today: at.slice(0, 10) },
        state: JSON.parse(own.replaceAll(like.serial, serial)) as State,
      })
      await store.heardFrom(hash, address, at, conversation)
      await store.noteFiling(serial, conversation)
      return serial
    }

    const serials: string[] = []
    while (serials.length < count) {
      const some = Array.from({ length: Math.min(500, count - serials.length) }, (_, index) =>
        make(serials.length + index),
      )
      serials.push(...(await Promise.all(some)))
    }
    return serials
  } finally {
    await db.destroy()
  }
}
