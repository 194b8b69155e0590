import type { Application } from '../../src/backend/backend.ts'
import type { Happening } from '../../src/conversation/event.ts'
import type { Flow } from '../../src/flow/schema.ts'
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

/** Ways through a flow, one to each of its ends, found by trying right answers in turn. */
export function walksThrough({ flow, steps }: Flow, most = 4000): Walk[] {
  const found = new Map<string, Walk>()
  const ends = Object.keys(steps).filter((id) => steps[id]!.kind === 'end')
  const seen = new Set<string>()
  let turns = 0

  const explore = (standing: Standing, moves: readonly Move[]): void => {
    const frame = topOf(standing)
    if (!frame || found.size === ends.length || turns >= most) return
    if (stepOf(standing)?.kind === 'end') {
      if (frame.flow === flow && !found.has(frame.step)) {
        found.set(frame.step, { flow, end: frame.step, moves, last: standing })
      }
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
  return [...found.values()]
}

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
