import type { Backend } from '../backend/backend.ts'
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

/** Brings the agency's changes of status into the conversations that they concern, each once, in order. */
export function createFollower(dependencies: Dependencies) {
  const { store, inbox, backend, stamp, log, bounds, background = byItself } = dependencies
  let running: Promise<void> | null = null
  let again = false

  async function follow(): Promise<void> {
    for (let count = 0; ; ) {
      const after = await store.setting(cursorName)
      const { changes, cursor } = await backend.changes(after)
      for (const { id, status } of changes) {
        const conversation = await store.filedFrom(status.serial)
        if (!conversation) continue
        const event = { kind: 'statusChanged', status, id: `change:${id}`, ...stamp() } as const
        await inbox.receive(conversation, event)
      }
      if (changes.length === 0 || cursor === null || cursor === after) return
      await store.setSetting(cursorName, cursor)
      count += changes.length
      if (bounds && count >= bounds.most) return bounds.more()
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
