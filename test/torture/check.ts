import type { Kysely } from 'kysely'
import { turnOf } from '../../src/channels/web/view.ts'
import type { Catalogue } from '../../src/conversation/catalogue.ts'
import type { State } from '../../src/conversation/state.ts'
import { inTransaction } from '../../src/store/atomically.ts'
import type { Seal } from '../../src/store/seal.ts'
import { createStore } from '../../src/store/store.ts'
import type { Tables } from '../../src/store/tables.ts'
import type { Ledger } from './ledger.ts'
import { retell } from './story.ts'
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
  notices: number
  erased: number
  broken: string[]
}

/** Holds the record against what people were promised, and against what the agency and the platform have. */
export async function checkRecord(dependencies: Dependencies): Promise<Findings> {
  const { db, seal, catalogue, ledger, truth } = dependencies
  const broken: string[] = []
  const turns = await db.selectFrom('turn').selectAll().orderBy('seq').execute()
  const heard = await db.selectFrom('inbox').selectAll().execute()
  const outbox = await db.selectFrom('outbox').selectAll().execute()
  const seqOf = new Map(turns.map(({ eventId, seq }) => [eventId, seq]))
  const byConversation = Map.groupBy(turns, ({ conversationId }) => conversationId)

  for (const { eventId, pending } of heard) {
    if (pending !== 0 || !seqOf.has(eventId)) broken.push(`${eventId} was heard and has no turn`)
  }
  for (const { id, sentAt } of outbox) if (!sentAt) broken.push(`${id} was never carried out`)

  const inbox = new Map(heard.map((row) => [row.eventId, row]))
  const owed = Map.groupBy(outbox, ({ conversationId }) => conversationId)
  const standing = new Map<string, State>()
  for (const [conversation, own] of byConversation) {
    const story = { conversation, turns: own, inbox, outbox: owed.get(conversation) ?? [] }
    standing.set(conversation, await retell(story, catalogue, seal, broken))
  }

  const erased = new Set<string>()
  let messages = ledger.written.length
  for (const { chat, erased: wasErased, acknowledged } of ledger.chats) {
    const conversation = `web:${chat}`
    if (wasErased) {
      erased.add(conversation)
      if (standing.has(conversation)) broken.push(`${conversation} was erased and came back`)
      continue
    }
    for (const [id, { messages: answered }] of acknowledged) {
      messages++
      const seq = seqOf.get(`${conversation}#${id}`)
      if (seq === undefined) broken.push(`${conversation} ${id} was acknowledged and is lost`)
      else if (answered[0] && turnOf(answered[0].seq) !== seq)
        broken.push(`${conversation} ${id} was answered from another turn`)
    }
  }
  await checkPlatform(dependencies, { seqOf, outbox, broken })
  checkAgency(truth, { standing, erased, outbox, broken })
  return {
    ...{ conversations: standing.size, turns: turns.length, messages, erased: erased.size },
    ...{ applications: truth.applications.length, notices: truth.brought.length, broken },
  }
}

type Outbox = readonly {
  id: string
  kind: string
  conversationId: string
  mergedInto: string | null
}[]

/** What was received has its turn, and what was said there came to the very person. */
async function checkPlatform(
  { db, seal, ledger, truth }: Dependencies,
  found: { seqOf: ReadonlyMap<string, number>; outbox: Outbox; broken: string[] },
): Promise<void> {
  const { seqOf, outbox, broken } = found
  const store = createStore(db, inTransaction(db), seal)
  const personOf = new Map<string, string>()
  for (const { person, id } of ledger.written) {
    const hash = await store.addressHash({ channel: 'wechat', account: 'ours', person })
    personOf.set(`wechat:${hash}`, person)
    if (!seqOf.has(`wechat:${hash}#${id}`)) broken.push(`${person} ${id} was received and is lost`)
  }
  const broughtTo = new Map(truth.brought.map(({ id, to }) => [id, to]))
  for (const { id, kind, conversationId, mergedInto } of outbox) {
    if (kind !== 'say' || !conversationId.startsWith('wechat:')) continue
    const to = broughtTo.get(`${mergedInto ?? id}/0`)
    const person = personOf.get(conversationId)
    if (to === undefined) broken.push(`${id} was never brought to anybody`)
    else if (person !== undefined && to !== person) broken.push(`${id} was brought to another`)
  }
}

/** Each application that was submitted is there once, under the number that its person was told, as far as it is. */
function checkAgency(
  { applications }: Truth,
  found: {
    standing: ReadonlyMap<string, State>
    erased: ReadonlySet<string>
    outbox: Outbox
    broken: string[]
  },
): void {
  const { standing, erased, outbox, broken } = found
  const filed = new Map(applications.map((one) => [one.key, one]))
  for (const { id, kind } of outbox) {
    if (kind === 'submit' && !filed.has(id)) broken.push(`${id} never came to the agency`)
  }
  const known = new Set<string>()
  for (const [conversation, { dossiers }] of standing) {
    for (const { key, serial, status } of dossiers) {
      const held = filed.get(key)
      if (known.has(serial)) broken.push(`${conversation} has ${serial} twice`)
      known.add(serial)
      if (held?.serial !== serial) broken.push(`${key} has a serial number that is not its own`)
      if (held?.status.stage !== status.stage)
        broken.push(`${key} stands at ${status.stage}, at the agency at ${held?.status.stage}`)
    }
  }
  for (const { key, serial } of applications) {
    const conversation = key.slice(0, key.indexOf('/'))
    if (!erased.has(conversation) && !known.has(serial))
      broken.push(`${serial} of the agency is told nobody`)
  }
}
