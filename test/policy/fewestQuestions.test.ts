import { describe, expect, test } from 'vitest'
import type { Facts, Field } from '../../src/policy/facts.ts'
import { type Advised, type Ask, advise } from '../../src/policy/needTransfer.ts'

const today = '2026-11-23'

const values = {
  household: ['广东', '北京', '河南'],
  sex: ['M', 'F'],
  retirementCategory: ['worker', 'manager'],
  posting: [true, false],
  plan: ['stay', 'home', 'back', 'undecided'],
} as const satisfies { [Key in Field]?: readonly Facts[Key][] }

type Asked = keyof typeof values
const askable = Object.keys(values) as Asked[]

/** How many questions follow on average, every answer being as likely as any other. */
function interviews(known: Partial<Facts>) {
  const seen = new Map<string, Ask | Advised>()
  const look = (told: Partial<Facts>): Ask | Advised => {
    const name = JSON.stringify(askable.map((field) => told[field] ?? null))
    const before = seen.get(name) ?? advise({ ...known, ...told }, today)
    seen.set(name, before)
    return before
  }
  const after = (told: Partial<Facts>, field: Asked, next: (told: Partial<Facts>) => number) => {
    const counts = values[field].map((value) => next({ ...told, [field]: value }))
    return 1 + counts.reduce((sum, count) => sum + count, 0) / counts.length
  }
  const asWeAsk = (told: Partial<Facts>): number => {
    const result = look(told)
    return result.kind === 'ask' ? after(told, result.field as Asked, asWeAsk) : 0
  }
  const best = new Map<string, number>()
  const atBest = (told: Partial<Facts>): number => {
    if (look(told).kind === 'advised') return 0
    const name = JSON.stringify(askable.map((field) => told[field] ?? null))
    const known = best.get(name)
    if (known !== undefined) return known
    const open = askable.filter(
      (field) => !(field in told) && (field !== 'retirementCategory' || told.sex === 'F'),
    )
    const least = Math.min(...open.map((field) => after(told, field, atBest)))
    best.set(name, least)
    return least
  }
  return { asked: asWeAsk({}), least: atBest({}) }
}

const mover = { drawing: false, moverScheme: { from: 'enterprise', to: 'enterprise' } } as const
const record = (first: number, second: number, from: string) => [
  { province: '广东', from: '2003-01', to: '2013-12', months: first },
  { province: '北京', from, to: '2026-11', months: second },
]

describe('the questions after the record and the birth date', () => {
  test.each([
    ['in their thirties', '1992-04-02', record(60, 40, '2020-05')],
    ['in their forties, enrolled young', '1983-04-02', record(125, 90, '2016-01')],
    ['in their forties, women over 40 at enrolment', '1981-04-02', record(125, 30, '2023-05')],
    ['at 50, with ten years here', '1976-04-02', record(60, 130, '2014-02')],
    ['at 54, retired or not', '1972-04-02', record(125, 90, '2016-05')],
    ['at 58, first here at 52', '1968-04-02', record(125, 60, '2020-05')],
    ['at 60, before the age', '1966-10-02', record(125, 90, '2015-05')],
  ])('%s are as few as they can be', (_, birthDate, stints) => {
    const { asked, least } = interviews({ ...mover, birthDate, stints })
    expect(asked).toBeLessThanOrEqual(least + 1e-9)
    expect(asked).toBeLessThanOrEqual(4)
  })
})
