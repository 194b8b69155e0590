import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Facts, Field } from '../../src/policy/facts.ts'
import { kinds } from '../../src/policy/kinds.ts'
import { type Advised, advise } from '../../src/policy/needTransfer.ts'
import { anyDay, anyone } from './people.ts'
import { situations } from './tables/situations.ts'

const today = '2026-11-23'

const decided = (facts: Partial<Facts>, on: string): Advised => {
  const result = advise(facts, on)
  if (result.kind === 'ask') throw new Error(`still asks for ${result.field}`)
  return result
}

const gist = ({ advice }: Advised) => `${advice.verdict} ${advice.benefitPlace}`

describe('the advice', () => {
  test.each(situations)('$name', ({ facts, on, kind, verdict, place, articles, open }) => {
    const { advice, ...result } = decided(facts, on ?? today)
    expect(advice).toMatchObject({ kind, verdict, benefitPlace: place })
    expect(advice.basis.map(({ article }) => article)).toEqual(articles)
    if (open) expect(result.open.map(({ code }) => code)).toEqual(open)
  })

  test('has a situation of every kind in the table', () => {
    expect(new Set(situations.map(({ kind }) => kind))).toEqual(new Set(kinds))
  })

  test('always stands on the law, and each step says which', () => {
    fc.assert(
      fc.property(anyone, anyDay, (facts, on) => {
        const { advice, reasoning, checked } = decided(facts, on)
        expect(advice.basis.length).toBeGreaterThan(0)
        expect(reasoning.every(({ citation }) => citation !== undefined)).toBe(true)
        expect(checked).toBe('2026-11-23')
      }),
    )
  })

  test('is the same for the same facts', () => {
    fc.assert(
      fc.property(anyone, anyDay, (facts, on) => {
        expect(advise(facts, on)).toEqual(advise(structuredClone(facts), on))
      }),
    )
  })

  test('does not depend on the plan once the statutory age is reached', () => {
    fc.assert(
      fc.property(anyone, (facts) => {
        const one = decided({ ...facts, plan: 'stay' }, today)
        fc.pre(one.advice.kind === 'retirementReached')
        expect(gist(decided({ ...facts, plan: 'back' }, today))).toBe(gist(one))
      }),
    )
  })
})

describe('the questions', () => {
  const ask = (facts: Partial<Facts>, on = today) => {
    const result = advise(facts, on)
    return result.kind === 'ask' ? result.field : result.advice.kind
  }
  const employees = { from: 'enterprise', to: 'enterprise' } as const
  const mover = { drawing: false, moverScheme: employees }
  const stints = [
    { province: '广东', from: '2005-01', to: '2015-12', months: 130 },
    { province: '北京', from: '2016-03', to: '2026-11', months: 100 },
  ]

  test('begin with drawing, the schemes, the record', () => {
    expect(ask({})).toBe('drawing')
    expect(ask({ drawing: true })).toBe('drawing')
    expect(ask({ drawing: true, drawnScheme: 'resident' })).toBe('moverScheme')
    expect(ask({ drawing: false })).toBe('moverScheme')
    expect(ask(mover)).toBe('stints')
  })

  test('stop after three where ten years in one province settle everything', () => {
    const result = decided({ ...mover, stints: [{ province: '广东', months: 120 }] }, today)
    expect(result.advice).toMatchObject({ verdict: 'none', benefitPlace: '广东' })
    expect(result.unasked).toEqual(expect.arrayContaining(['household', 'birthDate']))
    expect(result.reasoning.at(-1)?.code).toBe('settled')
  })

  test('the young are asked for the plan first, and for nothing else when they do not know', () => {
    const facts = { ...mover, stints, birthDate: '1990-01-01' }
    expect(ask(facts)).toBe('plan')
    expect(ask({ ...facts, plan: 'undecided' })).toBe('undecided')
    expect(ask({ ...facts, plan: 'stay' })).toBe('stay')
    expect(ask({ ...facts, plan: 'home' })).toBe('household')
  })

  test('a man is never asked for the women’s retirement category', () => {
    const person = anyone.map(({ retirementCategory: _, ...facts }) => ({ ...facts, sex: 'M' }))
    fc.assert(
      fc.property(person, anyDay, (facts, on) => {
        expect(advise(facts as Partial<Facts>, on).kind).toBe('advised')
      }),
    )
  })

  test('a woman is asked for it only where the answer matters', () => {
    const facts = { ...mover, stints, sex: 'F', household: '河南' } as const
    expect(ask({ ...facts, birthDate: '1990-01-01', plan: 'stay' })).toBe('stay')
    expect(ask({ ...facts, birthDate: '1974-06-01', posting: false })).toBe('retirementCategory')
  })

  test('a posting is asked only of those who were too old at enrolment', () => {
    const facts = { ...mover, stints, household: '河南', retirementCategory: 'manager' } as const
    expect(ask({ ...facts, birthDate: '1978-01-01', sex: 'M' })).toBe('plan')
    expect(ask({ ...facts, birthDate: '1975-01-01', sex: 'F' })).toBe('posting')
  })

  test('the month of the first enrolment is asked only where it can matter', () => {
    const told = stints.map(({ province, months }) => ({ province, months }))
    const facts = { ...mover, stints: told, household: '河南', posting: false } as const
    expect(ask({ ...facts, birthDate: '1990-01-01', plan: 'undecided' })).toBe('undecided')
    expect(advise({ ...facts, birthDate: '1972-01-01', sex: 'M' }, today)).toMatchObject({
      kind: 'ask',
      field: 'plan',
    })
    expect(advise({ ...facts, birthDate: '1968-01-01', sex: 'M' }, today)).toMatchObject({
      kind: 'ask',
      field: 'stints',
      because: { missing: 'firstMonth', province: '北京' },
    })
    expect(ask({ ...facts, birthDate: '1968-01-01', sex: 'M', household: '北京' })).toBe('plan')
  })

  test('the household is asked where only an elective delay would make ten years', () => {
    const short = [stints[0]!, { ...stints[1]!, from: '2018-03', months: 60 }]
    const facts = { ...mover, stints: short, birthDate: '1969-03-05', sex: 'M' } as const
    expect(ask({ ...facts, plan: 'stay' })).toBe('household')
  })

  test('residents are asked for the household also where it is a place without months', () => {
    const moverScheme = { from: 'resident', to: 'resident' } as const
    const told = [stints[0]!, { province: '北京', months: 1 }]
    expect(ask({ drawing: false, moverScheme, stints: told })).toBe('household')
  })

  test('what the person does not know is left to the agency where it decides', () => {
    const told = stints.map(({ province, months }) => ({ province, months }))
    const facts = { ...mover, stints: told, household: '河南', posting: false } as const
    const person = { ...facts, birthDate: '1968-01-01', sex: 'M', plan: 'stay' } as const
    const result = advise(person, today, ['stints'])
    expect(result).toMatchObject({
      kind: 'advised',
      advice: { kind: 'unsettled', verdict: 'later', benefitPlace: null },
      open: [{ code: 'factUnknown' }],
    })
  })

  test('never repeat, and lead to the advice that all facts together give', () => {
    fc.assert(
      fc.property(anyone, anyDay, (facts, on) => {
        const whole = decided(facts, on)
        let told: Partial<Facts> = { drawnScheme: facts.drawnScheme }
        const asked = new Set<Field>()
        for (;;) {
          const result = advise(told, on)
          if (result.kind === 'advised') {
            expect(gist(result)).toBe(gist(whole))
            return
          }
          expect(asked).not.toContain(result.field)
          asked.add(result.field)
          told = { ...told, [result.field]: facts[result.field] }
        }
      }),
      { numRuns: 100 },
    )
  })

  test('stop only when nothing unasked can change the verdict or the place', () => {
    const hidden = fc.subarray<Field>([
      ...(['household', 'birthDate', 'sex', 'retirementCategory', 'posting', 'plan'] as const),
    ])
    fc.assert(
      fc.property(anyone, anyone, hidden, anyDay, (facts, other, fields, on) => {
        const told: Partial<Facts> = Object.fromEntries(
          Object.entries(facts).filter(([field]) => !fields.includes(field as Field)),
        )
        const result = advise(told, on)
        fc.pre(result.kind === 'advised')
        for (const unasked of [facts, other]) {
          const answers = Object.fromEntries(fields.map((field) => [field, unasked[field]]))
          expect(gist(decided({ ...told, ...answers }, on))).toBe(gist(result as Advised))
        }
      }),
      { numRuns: 400 },
    )
  })

  test('ask nothing whose answer makes no difference', () => {
    const values: { [Key in Field]?: readonly Facts[Key][] } = {
      sex: ['M', 'F'],
      retirementCategory: ['worker', 'manager'],
      posting: [true, false],
      plan: ['stay', 'home', 'back', 'undecided'],
    }
    const free = ['sex', 'retirementCategory', 'posting', 'plan'] as const
    fc.assert(
      fc.property(anyone, fc.constantFrom(...free), anyDay, (facts, field, on) => {
        const { [field]: _, ...told } = facts
        const gists = values[field]!.map((value) => gist(decided({ ...told, [field]: value }, on)))
        expect(advise(told, on).kind).toBe(new Set(gists).size > 1 ? 'ask' : 'advised')
      }),
      { numRuns: 400 },
    )
  })
})
