import type { Backend } from '../backend/backend.ts'
import type { Saying } from '../conversation/effect.ts'
import { type Event, receiptOf } from '../conversation/event.ts'
import type { Inbox } from '../inbox/inbox.ts'
import type { Store } from '../store/store.ts'
import type { Carry } from './outbox.ts'

type Dependencies = {
  store: Store
  inbox: Inbox
  backend: Backend
  /** Brings a saying to the person, on whatever channels the conversation is. Throws to be tried again. */
  deliver: (conversation: string, saying: Saying, id: string) => Promise<void>
  stamp: () => Pick<Event, 'at' | 'today'>
}

/** Carries out the effects of conversations: says, submits, reminds. */
export function createCarry({ store, inbox, backend, deliver, stamp }: Dependencies): Carry {
  return async (conversation, effect, id, attempts) => {
    switch (effect.kind) {
      case 'say':
        await deliver(conversation, effect.saying, id)
        return
      case 'remind': {
        const { about, serial } = effect
        await inbox.receive(conversation, {
          kind: 'due',
          about,
          serial,
          id: `${id}/due`,
          ...stamp(),
        })
        return
      }
      case 'lookUp': {
        const status = await backend.lookUp(effect.serial, effect.idNumber)
        const event = { kind: 'lookedUp', status, id: `${id}/lookedUp`, ...stamp() } as const
        await inbox.receive(conversation, event)
        return
      }
      case 'handoff':
        await store.noteHandoff(conversation, stamp().at)
        return
      case 'erase':
        await store.erase(conversation)
        inbox.forget(conversation)
        return
      case 'submit': {
        // After a failure the outcome is in doubt: the agency is asked before anything is posted again.
        const known = attempts > 0 ? await backend.received(id) : null
        const answer = known ?? (await backend.submit(effect.application, id))
        const event = { id: receiptOf(id), key: id, ...stamp() }
        if (answer.kind === 'refused') {
          const { reason, field } = answer
          await inbox.receive(conversation, {
            ...{ ...event, kind: 'refused', reason },
            ...(field && { field }),
          })
          return
        }
        const { serial, receivedAt } = answer
        const received = { ...event, kind: 'received', serial, receivedAt } as const
        const [{ outcome }] = await Promise.all([
          inbox.receive(conversation, received),
          store.noteFiling(serial, conversation),
        ])
        // The person erased the conversation meanwhile; the application stays with the agency.
        if (outcome === 'gone') return store.erase(conversation)
        await tellWhatHappenedMeanwhile(conversation, serial)
      }
    }
  }

  /** The agency may have acted before we knew whose application it is. */
  async function tellWhatHappenedMeanwhile(conversation: string, serial: string): Promise<void> {
    const status = await backend.status(serial)
    if (!status || status.stage === 'submitted') return
    const id = `status:${serial}/${status.stage}`
    await inbox.receive(conversation, { kind: 'statusChanged', status, id, ...stamp() })
  }
}
