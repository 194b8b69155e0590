import type { Event, NotJoined } from '../conversation/event.ts'
import { busyFor, mostWrongCodes } from '../conversation/join.ts'
import type { Inbox } from '../inbox/inbox.ts'
import type { Store } from '../store/store.ts'

type Dependencies = {
  store: Store
  inbox: Inbox
  stamp: () => Pick<Event, 'at' | 'today'>
}

/** How long a code is valid, milliseconds. */
export const codeLasts = 10 * 60_000

/** Whose wrong codes count together: everybody's. */
const everybody = 'join codes'

type Typed = { code: string; channel: string }

/**
 * Uses a code that was typed in a conversation: that one ends, and goes on in the one that the code was
 * made for. May be called again after a crash, at whatever step that was; `attempts` tells how often it was.
 */
export function createJoin({ store, inbox, stamp }: Dependencies) {
  return async function join(
    from: string,
    typed: Typed,
    id: string,
    attempts: number,
  ): Promise<void> {
    const found = await whereTo(from, typed, id, attempts)
    if ('why' in found) {
      await inbox.receive(from, { kind: 'notJoined', ...found, id: `${id}/notJoined`, ...stamp() })
      return
    }
    const { into } = found
    const moved = { kind: 'moved', to: into, id: `${id}/moved`, ...stamp() } as const
    const { seq } = await inbox.receive(from, moved)
    await store.join(from, into)
    const before = await store.turnAt(from, seq - 1)
    if (!before) return
    const { state } = before
    await inbox.receive(into, { kind: 'joined', from, state, id: `${id}/joined`, ...stamp() })
    if (state.handoff !== 'none') await store.noteHandoff(into, stamp().at)
    await store.release(from, stamp().at)
  }

  async function whereTo(
    from: string,
    { code, channel }: Typed,
    id: string,
    attempts: number,
  ): Promise<{ into: string } | { why: NotJoined }> {
    const { at } = stamp()
    // What was begun is finished, however many wrong codes were typed since.
    const count = attempts > 0 ? 0 : await store.countAttempt(everybody, new Date(at), busyFor)
    if (count > mostWrongCodes) return { why: 'busy' }
    const use = await store.useCode(code, { from, channel, now: at, usedBy: id })
    if (use.kind === 'invalid') return { why: 'invalid' }
    if (count > 0) await store.forgiveAttempt(everybody)
    if (use.kind === 'own') return { why: 'own' }
    const into = use.conversation
    const joins = (await inbox.lastTurn(into)) && (await store.claimJoin(from, into))
    return joins ? { into } : { why: 'invalid' }
  }
}
