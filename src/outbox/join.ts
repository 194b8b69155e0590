import type { Event } from '../conversation/event.ts'
import type { Inbox } from '../inbox/inbox.ts'
import type { Store } from '../store/store.ts'

type Dependencies = {
  store: Store
  inbox: Inbox
  stamp: () => Pick<Event, 'at' | 'today'>
}

/** How long a code is valid, milliseconds. */
export const codeLasts = 5 * 60_000

/**
 * Uses a code that was typed in a conversation: that one ends, and goes on in the one that the code was
 * made for. May be called again after a crash, at whatever step that was.
 */
export function createJoin({ store, inbox, stamp }: Dependencies) {
  return async function join(
    from: string,
    { code, channel }: { code: string; channel: string },
    id: string,
  ): Promise<void> {
    const use = await store.useCode(code, { from, channel, now: stamp().at, usedBy: id })
    const into = use.kind === 'joins' ? use.conversation : null
    const joins = into && (await inbox.lastTurn(into)) && (await store.claimJoin(from, into))
    if (!into || !joins) {
      const why = use.kind === 'own' ? 'own' : 'invalid'
      await inbox.receive(from, { kind: 'notJoined', why, id: `${id}/notJoined`, ...stamp() })
      return
    }
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
}
