import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { messagesOf } from '../src/channels/web/view.ts'
import type { Effect } from '../src/conversation/effect.ts'
import { writeLines } from '../src/conversation/transcript.ts'
import { createInbox, type Inbox } from '../src/inbox/inbox.ts'
import { createOutbox, type Deliver, type Outbox } from '../src/outbox/outbox.ts'
import { inTransaction } from '../src/store/atomically.ts'
import { nodeEngine } from '../src/store/nodeEngine.ts'
import { openDatabase } from '../src/store/open.ts'
import { createSeal } from '../src/store/seal.ts'
import { createStore, type Store } from '../src/store/store.ts'
import { testKey } from './desk/desk.ts'
import { catalogue } from './everything/conversation.ts'
import { expected, play, type Take, transcripts } from './transcripts.ts'

const log = pino({ level: 'silent' })
let store: Store
let inbox: Inbox
let outbox: Outbox
let close: () => Promise<void>
/** What left through the outbox, in order, by conversation; the agency's answer is in the transcript. */
const carried = new Map<string, Effect[]>()

beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'jiexu-pipe-'))
  const db = await openDatabase(`sqlite:${join(folder, 'jiexu.db')}`)
  store = createStore(db, inTransaction(db), await createSeal([testKey], nodeEngine))
  inbox = createInbox({
    ...{ store, log, catalogue: () => catalogue, onTurn() {} },
    delivered: (conversation, { kind }) => kind === 'say' && conversation.startsWith('web:'),
    begins: (_, { kind }) => kind === 'opened',
  })
  const farAhead = () => new Date('2100-01-01T00:00:00Z')
  const carry = async (conversation: string, effect: Effect) => {
    carried.set(conversation, [...(carried.get(conversation) ?? []), effect])
  }
  const deliver: Deliver = async (conversation, says) => {
    for (const { id, effect } of says) {
      await carry(conversation, effect)
      await store.settle([id], '2100-01-01')
    }
  }
  outbox = createOutbox({ store, log, clock: farAhead, deliver }, carry)
  close = async () => {
    await db.destroy()
    await rm(folder, { recursive: true })
  }
})
afterAll(() => close())

/** Everything twice: two deliveries at once or one after the other, two dispatches, nothing remembered. */
function takeThrough(conversation: string): Take {
  let count = 0
  return async (event) => {
    const own = { ...event, id: `${conversation}#${event.id}` }
    const first = inbox.receive(conversation, own)
    if (count++ % 2 === 0) await first
    const second = await inbox.receive(conversation, own)
    const { seq } = await first
    expect(second.seq).toBe(seq)
    inbox.forget(conversation)
    carried.delete(conversation)
    await Promise.all([outbox.dispatch(), outbox.dispatch()])
    const { state } = (await store.turnAt(conversation))!
    return { state, effects: [...(await readOn(conversation, seq)), ...sentFrom(conversation)] }
  }
}

const sentFrom = (conversation: string) => carried.get(conversation) ?? []

/** What the page of a web chat reads of one turn. */
async function readOn(conversation: string, seq: number): Promise<Effect[]> {
  if (!conversation.startsWith('web:')) return []
  const turns = await store.turns(conversation, seq, seq)
  const messages = turns.flatMap((turn) => messagesOf('chat', turn))
  return messages
    .filter(({ from }) => from !== 'user')
    .map(({ flow, text, choices, file, from }) => ({
      kind: 'say',
      saying: {
        ...{ flow, text, from: from === 'clerk' ? 'clerk' : 'assistant' },
        ...(choices && { choices }),
        ...(file && { file: { ...file, id: file.url, type: '' } }),
      },
    }))
}

describe('through the whole pipe, to the page and to a messenger in turn, with every event twice', () => {
  for (const [index, [name, transcript]] of Object.entries(transcripts).entries()) {
    test(transcript.title, async () => {
      const conversation = `${index % 2 === 0 ? 'web' : 'wechat'}:${name}`
      const heard = await play(transcript.lines, takeThrough(conversation))
      expect(writeLines(heard)).toBe(expected(transcript.lines, heard))
    })
  }
})
