import { expect, test } from 'vitest'
import type { Stage, Status } from '../../src/backend/backend.ts'
import { initialState, type State } from '../../src/conversation/state.ts'
import { happen, saidIn, today } from './conversation.ts'

const serial = '2026112300000001'
const statusAt = (stage: Stage, documents: Status['documents'] = []): Status => ({
  ...{ serial, business: 'pension-in', submittedAt: '2026-11-23T09:00:00+08:00' },
  ...{ handling: '处理中', feedback: '受理成功', stage, documents },
})
const letter = { id: 'letter', name: '联系函.pdf', type: 'application/pdf', bytes: 1 }

/** A conversation whose application stands at a stage. */
function standingAt(status: Status) {
  const dossier = { key: 'web:everything/1/1', serial, flow: 'pension-in', answers: {}, status }
  const state: State = { ...initialState, dossiers: [{ ...dossier, since: today }] }
  return { state, seq: 1, effects: [] }
}

test.each([
  ['accepted', 'contactLetterSent'],
  ['submitted', 'accepted'],
  ['fundsReceived', 'completed'],
] as const)('word of %s that comes after that of %s says and changes nothing', (late, now) => {
  const before = standingAt(statusAt(now))
  const after = happen(before, { kind: 'statusChanged', status: statusAt(late) })
  expect(saidIn(after)).toEqual([])
  expect(after.state.dossiers).toEqual(before.state.dossiers)
})

test('neither does word from before a document was there', () => {
  const before = standingAt(statusAt('contactLetterSent', [letter]))
  const status = statusAt('contactLetterSent')
  const after = happen(before, { kind: 'statusChanged', status })
  expect(saidIn(after)).toEqual([])
  expect(after.state.dossiers).toEqual(before.state.dossiers)
})

test('what was seen at the agency before a refusal does not take it back', () => {
  const before = standingAt(statusAt('refused'))
  const seen = { kind: 'statusChanged', status: statusAt('accepted'), ifUnmoved: true } as const
  expect(happen(before, seen).state.dossiers).toEqual(before.state.dossiers)
})

test('a refusal that the agency takes back is told', () => {
  const before = standingAt(statusAt('refused'))
  const after = happen(before, { kind: 'statusChanged', status: statusAt('accepted') })
  expect(saidIn(after)).toHaveLength(1)
})

test('a document that comes later at the same stage is told', () => {
  const before = standingAt(statusAt('contactLetterSent'))
  const status = statusAt('contactLetterSent', [letter])
  expect(saidIn(happen(before, { kind: 'statusChanged', status }))).toHaveLength(1)
})
