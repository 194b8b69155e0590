import { describe, expect, test } from 'vitest'
import { compile } from '../../src/flow/compile.ts'
import { type Answers, holds } from '../../src/flow/condition.ts'
import type { Condition, Flow } from '../../src/flow/schema.ts'

const today = '2026-11-23'
const forked: Flow = {
  ...{ flow: 'forked', title: '分岔', start: 'hello' },
  steps: {
    hello: { kind: 'say', say: '您好', next: 'sex' },
    sex: {
      ...{ kind: 'ask', answer: 'sex', say: '性别？' },
      next: [{ when: { sex: 'F' }, go: 'retirementCategory' }, { go: 'weigh' }],
    },
    retirementCategory: { kind: 'ask', answer: 'choice', say: '岗位？', next: 'weigh' },
    weigh: { kind: 'decide', rule: 'byName', outcomes: { ask: 'name', done: 'done' } },
    name: { kind: 'ask', answer: 'name', say: '姓名？', next: 'review' },
    review: { kind: 'confirm', choices: { confirm: '确认' }, next: { confirm: 'done' } },
    done: { kind: 'end', say: '好' },
  },
}
const byName = ({ name }: Answers) => ({ outcome: name ? 'done' : 'ask', facts: {} })
const walked = compile(forked, { byName })

describe('a flow that is walked', () => {
  test('passes on over what only speaks, and tells what it came by', () => {
    expect(walked.begin({}, today)).toEqual({ step: 'sex', arrived: ['hello', 'sex'] })
  })

  test('forks at the answers', () => {
    expect(walked.leave('sex', 'answered', { sex: 'F' }, today)?.step).toBe('retirementCategory')
    expect(walked.leave('sex', 'answered', { sex: 'M' }, today)).toEqual({
      ...{ step: 'name', arrived: ['weigh', 'name'] },
    })
  })

  test('lets a rule decide by the answers of this very move', () => {
    expect(walked.leave('sex', 'answered', { sex: 'M', name: '张三' }, today)?.step).toBe('done')
  })

  test('has no way out by an event that the step does not know', () => {
    for (const event of ['confirm', 'answer', '', 'xstate.init', '__proto__', 'toString']) {
      expect(walked.leave('sex', event, { sex: 'M' }, today)).toBe(null)
    }
    expect(walked.leave('done', 'answered', {}, today)).toBe(null)
  })

  test('knows how many questions may still follow, and which', () => {
    expect(walked.remaining('sex')).toBe(3)
    expect(walked.remaining('name')).toBe(1)
    expect(walked.remaining('done')).toBe(0)
    expect([...walked.ahead('retirementCategory')].sort()).toEqual(['name', 'retirementCategory'])
  })
})

test.each<[string, Condition, Answers, boolean]>([
  ['a value', { sex: 'F' }, { sex: 'F' }, true],
  ['another value', { sex: 'F' }, { sex: 'M' }, false],
  ['what was not answered', { sex: 'F' }, {}, false],
  ['what was skipped', { sex: 'F' }, { sex: null }, false],
  ['two values', { sex: 'F', drawing: false }, { sex: 'F', drawing: true }, false],
  ['one of several', { plan: { in: ['home', 'back'] } }, { plan: 'back' }, true],
  ['none of several', { plan: { in: ['home', 'back'] } }, { plan: 'stay' }, false],
  ['not', { not: { sex: 'F' } }, { sex: 'M' }, true],
  ['not, of what was not answered', { not: { sex: 'F' } }, {}, true],
  ['all', { all: [{ sex: 'F' }, { drawing: true }] }, { sex: 'F', drawing: false }, false],
  ['any', { any: [{ sex: 'F' }, { drawing: true }] }, { sex: 'F', drawing: false }, true],
  ['all of none', { all: [] }, {}, true],
  ['any of none', { any: [] }, {}, false],
  ['what every object has', { constructor: 'x' } as unknown as Condition, {}, false],
])('a condition holds or not: %s', (_, condition, answers, expected) => {
  expect(holds(condition, answers)).toBe(expected)
})
