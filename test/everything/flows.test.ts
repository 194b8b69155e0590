import { describe, expect, test } from 'vitest'
import { commandNames } from '../../src/conversation/repair.ts'
import { flows, happen, saidIn } from './conversation.ts'
import { finish } from './finish.ts'
import { interruptions } from './interruptions.ts'
import { applicationsIn, type Walk, walksThrough } from './walks.ts'

const walks = Object.fromEntries(flows.map((flow) => [flow.flow, walksThrough(flow)]))

describe.each(flows.map(({ flow, steps }) => ({ flow, steps })))('$flow', ({ flow, steps }) => {
  test('reaches each of its ends', () => {
    const ends = Object.keys(steps).filter((id) => steps[id]!.kind === 'end')
    expect(walks[flow]!.map(({ end }) => end).sort()).toEqual(ends.sort())
  })

  test('goes on to the same end with the same application whatever comes in between', () => {
    const broken = walks[flow]!.flatMap(brokenBy)
    expect(broken).toEqual([])
  })
})

/** The interruptions after which a walk does not come to its end as it would without. */
function brokenBy(walk: Walk): string[] {
  const undisturbed = applicationsIn(walk.moves.map(({ before }) => before).concat(walk.last))
  return walk.moves.slice(1).flatMap(({ before }) =>
    interruptions(before).flatMap((happening) => {
      const where = `${walk.flow}/${before.state.stack.at(-1)?.step} → ${walk.end}`
      const what = `${where}: ${JSON.stringify(happening)}`
      try {
        const after = happen(before, happening)
        if (saidIn(after).length > 3) return [`${what}: ${saidIn(after).length} bubbles`]
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
