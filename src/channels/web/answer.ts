import { receiptOf } from '../../conversation/event.ts'
import type { State } from '../../conversation/state.ts'
import type { Taken } from '../../inbox/inbox.ts'
import type { Store } from '../../store/store.ts'
import type { Live } from './live.ts'
import { conversationOf, type createReader } from './reader.ts'
import type { Thread } from './thread.ts'
import { answersOf } from './view.ts'

/** How long an answer waits for the agency's receipt, so that the serial number is in it. */
const patience = 3_000
/** How often it is looked whether a code has led anywhere. */
const glance = 20

type Dependencies = {
  store: Store
  live: Live
  reader: Pick<ReturnType<typeof createReader>, 'view' | 'messagesAfter'>
  threadOf: (chat: string) => Promise<Thread>
}

/** The key of the application that a turn sent: that of a form; null where it sent none. */
const filedBy = ({ stack }: State, turn: string): string | null =>
  stack.flatMap(({ key }) => key ?? []).find((key) => key.startsWith(turn)) ?? null

/** Puts together what a message is answered over the web. */
export function createAnswer({ store, live, reader, threadOf }: Dependencies) {
  const { view, messagesAfter } = reader

  /** What a message led to: its turn, and what the agency said at once to what the turn submitted. */
  async function answerTo(chat: string, taken: Taken) {
    const { conversation, seq, at, turn, submissions } = taken
    if (turn?.effects.some(({ kind }) => kind === 'join')) return answerToCode(chat, seq)
    const shift = await shiftOf(chat, conversation)
    if (turn && submissions.length === 0) {
      return { messages: answersOf(chat, seq + shift, turn.effects, at), state: view(turn.state) }
    }
    const state = turn?.state ?? (await store.turnAt(conversation, seq))?.state
    const key = state ? filedBy(state, `${conversation}/${seq}/`) : null
    const receipt = key === null ? null : await receiptFor(conversation, key)
    const [turns, last] = await Promise.all([
      store.turns(conversation, seq, receipt ?? seq),
      store.turnAt(conversation, receipt ?? seq),
    ])
    const own = turns.filter((turn) => turn.seq === seq || turn.seq === receipt)
    const messages = own.flatMap(({ seq, effects, event }) =>
      answersOf(chat, seq + shift, effects, event.at),
    )
    return { messages, state: view(last!.state) }
  }

  /** How many turns the page shows before those of this conversation. */
  async function shiftOf(chat: string, conversation: string): Promise<number> {
    if (conversation === conversationOf(chat)) return 0
    const { parts } = await threadOf(chat)
    return parts.find((part) => part.conversation === conversation)?.shift ?? 0
  }

  /** What came of a code: that it is none, or the conversation that goes on here from now on. */
  async function answerToCode(chat: string, seq: number) {
    const conversation = conversationOf(chat)
    let thread = await threadOf(chat)
    for (let waited = 0; waited < patience; waited += glance) {
      if (thread.state.joined?.includes(conversation)) break
      const own = await store.turnAt(conversation)
      if (own && own.seq > seq && !own.state.movedTo) break
      await new Promise((resolve) => setTimeout(resolve, glance))
      thread = await threadOf(chat)
    }
    const messages = await messagesAfter(chat, thread, seq * 100)
    return { messages, state: view(thread.state) }
  }

  /** The turn in which the agency's receipt came, once it has come; waits for it, but not for ever. */
  function receiptFor(conversation: string, key: string): Promise<number | null> {
    return new Promise((resolve) => {
      const done = (receipt: number | null) => {
        stop()
        clearTimeout(timer)
        resolve(receipt)
      }
      const look = async () => {
        const turn = await store.turnOf(receiptOf(key)).catch(() => null)
        if (turn) done(turn.seq)
      }
      const stop = live.subscribe(conversation, () => void look())
      const timer = setTimeout(done, patience, null)
      void look()
    })
  }

  return answerTo
}
