import { type Background, byItself } from '../background.ts'
import type { Bounds } from '../bounds.ts'
import type { Effect } from '../conversation/effect.ts'
import type { Log } from '../log.ts'
import type { Due } from '../store/delivery.ts'
import type { Store } from '../store/store.ts'
import { lastAttempt, waitAfter } from './patience.ts'

/** What is done in the world, apart from what is said. */
export type Deed = Exclude<Effect, { kind: 'say' }>

/** Carries out one effect. Throws where it may be tried again; `id` is the same each time. */
export type Carry = (
  conversation: string,
  effect: Deed,
  id: string,
  attempts: number,
) => Promise<void>

/**
 * Brings sayings of one conversation to the person, in order, and keeps the books about each. Throws
 * only where the books could not be kept.
 */
export type Deliver = (conversation: string, says: readonly Due[]) => Promise<void>

export type Outbox = {
  /** Carries out what a turn has claimed for itself. Never throws: what fails is tried again later. */
  carryOut(due: readonly Due[]): Promise<void>
  /** Carries out everything that is due now; resolves once that is done. */
  dispatch(): Promise<void>
  /** A dispatch that nobody waits for: it never throws. */
  nudge(): Promise<void>
}

/** What was claimed, and when it is done. */
type Claimed = { done: Promise<unknown> }

const minute = 60_000

type Dependencies = {
  store: Store
  clock: () => Date
  bounds?: Bounds
  background?: Background
  log: Log
  deliver: Deliver
}

/** The one door through which a conversation acts on the world: in order within each conversation. */
export function createOutbox(dependencies: Dependencies, carry: Carry): Outbox {
  const { store, clock, log, deliver, background = byItself } = dependencies
  const { most = 200, more } = dependencies.bounds ?? {}
  let claiming: Promise<Claimed> | null = null
  let next: Promise<Claimed> | null = null
  let claims = 0

  /** Claims what is due and sets to work on it; resolves as soon as it is claimed. */
  async function claim(): Promise<Claimed> {
    const work: Promise<void>[] = []
    for (;;) {
      const now = clock()
      const until = new Date(now.getTime() + 2 * minute)
      claims++
      const due = await store.claimDue(now.toISOString(), until.toISOString(), most)
      const byConversation = Map.groupBy(due, ({ conversation }) => conversation)
      work.push(...[...byConversation].map(([conversation, own]) => workOn(conversation, own)))
      if (due.length >= most && !more) continue
      if (due.length >= most) more?.()
      return { done: Promise.all(work) }
    }
  }

  /** One conversation's share. What came up for it meanwhile was passed over, and is looked for again. */
  async function workOn(conversation: string, due: readonly Due[]): Promise<void> {
    const before = claims
    await inOrder(conversation, due)
    if (claims > before) background(nudge())
  }

  async function inOrder(conversation: string, due: readonly Due[]): Promise<void> {
    try {
      const says = due.filter(({ effect }) => effect.kind === 'say')
      if (says.length > 0) await deliver(conversation, says)
      await carryAll(due)
    } catch (error) {
      log.error({ err: error }, 'the outbox failed')
    }
  }

  /** All but what is said. Stops at a conversation's first failure of a kind, so that nothing overtakes its like. */
  async function carryAll(due: readonly Due[]): Promise<void> {
    const waits = new Map<Effect['kind'], number>()
    for (const { id, conversation, effect, attempts } of due) {
      if (effect.kind === 'say') continue
      if (!waits.has(effect.kind)) {
        try {
          await carry(conversation, effect, id, attempts)
          await store.settle([id], clock().toISOString())
          continue
        } catch (error) {
          log.warn({ err: error, effect: effect.kind, attempts }, 'an effect failed')
          waits.set(effect.kind, waitAfter(attempts))
        }
      }
      const dueAt = new Date(clock().getTime() + waits.get(effect.kind)!).toISOString()
      if (attempts + 1 >= lastAttempt[effect.kind]) await store.bury([id], 'failed')
      else await store.postpone(id, dueAt, 'failed')
    }
  }

  /** A call during a claim waits for the claim after it, which sees what the first may have missed. */
  function dispatch(): Promise<void> {
    next ??= (claiming ?? Promise.resolve())
      .catch(() => {})
      .then(() => {
        next = null
        claiming = claim()
        return claiming
      })
    return next.then(async ({ done }) => void (await done))
  }

  const nudge = () => dispatch().catch((error) => log.error({ err: error }, 'the outbox failed'))

  return {
    carryOut: (due) =>
      carryAll(due).catch((error) => log.error({ err: error }, 'the outbox failed')),
    dispatch,
    nudge,
  }
}
