import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { precompile } from '../../src/assets/compile.ts'
import { createRender } from '../../src/assets/render.ts'
import { adviceView } from '../../src/policy/adviceView.ts'
import type { Facts, Field } from '../../src/policy/facts.ts'
import { kinds } from '../../src/policy/kinds.ts'
import { advise } from '../../src/policy/needTransfer.ts'
import { nearestChange } from '../../src/policy/otherwise.ts'
import { anyDay, anyone } from './people.ts'
import { situations } from './tables/situations.ts'

const folder = new URL('../../templates/need-transfer/', import.meta.url)
const sources = Object.fromEntries(
  readdirSync(folder).map((file) => [
    `need-transfer/${file.replace(/\.hbs$/, '')}`,
    readFileSync(new URL(file, folder), 'utf8'),
  ]),
)
const render = createRender(new Function(`return ${precompile(sources)}`)())

const today = '2026-11-23'

const words = (facts: Partial<Facts>, on = today, unanswerable: readonly Field[] = []) => {
  const result = advise(facts, on, unanswerable)
  if (result.kind === 'ask') throw new Error(`still asks for ${result.field}`)
  const view = adviceView(result, on)
  return {
    advice: render(`need-transfer/advice.${result.advice.kind}`, view),
    reasoning: render('need-transfer/reasoning', view),
    result,
  }
}

const verdictWords = {
  transfer: '可转移',
  later: '暂不办理',
  cannot: '不能转入',
  none: '无需转移',
} as const

/** What every advice has to hold to, whomever it is for. */
function expectWhole(text: string, result: ReturnType<typeof words>['result']): void {
  const { advice } = result
  expect(text.length).toBeLessThanOrEqual(300)
  expect(text).toContain(verdictWords[advice.verdict])
  expect(text).toContain('待遇领取地')
  if (advice.benefitPlace) expect(text).toContain(`**${advice.benefitPlace}**`)
  for (const { document, article } of advice.basis) {
    expect(text).toContain(document)
    expect(text).toContain(article)
  }
  if (advice.otherwise) expect(text).toContain(advice.otherwise)
  if (result.open.length > 0) expect(text).toContain('12333')
  expect(text.trimEnd().endsWith('以经办机构核定为准。')).toBe(true)
  expect(text).not.toMatch(/elsewhere|undefined|null|NaN|\n\n|\{\{/)
}

describe('the words of the advice', () => {
  test('there is a template for every kind and no other', () => {
    const named = Object.keys(sources).flatMap((name) => /advice\.(\w+)$/.exec(name)?.[1] ?? [])
    expect(named.toSorted()).toEqual([...kinds].toSorted())
  })

  test('nobody is sent to claim a pension who has too few years for one', () => {
    const facts = situations.find(({ name }) => name.includes('nothing to move'))!.facts
    const [stint] = facts.stints!
    const short = { ...facts, stints: [{ ...stint!, months: 100 }] }
    expect(words(facts).advice).toContain('申请领取养老金')
    expect(words(short).advice).not.toContain('申请领取养老金')
    expect(words(short).advice).toContain('年限还不够，先不能按月领取')
  })

  test.each(situations)('$name', ({ facts, on }) => {
    const { advice, reasoning, result } = words(facts, on)
    expectWhole(advice, result)
    expect(reasoning).not.toMatch(/^- *$|undefined|null|NaN|elsewhere/m)
  })

  test('hold for everybody on every day, in 300 characters', () => {
    fc.assert(
      fc.property(anyone, anyDay, (facts, on) => {
        const { advice, reasoning, result } = words(facts, on)
        expectWhole(advice, result)
        expect(reasoning.split('\n- ').length - 1).toBe(result.reasoning.length)
        expect(reasoning).not.toMatch(/^- *$|undefined|null|NaN|elsewhere/m)
      }),
      { numRuns: 500 },
    )
  })

  test('hold for those who cannot answer either', () => {
    const fields = ['household', 'birthDate', 'sex', 'posting', 'plan'] as const
    fc.assert(
      fc.property(anyone, fc.constantFrom(...fields), (facts, field) => {
        const { [field]: _, ...told } = facts
        const { advice, result } = words(told, today, [field])
        expectWhole(advice, result)
      }),
      { numRuns: 200 },
    )
  })

  test('keep the words for 矢志不移型, and claim no other type', () => {
    const staying = situations.find(({ kind }) => kind === 'stay')
    const { advice } = words(staying!.facts)
    expect(advice).toContain('矢志不移型')
    expect(advice).toContain('离开原参保地后扎根新就业地，奋斗打拼到退休')
    expect(advice).toContain('可转移至转入地')
    for (const [name, source] of Object.entries(sources)) {
      if (!name.endsWith('advice.stay')) expect(source).not.toMatch(/[\u4e00-\u9fff]型/)
    }
  })

  test('the reasoning names the article and the day of each rule', () => {
    const staying = situations.find(({ kind }) => kind === 'stay')
    const { reasoning } = words(staying!.facts)
    expect(reasoning).toContain('〔国办发〔2009〕66号 第五条，2010-01-01起〕')
    expect(reasoning).toContain('2026-11-23核对过')
  })

  test('say which questions were left out since they change nothing', () => {
    const drawing = false
    const moverScheme = { from: 'enterprise', to: 'enterprise' } as const
    const { reasoning } = words({
      ...{ drawing, moverScheme },
      stints: [{ province: '广东', months: 120 }],
    })
    expect(reasoning).toMatch(/还没问的情况（.*户籍地.*）怎样都不会改变结论/)
  })
})

describe('the nearest change', () => {
  test('always leads to another verdict or another place', () => {
    fc.assert(
      fc.property(anyone, anyDay, (facts, on) => {
        const { advice, open, reasoning } = words(facts, on).result
        const { benefitPlace: place, basis, verdict, kind } = advice
        const outcome = { kind, verdict, place, basis, open, steps: reasoning }
        const change = nearestChange(facts, outcome, on)
        fc.pre(change !== null)
        const changed = advise({ ...facts, ...change.facts }, on)
        if (changed.kind === 'ask') return
        const after = `${changed.advice.verdict} ${changed.advice.benefitPlace}`
        expect(after).not.toBe(`${verdict} ${place}`)
      }),
      { numRuns: 500 },
    )
  })

  test.each([
    [
      'means to go home, is not insured there',
      '如果回河南参保缴费满1个月，结论会变为“可转移”，待遇领取地会是河南。',
    ],
    ['does not know yet', '如果打算在北京干到退休，结论会变为“可转移”，待遇领取地会是北京。'],
    [
      'stays, but ten years cannot be reached: the old ten-year place',
      '如果在北京累计缴费满10年（还差100个月），待遇领取地会是北京。',
    ],
    [
      'at the statutory age the last ten-year place collects everything',
      '如果在北京累计缴费满10年（还差20个月），待遇领取地会是北京。',
    ],
    [
      'a woman first enrolled outside her household at 43',
      '如果这次是经组织或人社部门批准的调动，结论会变为“可转移”或“暂不办理”，视其余情况而定。',
    ],
  ])('for one who %s', (name, sentence) => {
    const found = situations.find((situation) => situation.name === name)
    expect(words(found!.facts).result.advice.otherwise).toBe(sentence)
  })
})
