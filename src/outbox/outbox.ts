import type { Bounds } from '../bounds.ts'
import type { Effect } from '../conversation/effect.ts'
import type { Log } from '../log.ts'
import type { Due } from '../store/delivery.ts'
import type { Store } from '../store/store.ts'

/** Carries out one effect. Throws where it may be tried again; `id` is the same each time. */
export type Carry = (
  conversation: string,
  effect: Effect,
  id: string,
  attempts: number,
) => Promise<void>

export type Outbox = {
  /** Carries out what a turn has claimed for itself. Never throws: what fails is tried again later. */
  carryOut(due: readonly Due[]): Promise<void>
  /** Carries out everything that is due now. */
  dispatch(): Promise<void>
  /** A dispatch that nobody waits for: it never throws. */
  nudge(): Promise<void>
}

const minute = 60_000

type Dependencies = { store: Store; clock: () => Date; bounds?: Bounds; log: Log }

/** The one door through which a conversation acts on the world: in order within each conversation. */
export function createOutbox({ store, clock, bounds, log }: Dependencies, carry: Carry): Outbox {
  const { most = 200, more } = bounds ?? {}
  let running: Promise<void> | null = null
  let next: Promise<void> | null = null

  async function dispatchOnce(): Promise<void> {
    for (;;) {
      const now = clock()
      const until = new Date(now.getTime() + 2 * minute)
      const due = await store.claimDue(now.toISOString(), until.toISOString(), most)
      const byConversation = Map.groupBy(due, ({ conversation }) => conversation)
      await Promise.all([...byConversation.values()].map(inOrder))
      if (due.length < most) return
      if (more) return more()
    }
  }

  /** Stops at a conversation's first failure of a kind, so that nothing overtakes its like. */
  async function inOrder(due: readonly Due[]): Promise<void> {
    const waits = new Map<Effect['kind'], number>()
    for (const { id, conversation, effect, attempts } of due) {
      if (!waits.has(effect.kind)) {
        try {
          await carry(conversation, effect, id, attempts)
          await store.settle(id, clock().toISOString())
          continue
        } catch (error) {
          log.warn({ err: error, effect: effect.kind, attempts }, 'an effect failed')
          waits.set(effect.kind, Math.min(60, 2 ** attempts / 12) * minute)
        }
      }
      const dueAt = new Date(clock().getTime() + waits.get(effect.kind)!).toISOString()
      await store.postpone(id, dueAt, 'failed')
    }
  }

  /** A call during a pass waits for the pass after it, which sees what the first may have missed. */
  function dispatch(): Promise<void> {
    if (next) return next
    const pass = (running ?? Promise.resolve())
      .catch(() => {})
      .then(() => {
        running = pass
        next = null
        return dispatchOnce()
      })
      .finally(() => {
        if (running === pass) running = null
      })
    next = pass
    return pass
  }
  return {
    carryOut: (due) =>
      inOrder(due).catch((error) => log.error({ err: error }, 'the outbox failed')),
    dispatch,
    nudge: () => dispatch().catch((error) => log.error({ err: error }, 'the outbox failed')),
  }
}
