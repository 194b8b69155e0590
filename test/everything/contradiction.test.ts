import { expect, test } from 'vitest'
import { flows, happen, saidIn, topOf } from './conversation.ts'
import { applicationsIn, walksThrough } from './walks.ts'

const form = flows.find(({ flow }) => flow === 'pension-in')!
const walk = walksThrough(form).find(({ end }) => end === 'submitted')!
const atStep = (step: string) =>
  walk.moves.find(({ before }) => topOf(before)?.step === step)!.before

test('a number said while two cells do not go together fills no other cell', () => {
  const contradicting = happen(atStep('paidMonths'), { kind: 'said', text: '90' })
  expect(contradicting.state.aside).toMatchObject({ kind: 'contradiction' })
  const after = happen(contradicting, { kind: 'said', text: '32560.40' })
  expect(topOf(after)?.answers).not.toHaveProperty('accountBalance')
  expect(after.state.aside).toMatchObject({ kind: 'contradiction' })
})

test('answers that do not go together are not filed by saying the words of the button', () => {
  const reopened = happen(atStep('review'), { kind: 'chose', value: 'change:paidMonths' })
  const contradicting = happen(reopened, { kind: 'said', text: '90' })
  const after = happen(contradicting, { kind: 'said', text: '确认提交' })
  expect(applicationsIn([after])).toEqual([])
  expect(
    saidIn(after)
      .at(-1)
      ?.choices?.map(({ value }) => value),
  ).toContain('keep')
})

test('going back from a contradiction does not make it pass', () => {
  const reopened = happen(atStep('review'), { kind: 'chose', value: 'change:paidMonths' })
  const contradicting = happen(reopened, { kind: 'said', text: '90' })
  const back = happen(contradicting, { kind: 'chose', value: 'back' })
  expect(back.state.aside).toMatchObject({ kind: 'contradiction' })
})

test('a contradiction that comes again by redo is asked about again', () => {
  const contradicting = happen(atStep('paidMonths'), { kind: 'said', text: '90' })
  const undone = happen(contradicting, { kind: 'chose', value: 'undo' })
  expect(undone.state.aside).toBe(null)
  const redone = happen(undone, { kind: 'chose', value: 'redo' })
  expect(redone.state.aside).toMatchObject({ kind: 'contradiction' })
})
