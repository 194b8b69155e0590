import type { Kysely } from 'kysely'
import { turnOf } from '../../src/channels/web/view.ts'
import type { Catalogue } from '../../src/conversation/catalogue.ts'
import type { Effect } from '../../src/conversation/effect.ts'
import type { Event } from '../../src/conversation/event.ts'
import { initialState, type State } from '../../src/conversation/state.ts'
import { takeTurn } from '../../src/conversation/turn.ts'
import { indexOf } from '../../src/store/delivery.ts'
import type { Seal } from '../../src/store/seal.ts'
import type { Tables } from '../../src/store/tables.ts'
import type { Ledger } from './ledger.ts'
import type { Truth } from './world.ts'

type Dependencies = {
  db: Kysely<Tables>
  seal: Seal
  catalogue: Catalogue
  ledger: Ledger
  truth: Truth
}

/** What was found in the record, and each promise that it breaks. */
export type Findings = {
  conversations: number
  turns: number
  messages: number
  applications: number
  erased: number
  broken: string[]
}

/** Holds the record against what people were promised, and against what the agency has. */
export async function checkRecord({
  db,
  seal,
  catalogue,
  ledger,
  truth,
}: Dependencies): Promise<Findings> {
  const broken: string[] = []
  const turns = await db
    .selectFrom('turn')
    .selectAll()
    .orderBy('conversationId')
    .orderBy('seq')
    .execute()
  const inbox = await db.selectFrom('inbox').selectAll().execute()
  const outbox = await db.selectFrom('outbox').selectAll().execute()
  const eventOf = new Map(inbox.map((row) => [row.eventId, row]))
  const seqOf = new Map(turns.map((row) => [row.eventId, row.seq]))
  const told = Map.groupBy(outbox, ({ conversationId, seq }) => `${conversationId}/${seq}`)
  const byConversation = Map.groupBy(turns, ({ conversationId }) => conversationId)
  const filed = new Map(truth.applications.map((one) => [one.key, one]))

  for (const { eventId, pending } of inbox) {
    if (pending !== 0) broken.push(`${eventId} has no turn`)
    if (!seqOf.has(eventId)) broken.push(`${eventId} lies in the inbox without a turn`)
  }
  for (const { id, sentAt } of outbox) if (!sentAt) broken.push(`${id} was never carried out`)

  for (const [conversation, own] of byConversation) {
    let state = initialState
    for (const [index, row] of own.entries()) {
      const place = { conversation, seq: index + 1 }
      if (row.seq !== place.seq) broken.push(`${conversation} has no turn ${place.seq}`)
      const kept = eventOf.get(row.eventId)
      if (!kept) {
        broken.push(`${conversation}/${row.seq} has lost its event`)
        break
      }
      const event: Event = JSON.parse(await seal.open(kept.body, `inbox:${row.eventId}`))
      const turn = takeTurn(catalogue, state, event, place)
      const recorded: State = JSON.parse(
        await seal.open(row.state, `turn:${conversation}/${row.seq}`),
      )
      if (!same(turn.state, recorded)) broken.push(`${conversation}/${row.seq} does not follow`)
      const owed = (told.get(`${conversation}/${row.seq}`) ?? []).sort(
        (a, b) => indexOf(a.id) - indexOf(b.id),
      )
      const effects = await Promise.all(
        owed.map(
          async ({ id, effect }): Promise<Effect> =>
            JSON.parse(await seal.open(effect, `outbox:${id}`)),
        ),
      )
      if (!same(turn.effects, effects)) broken.push(`${conversation}/${row.seq} has other effects`)
      for (const { id } of owed.filter(({ kind }) => kind === 'submit')) {
        if (!filed.has(id)) broken.push(`${id} never came to the agency`)
      }
      state = recorded
    }
    for (const { key, serial, status } of state.dossiers) {
      const held = filed.get(key)
      if (held?.serial !== serial) broken.push(`${key} has the serial number of another`)
      if (held?.status.stage !== status.stage) {
        broken.push(`${key} stands at ${status.stage}, at the agency at ${held?.status.stage}`)
      }
    }
    const serials = state.dossiers.map(({ serial }) => serial)
    if (new Set(serials).size !== serials.length) broken.push(`${conversation} has a dossier twice`)
  }

  const erased = new Set<string>()
  let messages = 0
  for (const { chat, erased: wasErased, acknowledged } of ledger.chats) {
    const conversation = `web:${chat}`
    if (wasErased) {
      erased.add(conversation)
      if (byConversation.has(conversation)) broken.push(`${conversation} came back`)
      continue
    }
    for (const [id, answer] of acknowledged) {
      messages++
      const seq = seqOf.get(`${conversation}#${id}`)
      if (seq === undefined) broken.push(`${conversation} ${id} was acknowledged and is lost`)
      const first = answer.messages[0]
      if (first && turnOf(first.seq) !== seq) broken.push(`${conversation} ${id} has another place`)
    }
  }
  for (const { key, serial } of truth.applications) {
    const conversation = key.split('/')[0]!
    if (erased.has(conversation)) continue
    const own = byConversation.get(conversation)?.at(-1)
    const last: State | null = own
      ? JSON.parse(await seal.open(own.state, `turn:${conversation}/${own.seq}`))
      : null
    if (!last?.dossiers.some((one) => one.serial === serial)) {
      broken.push(`${serial} of the agency is in no conversation`)
    }
  }
  return {
    ...{ conversations: byConversation.size, turns: turns.length, messages },
    ...{ applications: truth.applications.length, erased: erased.size, broken },
  }
}

const same = (a: unknown, b: unknown): boolean => canonical(a) === canonical(b)

/** As JSON keeps it, whatever the order of keys. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, part) =>
    part && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  )
}
