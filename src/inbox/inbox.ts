import type { Bounds } from '../bounds.ts'
import type { Catalogue } from '../conversation/catalogue.ts'
import type { Effect } from '../conversation/effect.ts'
import type { Event } from '../conversation/event.ts'
import { initialState, type State } from '../conversation/state.ts'
import { type Turn, takeTurn } from '../conversation/turn.ts'
import type { Log } from '../log.ts'
import { createMemory, type Memory } from '../memory.ts'
import type { Due } from '../store/delivery.ts'
import type { LastTurn, Store } from '../store/store.ts'
import { filesLeft } from './sentFiles.ts'

/** What became of an event: the turn that it led to. `gone`: there is no such conversation any more. */
export type Taken = {
  outcome: 'committed' | 'duplicate' | 'gone'
  conversation: string
  seq: number
  /** The turn itself, where this process has just taken it. */
  turn: Turn | null
  /** When its event happened, and what kind it was. */
  at: string
  event: Event['kind'] | ''
  /** What the turn files with the agency: claimed, and to be carried out at once. */
  submissions: readonly Due[]
  /** Whether the turn left anything else in the outbox. */
  owes: boolean
  /** Files that were sent and that nothing refers to any more. */
  filesLeft: readonly string[]
}

type Place = { conversation: string; seq: number }
type Kept = { conversation: string; event: Event; attempts: number }

export type Inbox = {
  /** Takes the turn that an event leads to. Safe to call again with the same event. Durable when it answers. */
  receive(conversation: string, event: Event): Promise<Taken>
  /** Where a conversation stands, as far as this process knows; null where there is none. */
  lastTurn(conversation: string): Promise<LastTurn | null>
  /** As `lastTurn`; of a conversation that goes on in another one, that other's. */
  whereItGoesOn(conversation: string): Promise<(LastTurn & { conversation: string }) | null>
  /** Takes up what a crash or a mistake left without a turn, some at a time. */
  sweep(before: string): Promise<void>
  /** Forgets what it remembers of a conversation, since its record was changed elsewhere. */
  forget(conversation: string): void
}

type Dependencies = {
  store: Store
  catalogue: () => Catalogue
  /** Whether an effect of this turn needs no sending, since the channel reads it from the record. */
  delivered: (conversation: string, effect: Effect, event: Event, state: State) => boolean
  /** Whether an event may be the first of a conversation; any other finds it erased. */
  begins: (conversation: string, event: Event) => boolean
  /**
   * What must be done about an event before its turn, such as reading the file that was sent: the
   * answer is the event that the turn is taken on. May take its time; called again after a crash.
   */
  prepare?: (conversation: string, event: Event) => Promise<Event>
  /**
   * Called after each commit; also where the turn turns out to be taken before, since whoever took it
   * may have gone away before anybody was told.
   */
  onTurn: (taken: Taken) => void
  /** How much one sweep takes up. */
  bounds?: Bounds
  /** Where the newest turns are kept at hand. */
  memory?: Memory
  log: Log
}

/** Reminders come at nine in the morning in Beijing; what is erased can still be read for a moment. */
function dueAt(effect: Effect, at: string): string {
  if (effect.kind === 'remind') return `${effect.on}T01:00:00.000Z`
  return effect.kind === 'erase' ? later(at, 15_000) : at
}

/** How long whoever took a turn has the first try at what it files, milliseconds. */
const claim = 60_000

const later = (at: string, milliseconds: number): string =>
  new Date(Date.parse(at) + milliseconds).toISOString()

/** After so many failures an event is left to a clerk. */
export const mostAttempts = 5

/** More chats than anybody joins. */
const mostMoves = 20

/** More turns than can come before an event that is under way. */
const mostConflicts = 1000

/** An event that had its turn before. */
export const duplicateOf = (turn: { conversation: string; seq: number }): Taken => ({
  ...{ outcome: 'duplicate', turn: null, at: '', event: '', submissions: [], owes: false },
  filesLeft: [],
  ...turn,
})

const triesOf = (events: readonly Kept[]): number =>
  Math.max(...events.map(({ attempts }) => attempts))

const dueNow = (
  { conversation, seq }: Place,
  index: number,
  effect: Effect,
  { id: eventId, at }: Event,
): Due => ({
  ...{ id: `${conversation}/${seq}/${index}`, conversation, effect, eventId, at },
  ...{ attempts: 0, parcels: 0, mergedInto: null, noticed: false },
})

/** The one door through which everything reaches a conversation. */
export function createInbox(dependencies: Dependencies): Inbox {
  const { store, catalogue, delivered, begins, onTurn, log } = dependencies
  const { prepare = async (_, event) => event, memory = createMemory() } = dependencies
  const { most = 100, more } = dependencies.bounds ?? {}
  const lastTurns = memory<LastTurn>('last turns', 20_000)

  async function lastTurn(conversation: string): Promise<LastTurn | null> {
    const known = lastTurns.get(conversation)
    if (known) return known
    const last = await store.turnAt(conversation)
    if (last) lastTurns.set(conversation, last)
    return last
  }

  async function whereItGoesOn(conversation: string) {
    let there = conversation
    for (let moves = 0; moves < mostMoves; moves++) {
      const last = await lastTurn(there)
      if (!last?.state.movedTo) return last && { ...last, conversation: there }
      there = last.state.movedTo
    }
    throw new Error('a conversation goes on in a circle')
  }

  async function receive(conversation: string, arrived: Event): Promise<Taken> {
    const event = await prepare(conversation, arrived)
    return take(conversation, event)
  }

  async function take(conversation: string, event: Event, moves = 0): Promise<Taken> {
    if (moves > mostMoves) throw new Error('a conversation goes on in a circle')
    let known = 0
    for (let attempt = 0; attempt < mostConflicts; attempt++) {
      const last = await lastTurn(conversation)
      // It goes on elsewhere, and so does whatever still comes in for it.
      const elsewhere = event.kind === 'moved' ? undefined : last?.state.movedTo
      if (elsewhere) return take(elsewhere, event, moves + 1)
      if (!last && (known > 0 || !begins(conversation, event))) {
        // It was erased while this event was under way, which must bring nothing back.
        await store.erase(conversation)
        return { ...duplicateOf({ conversation, seq: 0 }), outcome: 'gone' }
      }
      known = last?.seq ?? 0
      const seq = (last?.seq ?? 0) + 1
      const place = { conversation, seq }
      const turn = takeTurn(catalogue(), last?.state ?? initialState, event, place)
      const takenBy = crypto.randomUUID()
      const outcome = await store.commit({
        ...{ conversation, seq, event, state: turn.state, takenBy },
        ...(last && { follows: last.takenBy }),
        effects: turn.effects.map((effect) => ({
          effect,
          dueAt: dueAt(effect, event.at),
          delivered: delivered(conversation, effect, event, turn.state),
          claimedUntil: effect.kind === 'submit' ? later(event.at, claim) : null,
        })),
      })
      if (outcome === 'committed') {
        lastTurns.set(conversation, { seq, state: turn.state, takenBy })
        const submissions = turn.effects.flatMap((effect, index): Due[] =>
          effect.kind === 'submit' ? [dueNow(place, index, effect, event)] : [],
        )
        const owes = turn.effects.some(
          (effect) => !delivered(conversation, effect, event, turn.state),
        )
        const taken: Taken = {
          ...{ outcome, conversation, seq, turn, submissions, owes },
          ...{ at: event.at, event: event.kind },
          filesLeft: filesLeft(last?.state, event, turn.state),
        }
        onTurn(taken)
        return taken
      }
      lastTurns.delete(conversation)
      if (outcome === 'duplicate') {
        const taken = await takenBefore(event.id)
        onTurn(taken)
        return taken
      }
    }
    throw new Error('a turn finds no place in its conversation')
  }

  async function takenBefore(eventId: string): Promise<Taken> {
    const turn = await store.turnOf(eventId)
    if (!turn) throw new Error('an event was taken and then erased')
    return duplicateOf(turn)
  }

  /** Keeps an event that could not be taken, so that nothing a person said is lost. */
  async function receiveOrKeep(conversation: string, event: Event, counted: boolean) {
    try {
      return await receive(conversation, event)
    } catch (error) {
      log.error({ err: error, event: event.kind }, 'a turn failed')
      await store.keep(conversation, event)
      await store.noteFailure(event.id, (error as Error).name, counted)
      throw error
    }
  }

  /** Events that this process is at: what takes long is not begun again by the sweep. */
  const underWay = new Set<string>()

  async function noted<Done>({ id }: Event, work: () => Promise<Done>): Promise<Done> {
    underWay.add(id)
    try {
      return await work()
    } finally {
      underWay.delete(id)
    }
  }

  /** Counted before it is begun: its turn may never come to an end, and take the process with it. */
  const takeUp = ({ conversation, event, attempts }: Kept) =>
    noted(event, async () => {
      if (await store.countTry(event.id, attempts)) await receiveOrKeep(conversation, event, true)
    })

  async function takeInOrder(events: readonly Kept[]): Promise<void> {
    for (const kept of events)
      if (!underWay.has(kept.event.id)) await takeUp(kept).catch(() => null)
  }

  return {
    receive: (conversation, event) => noted(event, () => receiveOrKeep(conversation, event, false)),
    lastTurn,
    whereItGoesOn,
    forget: (conversation) => {
      lastTurns.delete(conversation)
    },
    async sweep(before) {
      const left = await store.unfinished(before, mostAttempts, most)
      if (left.length === most) more?.()
      const events = [...Map.groupBy(left, ({ conversation }) => conversation).values()]
      const fresh = events.filter((own) => triesOf(own) === 0)
      const suspect = events.filter((own) => triesOf(own) > 0)
      // One that waits for a slow platform keeps no other conversation waiting.
      await Promise.all(fresh.map(takeInOrder))
      // Where the process went away, one of several did it: each by itself, the less tried first.
      suspect.sort((a, b) => triesOf(a) - triesOf(b))
      for (const own of suspect) await takeInOrder(own)
    },
  }
}
