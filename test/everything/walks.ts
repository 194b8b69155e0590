import type { Application, Status } from '../../src/backend/backend.ts'
import type { Happening } from '../../src/conversation/event.ts'
import type { Flow, Step } from '../../src/flow/schema.ts'
import { catalogue, happen, opened, type Standing, stepOf, topOf } from './conversation.ts'
import { rightAnswers } from './rightAnswers.ts'

/** What is taken where it is told, and never asked by itself. */
export const toldOnly: ReadonlySet<string> = new Set(['drawnScheme'])

/** One way through a flow: where it stood before each thing that happened, and at the end. */
export type Walk = { flow: string; end: string; moves: readonly Move[]; last: Standing }
type Way = Pick<Walk, 'moves' | 'last'>
export type Move = { before: Standing; happening: Happening }

const receivedAt = '2026-11-23T09:00:00+08:00'
export const serial = '2026112300000001'

/** Everything right that can happen at the open step. */
export function waysOn(standing: Standing): Happening[] {
  const step = stepOf(standing)
  switch (step?.kind) {
    case 'ask':
      return [...rightAnswers(step)]
    case 'confirm':
      return Object.keys(step.next).map((value) => {
        const words = step.typed?.[value]
        return words ? { kind: 'said', text: words } : { kind: 'chose', value }
      })
    case 'submit':
      return [{ kind: 'received', key: topOf(standing)?.key ?? '', serial, receivedAt }]
    case 'lookUp': {
      const status: Status = {
        ...{ serial, business: 'pension-in', submittedAt: receivedAt, handling: '处理中' },
        ...{ feedback: null, stage: 'submitted', documents: [] },
      }
      return [
        { kind: 'lookedUp', status },
        { kind: 'lookedUp', status: null },
      ]
    }
    default:
      return []
  }
}

/** Ways through a flow that between them come by each of its steps, found by trying right answers. */
export function walksThrough({ flow, steps }: Flow, most = 6000): Walk[] {
  const walks: Walk[] = []
  const open = new Set(Object.keys(steps).filter((id) => waits.has(steps[id]!.kind)))
  const forks = Object.values(steps).some((step) => step.kind === 'decide')
  const visited = new Set<string>()
  /** Places seen before, with the way on from there to an end where one was found. */
  const seen = new Map<string, Way | null>()
  let turns = 0

  const keep = (moves: readonly Move[], last: Standing): void => {
    const frames = [...moves.map(({ before }) => topOf(before)), topOf(last)]
    const passed = frames.flatMap((one) =>
      one?.flow === flow && open.has(one.step) ? [one.step] : [],
    )
    if (passed.length > 0) walks.push({ flow, end: topOf(last)!.step, moves, last })
    for (const id of passed) open.delete(id)
  }

  const explore = (standing: Standing, moves: readonly Move[]): Way | null => {
    const frame = topOf(standing)
    if (!frame || open.size === 0 || turns >= most) return null
    if (stepOf(standing)?.kind === 'end') {
      keep(moves, standing)
      return { moves: [], last: standing }
    }
    const place = JSON.stringify([standing.state.stack, standing.state.consentedOn])
    const joined = seen.get(place)
    if (joined) keep([...moves, ...joined.moves], joined.last)
    if (joined !== undefined) return joined
    seen.set(place, null)
    for (const happening of waysToTry(standing)) {
      turns++
      const move = { before: standing, happening }
      const way = explore(happen(standing, happening), [...moves, move])
      if (way && !seen.get(place)) {
        seen.set(place, { moves: [move, ...way.moves], last: way.last })
      }
    }
    return seen.get(place) ?? null
  }

  /** Where no rule decides the way, a question that was tried in full needs one answer only. */
  const waysToTry = (standing: Standing): Happening[] => {
    const { step } = topOf(standing)!
    const ways = waysOn(standing)
    const once = !forks && visited.has(step) && stepOf(standing)?.kind === 'ask'
    visited.add(step)
    return once ? ways.slice(0, 1) : ways
  }

  const entering: Happening = { kind: 'chose', value: flow }
  explore(happen(opened, entering), [{ before: opened, happening: entering }])
  return walks
}

const waits: ReadonlySet<Step['kind']> = new Set(['ask', 'confirm', 'submit', 'wait', 'end'])

/** The fields that a form asks for. */
export const fieldsOf = (flow: string): string[] =>
  Object.entries(catalogue.flows[flow]!.flow.steps).flatMap(([id, step]) =>
    step.kind === 'ask' ? [id] : [],
  )

/** The applications that were sent on the way. */
export const applicationsIn = (standings: readonly Standing[]): Application[] =>
  standings.flatMap(({ effects }) =>
    effects.flatMap((effect) => (effect.kind === 'submit' ? [effect.application] : [])),
  )
