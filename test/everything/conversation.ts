import { createCatalogue } from '../../src/assets/catalogue.ts'
import * as built from '../../src/assets/generated.js'
import type { Catalogue } from '../../src/conversation/catalogue.ts'
import type { Effect, Saying } from '../../src/conversation/effect.ts'
import type { Happening } from '../../src/conversation/event.ts'
import { initialState, type State } from '../../src/conversation/state.ts'
import { takeTurn } from '../../src/conversation/turn.ts'

export { built }
export const catalogue = createCatalogue(built)
export const flows = built.flows

export const today = '2026-11-23'

/** A conversation after some events: where it stands and what the last event led to. */
export type Standing = { state: State; seq: number; effects: readonly Effect[] }

export const unopened: Standing = { state: initialState, seq: 0, effects: [] }

/** Takes one turn, with the state as the database would give it back. */
export function happen(
  { state, seq }: Standing,
  happening: Happening,
  by: Catalogue = catalogue,
): Standing {
  const next = seq + 1
  const event = { ...happening, id: `event-${next}`, at: `${today}T01:00:00.000Z`, today }
  const place = { conversation: 'web:everything', seq: next }
  const turn = takeTurn(by, structuredClone(state), event, place)
  const stored: State = JSON.parse(JSON.stringify(turn.state))
  return { state: stored, seq: next, effects: turn.effects }
}

export const opened = happen(unopened, { kind: 'opened' })

export const saidIn = ({ effects }: Standing): Saying[] =>
  effects.flatMap((effect) => (effect.kind === 'say' ? [effect.saying] : []))

export const topOf = ({ state }: Standing) => state.stack.at(-1)

/** The step that the top flow waits at. */
export function stepOf(standing: Standing) {
  const frame = topOf(standing)
  return frame && catalogue.flows[frame.flow]?.flow.steps[frame.step]
}
