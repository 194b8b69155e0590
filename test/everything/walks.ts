import type { Application } from '../../src/backend/backend.ts'
import type { Happening } from '../../src/conversation/event.ts'
import type { Flow, Step } from '../../src/flow/schema.ts'
import { catalogue, happen, opened, type Standing, stepOf, topOf } from './conversation.ts'
import { rightAnswers } from './rightAnswers.ts'

/** One way through a flow: where it stood before each thing that happened, and at the end. */
export type Walk = { flow: string; end: string; moves: readonly Move[]; last: Standing }
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
    default:
      return []
  }
}

/** Ways through a flow that between them come by each of its steps, found by trying right answers. */
export function walksThrough({ flow, steps }: Flow, most = 6000): Walk[] {
  const walks: Walk[] = []
  const open = new Set(Object.keys(steps).filter((id) => waits.has(steps[id]!.kind)))
  const seen = new Set<string>()
  let turns = 0

  const explore = (standing: Standing, moves: readonly Move[]): void => {
    const frame = topOf(standing)
    if (!frame || open.size === 0 || turns >= most) return
    if (stepOf(standing)?.kind === 'end') {
      const passed = [...moves.map(({ before }) => topOf(before)), frame].flatMap((one) =>
        one?.flow === flow && open.has(one.step) ? [one.step] : [],
      )
      if (passed.length > 0) walks.push({ flow, end: frame.step, moves, last: standing })
      for (const id of passed) open.delete(id)
      return
    }
    const place = JSON.stringify([standing.state.stack, standing.state.consentedOn])
    if (seen.has(place)) return
    seen.add(place)
    for (const happening of waysOn(standing)) {
      turns++
      explore(happen(standing, happening), [...moves, { before: standing, happening }])
    }
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
