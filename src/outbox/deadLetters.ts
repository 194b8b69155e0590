import { channelName } from '../channels/channel.ts'
import { type Inbox, mostAttempts } from '../inbox/inbox.ts'
import type { Dead } from '../store/delivery.ts'
import type { Store } from '../store/store.ts'
import type { Outbox } from './outbox.ts'

/** Something that would not do, and waits for a clerk. */
export type DeadLetter = Dead & { channel: string }

/** What was given up: messages that reach nobody, events that have no turn, effects that fail for hours. */
export type DeadLetters = {
  /** The newest first. */
  list(): Promise<readonly DeadLetter[]>
  /** Tries one again now. False: there is nothing of that id, or not any more. */
  retry(id: string): Promise<boolean>
}

type Dependencies = { store: Store; inbox: Inbox; outbox: Outbox; clock: () => Date }

const most = 200

export function createDeadLetters({ store, inbox, outbox, clock }: Dependencies): DeadLetters {
  return {
    async list() {
      const [effects, events] = await Promise.all([
        store.dead(most),
        store.deadEvents(mostAttempts, most),
      ])
      return [...effects, ...events]
        .sort((a, b) => b.since.localeCompare(a.since))
        .slice(0, most)
        .map((dead) => ({ ...dead, channel: channelName(dead.conversation) }))
    },
    async retry(id) {
      const now = clock().toISOString()
      if (await store.revive(id, now)) {
        outbox.nudge()
        return true
      }
      if (!(await store.reviveEvent(id))) return false
      await inbox.sweep(now)
      return true
    },
  }
}
