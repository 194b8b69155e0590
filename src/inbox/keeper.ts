import type { Catalogue } from '../conversation/catalogue.ts'
import type { Event } from '../conversation/event.ts'
import { expired } from '../conversation/keeping.ts'
import type { Log } from '../log.ts'
import type { Store } from '../store/store.ts'
import { dayInBeijing } from '../time.ts'
import type { Inbox } from './inbox.ts'

type Dependencies = {
  store: Store
  inbox: Inbox
  catalogue: () => Catalogue
  stamp: () => Pick<Event, 'at' | 'today'>
  log: Log
}

const progressName = 'keeping.progress'
const atOnce = 200

/**
 * Deletes what need not be kept any longer. Goes through all conversations once a day, some at each
 * sweep, and remembers how far it came; two processes that do the same do no harm.
 */
export function createKeeper({ store, inbox, catalogue, stamp, log }: Dependencies) {
  let finishedOn = ''

  async function look(): Promise<void> {
    const { today } = stamp()
    if (finishedOn === today) return
    const progress = await store.setting(progressName)
    const [on, after = ''] = progress?.split(' ', 2) ?? []
    if (on === today && after === finished) {
      finishedOn = today
      return
    }
    const page = await store.lastTurns(on === today ? after : '', atOnce)
    const { unfiled } = catalogue().keeping
    const old = new Date(Date.parse(today) - unfiled * 86_400_000).toISOString().slice(0, 10)
    for (const { conversation, takenAt, filed } of page) {
      const lastOn = dayInBeijing(new Date(takenAt))
      // What was filed has terms that run from its end, whatever was said or done since.
      if (filed || lastOn < old) await keepTerms(conversation, lastOn, today).catch(goOn)
    }
    const next = page.length < atOnce ? finished : page.at(-1)!.conversation
    await store.setSetting(progressName, `${today} ${next}`)
  }

  /** One that cannot be read keeps no other past its term. */
  const goOn = (error: unknown) => log.error({ err: error }, 'the terms of a conversation failed')

  async function keepTerms(conversation: string, lastOn: string, today: string): Promise<void> {
    const last = await store.turnAt(conversation)
    if (!last) return
    const due = expired(catalogue(), last.state, lastOn, today)
    if (due.kind === 'all') {
      await store.erase(conversation)
      inbox.forget(conversation)
      log.info('a conversation was deleted at the end of its term')
    }
    if (due.kind !== 'fields') return
    const { fields } = due
    const id = `expired:${conversation}/${last.seq}`
    const { seq, outcome } = await inbox.receive(conversation, {
      ...{ kind: 'expired', fields, id, ...stamp() },
    })
    if (outcome === 'gone') return
    await store.forgetBefore(conversation, seq)
    for (const joined of await store.joinedTo(conversation)) {
      const end = await store.turnAt(joined)
      if (end) await store.forgetBefore(joined, end.seq)
    }
    log.info({ fields: fields.length }, 'fields were deleted at the end of their terms')
  }

  return { look }
}

/** No conversation's id. */
const finished = '.'
