import type { State } from '../../conversation/state.ts'
import type { Store } from '../../store/store.ts'
import { type Message, messagesOf, turnOf } from './view.ts'

/** A conversation as a part of what a page shows: its turns are numbered on from those before it. */
type Part = { conversation: string; shift: number }

/**
 * What the page of a chat shows: its own conversation and, where that goes on in another one, the
 * other's messages after it, all in one rising order.
 */
export type Thread = {
  parts: readonly Part[]
  /** The conversation that goes on, and where it stands. */
  conversation: string
  state: State
}

/** Reads what begins with a conversation; null where there is none any more. */
export async function readThread(store: Store, first: string): Promise<Thread | null> {
  const parts: Part[] = []
  let [conversation, shift] = [first, 0]
  for (;;) {
    const last = await store.turnAt(conversation)
    if (!last || parts.some((part) => part.conversation === conversation)) return null
    parts.push({ conversation, shift })
    const { state } = last
    if (!state.movedTo) return { parts, conversation, state }
    conversation = state.movedTo
    shift += last.seq
  }
}

/** The messages of a thread after one of them, as the page of a chat shows them. */
export async function messagesIn(
  store: Store,
  chat: string,
  { parts }: Thread,
  after: number,
): Promise<Message[]> {
  const turn = turnOf(after)
  const open = parts.filter((_, index) => (parts[index + 1]?.shift ?? turn) >= turn)
  const read = open.map(async ({ conversation, shift }) => {
    const turns = await store.turns(conversation, Math.max(0, turn - shift))
    return turns.flatMap((one) => messagesOf(chat, { ...one, seq: one.seq + shift }))
  })
  return (await Promise.all(read)).flat().filter(({ seq }) => seq > after)
}
