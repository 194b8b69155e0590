import type { Selectable } from 'kysely'
import type { Catalogue } from '../../src/conversation/catalogue.ts'
import type { Effect } from '../../src/conversation/effect.ts'
import type { Event } from '../../src/conversation/event.ts'
import { initialState, type State } from '../../src/conversation/state.ts'
import { takeTurn } from '../../src/conversation/turn.ts'
import { indexOf } from '../../src/store/delivery.ts'
import type { Seal } from '../../src/store/seal.ts'
import type { InboxTable, OutboxTable, TurnTable } from '../../src/store/tables.ts'

/** All rows of one conversation, its turns in order. */
export type Story = {
  conversation: string
  turns: readonly Selectable<TurnTable>[]
  inbox: ReadonlyMap<string, Selectable<InboxTable>>
  outbox: readonly Selectable<OutboxTable>[]
}

/**
 * Takes every turn once more from what was heard: each must lead to the very state and the very
 * effects that are recorded, without a gap. Returns where the conversation stands.
 */
export async function retell(
  { conversation, turns, inbox, outbox }: Story,
  catalogue: Catalogue,
  seal: Seal,
  broken: string[],
): Promise<State> {
  const owed = Map.groupBy(outbox, ({ seq }) => seq)
  let state = initialState
  for (const [index, row] of turns.entries()) {
    const place = { conversation, seq: index + 1 }
    const about = `${conversation}/${place.seq}`
    if (row.seq !== place.seq) broken.push(`${about} is missing`)
    const heard = inbox.get(row.eventId)
    if (!heard) {
      broken.push(`${about} has lost its event`)
      return state
    }
    const event: Event = JSON.parse(await seal.open(heard.body, `inbox:${row.eventId}`))
    const recorded: State = JSON.parse(await seal.open(row.state, `turn:${about}`))
    const rows = (owed.get(row.seq) ?? []).sort((a, b) => indexOf(a.id) - indexOf(b.id))
    const effects: Effect[] = await Promise.all(
      rows.map(async ({ id, effect }) => JSON.parse(await seal.open(effect, `outbox:${id}`))),
    )
    const turn = takeTurn(catalogue, state, event, place)
    const others = differing(turn.state, recorded)
    if (others.length > 0)
      broken.push(`${about} does not follow from what was heard (${event.kind}): ${others}`)
    if (!same(turn.effects, effects)) broken.push(`${about} has other effects than it should`)
    state = recorded
  }
  return state
}

const same = (a: unknown, b: unknown): boolean => canonical(a) === canonical(b)

/** The parts of a state that are not the same in two. */
const differing = (a: State, b: State): string[] => {
  const names = new Set([...Object.keys(a), ...Object.keys(b)]) as Set<keyof State>
  return [...names].filter((name) => !same(a[name], b[name]))
}

/** As JSON keeps it, whatever the order of keys. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, part) =>
    part && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  )
}
