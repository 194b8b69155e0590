import type { Backend, Change } from '../backend/backend.ts'
import { type Background, byItself } from '../background.ts'
import type { Bounds } from '../bounds.ts'
import type { Event } from '../conversation/event.ts'
import type { Log } from '../log.ts'
import type { Store } from '../store/store.ts'
import type { Inbox } from './inbox.ts'

type Dependencies = {
  store: Store
  inbox: Inbox
  backend: Backend
  stamp: () => Pick<Event, 'at' | 'today'>
  background?: Background
  bounds?: Bounds
  log: Log
}

const cursorName = 'backend.cursor'
/** Changes that have their turns side by side: enough to share a commit, few enough to let others in between. */
const atOnce = 20

/** Brings the agency's changes of status into the conversations that they concern, each once, in order. */
export function createFollower(dependencies: Dependencies) {
  const { store, inbox, backend, stamp, log, bounds, background = byItself } = dependencies
  let running: Promise<void> | null = null
  let again = false

  async function follow(): Promise<void> {
    for (let count = 0; ; ) {
      const after = await store.setting(cursorName)
      const { changes, cursor } = await backend.changes(after)
      for (let from = 0; from < changes.length; from += atOnce) {
        await bring(changes.slice(from, from + atOnce))
      }
      if (changes.length === 0 || cursor === null || cursor === after) return
      await store.setSetting(cursorName, cursor)
      count += changes.length
      if (bounds && count >= bounds.most) return bounds.more()
    }
  }

  /** Those of one conversation one after the other, conversations side by side. */
  async function bring(changes: readonly Change[]): Promise<void> {
    const found = changes.map(async (change) => {
      const conversation = await store.filedFrom(change.status.serial)
      return conversation ? [{ conversation, change }] : []
    })
    const known = (await Promise.all(found)).flat()
    const byConversation = Map.groupBy(known, ({ conversation }) => conversation)
    const brought = [...byConversation].map(([conversation, own]) =>
      bringInOrder(
        conversation,
        own.map(({ change }) => change),
      ),
    )
    // All of them have come to an end before the same is looked for again.
    for (const outcome of await Promise.allSettled(brought)) {
      if (outcome.status === 'rejected') throw outcome.reason
    }
  }

  /** A change that finds no turn is kept for the sweep, with those behind it: nobody else waits for it. */
  async function bringInOrder(conversation: string, changes: readonly Change[]): Promise<void> {
    let isStuck = false
    for (const { id, status } of changes) {
      const event = { kind: 'statusChanged', status, id: `change:${id}`, ...stamp() } as const
      if (isStuck) {
        await store.keep(conversation, event)
        continue
      }
      try {
        await inbox.receive(conversation, event)
      } catch (error) {
        isStuck = (await store.waits(event.id)) === true
        if (!isStuck) throw error
      }
    }
  }

  /** Looks for changes now; a call during a look makes it look once more. */
  const look = (): Promise<void> => {
    if (running) {
      again = true
      return running
    }
    running = follow()
      .catch((error) => log.warn({ err: error }, 'the agency could not be followed'))
      .finally(() => {
        running = null
        if (!again) return
        again = false
        return look()
      })
    return running
  }
  return { look, stop: backend.watch(() => background(look())) }
}
