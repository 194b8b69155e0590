import { describe, expect, test } from 'vitest'
import { commandNames } from '../../src/conversation/repair.ts'
import { flawsOf } from './bubbles.ts'
import { flows, happen, type Standing, topOf } from './conversation.ts'
import { finish } from './finish.ts'
import { interruptions } from './interruptions.ts'
import { applicationsIn, toldOnly, type Walk, walksThrough } from './walks.ts'

const walks = Object.fromEntries(flows.map((flow) => [flow.flow, walksThrough(flow)]))

/** Kinds of steps at which nobody waits. */
const passesOn = new Set(['say', 'decide', 'call'])

describe.each(flows.map(({ flow, steps }) => ({ flow, steps })))('$flow', ({ flow, steps }) => {
  test('comes by each of its steps and to each of its ends', () => {
    const places = walks[flow]!.flatMap(({ moves, last }) => [
      ...moves.map(({ before }) => before),
      last,
    ])
    const passed = new Set(places.map((place) => topOf(place)?.step))
    const waiting = Object.keys(steps).filter((id) => !passesOn.has(steps[id]!.kind))
    expect(waiting.filter((id) => !passed.has(id) && !toldOnly.has(id))).toEqual([])
  })

  test('goes on to the same end with the same application whatever comes in between', () => {
    const broken = walks[flow]!.flatMap(brokenBy)
    expect(broken).toEqual([])
  }, 180_000)
})

const interrupted = new Set<string>()

/** Whether no walk has come by this step before: what comes in between is tried once a step. */
function isNew(standing: Standing): boolean {
  const place = `${topOf(standing)?.flow}/${topOf(standing)?.step}`
  if (interrupted.has(place)) return false
  interrupted.add(place)
  return true
}

/** The interruptions after which a walk does not come to its end as it would without. */
function brokenBy(walk: Walk): string[] {
  const undisturbed = applicationsIn(walk.moves.map(({ before }) => before).concat(walk.last))
  const places = walk.moves.slice(1).filter(({ before }) => isNew(before))
  return places.flatMap(({ before }) =>
    interruptions(before).flatMap((happening) => {
      const where = `${walk.flow}/${before.state.stack.at(-1)?.step} → ${walk.end}`
      const what = `${where}: ${JSON.stringify(happening)}`
      try {
        const after = happen(before, happening)
        const [flaw] = flawsOf(after.effects)
        if (flaw) return [`${what}: ${flaw}`]
        const { end, applications } = finish(walk, before, after)
        if (end !== walk.end) return [`${what}: came to ${end}`]
        const same = JSON.stringify(applications) === JSON.stringify(undisturbed)
        return same ? [] : [`${what}: sent ${JSON.stringify(applications)}`]
      } catch (error) {
        return [`${what}: ${(error as Error).stack?.split('\n').slice(0, 3).join(' ')}`]
      }
    }),
  )
}

test('every repair command of the contract exists', () => {
  const agreed = [
    ...['help', 'back', 'undo', 'redo', 'change', 'skip', 'repeat', 'why', 'where', 'review'],
    ...['pause', 'resume', 'cancel', 'restart', 'handoff', 'progress'],
  ]
  expect(commandNames).toEqual(expect.arrayContaining(agreed))
})
