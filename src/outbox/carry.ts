import type { Backend } from '../backend/backend.ts'
import { type Event, receiptOf } from '../conversation/event.ts'
import type { Inbox } from '../inbox/inbox.ts'
import type { Store } from '../store/store.ts'
import { codeLasts, createJoin } from './join.ts'
import type { Keepsake } from './keepsake.ts'
import type { Carry } from './outbox.ts'

type Dependencies = {
  store: Store
  inbox: Inbox
  backend: Backend
  keepsake: Keepsake
  stamp: () => Pick<Event, 'at' | 'today'>
}

/** Carries out the effects of conversations, apart from what they say: submits, reminds, joins, makes papers. */
export function createCarry({ store, inbox, backend, keepsake, stamp }: Dependencies): Carry {
  const join = createJoin({ store, inbox, stamp })
  return async (conversation, effect, id, attempts) => {
    switch (effect.kind) {
      case 'issue': {
        const file = await keepsake(conversation, effect.writing, id)
        const event = { kind: 'issued', file, id: `${id}/issued`, ...stamp() } as const
        const { outcome } = await inbox.receive(conversation, event)
        if (outcome === 'gone') await store.erase(conversation)
        return
      }
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
      case 'keepCode': {
        const expiresAt = new Date(Date.parse(stamp().at) + codeLasts).toISOString()
        return store.keepCode(effect.code, conversation, effect.channel, expiresAt)
      }
      case 'join':
        return join(conversation, effect, id, attempts)
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

  /** The agency may have acted before we knew whose application it is. What it does from now on is followed. */
  async function tellWhatHappenedMeanwhile(conversation: string, serial: string): Promise<void> {
    const status = await backend.status(serial)
    if (!status || status.stage === 'submitted') return
    const id = `status:${serial}/${status.stage}`
    const event = { kind: 'statusChanged', status, ifUnmoved: true, id, ...stamp() } as const
    await inbox.receive(conversation, event)
  }
}
