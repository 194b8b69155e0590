import { describe, expect, test } from 'vitest'
import { flowSentences } from '../../src/assets/build.ts'
import { createCatalogue } from '../../src/assets/catalogue.ts'
import { precompile } from '../../src/assets/compile.ts'
import { rehearse } from '../../src/conversation/newFlows.ts'
import type { State } from '../../src/conversation/state.ts'
import type { Flow, Step } from '../../src/flow/schema.ts'
import {
  built,
  catalogue,
  flows,
  happen,
  opened,
  type Standing,
  saidIn,
  today,
  topOf,
} from './conversation.ts'
import { walksThrough } from './walks.ts'

/** The flows with one of them rewritten. */
function withFlow(id: string, rewrite: (flow: Flow) => Flow | null) {
  const changed = flows.flatMap((flow) => {
    if (flow.flow !== id) return [flow]
    const rewritten = rewrite(structuredClone(flow))
    return rewritten ? [rewritten] : []
  })
  const own = precompile(Object.assign({}, ...changed.map(flowSentences)))
  const templates = { ...built.templates, ...new Function(`return ${own}`)() }
  return createCatalogue({ ...built, flows: changed, templates })
}

/** The flow with steps put in, replaced, or taken out by `null`; links to one taken out go on to `instead`. */
const withSteps =
  (steps: Record<string, Step | null>, more: Partial<Flow> = {}) =>
  (flow: Flow) => {
    const all = { ...flow.steps, ...steps }
    const left = Object.entries(all).filter((entry): entry is [string, Step] => entry[1] !== null)
    return { ...flow, ...more, steps: Object.fromEntries(left) }
  }

/** The same steps with one called otherwise everywhere. */
const renaming = (old: string, now: string) => (flow: Flow) => {
  const text = JSON.stringify(flow).replaceAll(`"${old}"`, `"${now}"`)
  return { ...(JSON.parse(text) as Flow), renamed: { [old]: now } }
}

const beforeVersions = (state: State): State => ({
  ...state,
  stack: state.stack.map(({ version: _, ...frame }) => frame),
})

const say = (standing: Standing, ...texts: string[]) =>
  texts.reduce((now, text) => happen(now, { kind: 'said', text }), standing)

/** Somebody in the middle of the form: name and ID number are in, the personal number is asked. */
const inTheMiddle = () =>
  say(
    happen(
      happen(happen(opened, { kind: 'chose', value: 'pension-in' }), {
        kind: 'chose',
        value: 'agree',
      }),
      { kind: 'chose', value: 'enterprise' },
    ),
    '张三',
    '11010519491231002X',
  )

describe('a conversation that began before its flow changed', () => {
  const standings = flows.flatMap((flow) =>
    walksThrough(flow).flatMap(({ moves }) =>
      moves.map(({ before }) => ({ flow: flow.flow, before })),
    ),
  )

  /** Once generated, a certificate ends the insurance there: whoever passed that page is asked again. */
  const typed = ['medical-out', 'pension-out'].map((flow) => ({ flow, step: 'generate' }))

  test('stands where it stood on flows that ask the same, but for what must be typed out', () => {
    expect(standings.length).toBeGreaterThan(200)
    const elsewhere = standings.flatMap(({ before }) => {
      const moved = rehearse(catalogue, beforeVersions(before.state), today)
      return moved.flatMap((one) => (one.kind === 'untouched' ? [] : [JSON.stringify(one)]))
    })
    const expected = typed.map((one) => JSON.stringify({ kind: 'askedAgain', ...one }))
    expect([...new Set(elsewhere)].sort()).toEqual(expected)
  })

  test('asks a new question when it gets there, and keeps every answer', () => {
    const next = catalogue.flows['pension-in']!.flow.steps.idNumber!
    const nickname: Step = { ...next, answer: 'name', say: '您的曾用名是什么？' } as Step
    const by = withFlow(
      'pension-in',
      withSteps({ idNumber: { ...next, next: 'nickname' } as Step, nickname }),
    )
    const before = inTheMiddle()
    const after = happen(before, { kind: 'said', text: '1101234567' }, by)
    expect(topOf(after)).toMatchObject({ step: 'nickname' })
    expect(topOf(after)!.answers).toEqual(topOf(before)!.answers)
    const [bubble] = saidIn(after)
    expect(bubble!.text).toContain('办理流程刚刚更新过')
    expect(bubble!.text).toContain('没有记下')
    expect(bubble!.text).toContain('曾用名')
    const on = happen(after, { kind: 'said', text: '张小三' }, by)
    expect(topOf(on)).toMatchObject({ step: 'personalNumber', answers: { nickname: '张小三' } })
    expect(saidIn(on)[0]!.text).not.toContain('更新')
  })

  test('carries its answer over to a renamed step', () => {
    const before = say(inTheMiddle(), '1101234567')
    const by = withFlow('pension-in', renaming('personalNumber', 'insuredNumber'))
    expect(rehearse(by, before.state, today)).toEqual([{ kind: 'untouched' }])
    const after = happen(before, { kind: 'said', text: '河南省郑州市金水区文化路1号' }, by)
    expect(topOf(after)).toMatchObject({
      step: 'insuredPeriod',
      answers: { insuredNumber: '1101234567' },
    })
    expect(saidIn(after)[0]!.text).not.toContain('更新')
  })

  test('stays at the question itself when that one is renamed', () => {
    const by = withFlow('pension-in', renaming('personalNumber', 'insuredNumber'))
    const after = happen(inTheMiddle(), { kind: 'said', text: '1101234567' }, by)
    expect(topOf(after)).toMatchObject({ answers: { insuredNumber: '1101234567' } })
  })

  test('drops an answer that is no longer asked, and goes on where it was', () => {
    const first = catalogue.flows['pension-in']!.flow.steps.name as Extract<Step, { kind: 'ask' }>
    const by = withFlow(
      'pension-in',
      withSteps({ idNumber: null, name: { ...first, next: 'personalNumber' } }),
    )
    const after = happen(inTheMiddle(), { kind: 'said', text: '1101234567' }, by)
    expect(topOf(after)!.answers).not.toHaveProperty('idNumber')
    expect(topOf(after)).toMatchObject({ answers: { name: '张三', personalNumber: '1101234567' } })
  })

  test('asks again what the new flow would not take', () => {
    const kind = catalogue.flows['pension-in']!.flow.steps.transferKind as Extract<
      Step,
      { kind: 'ask' }
    >
    const { enterprise: _, ...choices } = kind.choices!
    const by = withFlow('pension-in', withSteps({ transferKind: { ...kind, choices } }))
    const after = happen(inTheMiddle(), { kind: 'said', text: '1101234567' }, by)
    expect(topOf(after)).toMatchObject({ step: 'transferKind', answers: { name: '张三' } })
    expect(topOf(after)!.answers).not.toHaveProperty('transferKind')
  })

  test('hears a command all the same', () => {
    const kind = catalogue.flows['pension-in']!.flow.steps.transferKind as Extract<
      Step,
      { kind: 'ask' }
    >
    const { enterprise: _, ...choices } = kind.choices!
    const by = withFlow('pension-in', withSteps({ transferKind: { ...kind, choices } }))
    const after = happen(inTheMiddle(), { kind: 'said', text: '暂停' }, by)
    expect(after.state.paused).toBe(true)
  })

  test('is told that its flow is gone, and can go on with something else', () => {
    const by = withFlow('pension-in', () => null)
    const after = happen(inTheMiddle(), { kind: 'said', text: '1101234567' }, by)
    expect(after.state.stack).toEqual([])
    expect(
      saidIn(after)
        .map(({ text }) => text)
        .join('\n'),
    ).toContain('不在这里办理')
    expect(rehearse(by, inTheMiddle().state, today)).toEqual([{ kind: 'gone', flow: 'pension-in' }])
  })

  test('says nothing where only the words are others', () => {
    const by = withFlow('pension-in', (flow) => {
      const step = flow.steps.personalNumber as Extract<Step, { kind: 'ask' }>
      return withSteps({ personalNumber: { ...step, say: '编号是几？' } })(flow)
    })
    expect(rehearse(by, inTheMiddle().state, today)).toEqual([])
  })

  test('keeps an application that is on its way, and gets its serial number', () => {
    const filed = walksThrough(flows.find(({ flow }) => flow === 'pension-in')!)
      .flatMap(({ moves }) => moves)
      .find(({ happening }) => happening.kind === 'received')!
    const by = withFlow('pension-in', renaming('filing', 'sending'))
    const key = filed.before.state.stack.find((frame) => frame.key)!.key!
    const receivedAt = '2026-11-23T09:00:00+08:00'
    const serial = '2026112300000001'
    const after = happen(filed.before, { kind: 'received', key, serial, receivedAt }, by)
    expect(after.state.dossiers.map((dossier) => dossier.serial)).toEqual([serial])
  })
})
