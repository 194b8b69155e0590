import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type AgeBarFacts, ageBar } from '../../src/policy/ageBar.ts'
import { minimumYears } from '../../src/policy/minimumYears.ts'
import { addMonths, monthOf } from '../../src/policy/months.ts'
import { retirementAge, retirementGroups } from '../../src/policy/retirementAge.ts'
import { retirements } from './tables/retirementAge.ts'

describe('the statutory retirement age', () => {
  test.each(retirements)('%s born %s retires at %i years %i months, in %s', (...row) => {
    const [group, born, years, months, on] = row
    const { conclusion } = retirementAge(`${born}-15`, group, '2026-11-23')
    expect([conclusion.years, conclusion.months, monthOf(conclusion.on)]).toEqual([
      years,
      months,
      on,
    ])
  })

  test('before the decision of 2024-09-13 the old ages are the law', () => {
    const { conclusion, citation } = retirementAge('1970-05-15', 'man', '2024-09-12')
    expect(conclusion).toMatchObject({ on: '2030-05-15', years: 60, months: 0, delay: 0 })
    expect(citation.document).toBe('国发〔1978〕104号')
    expect(retirementAge('1970-05-15', 'man', '2024-09-13').conclusion.on).toBe('2031-10-15')
  })

  test('a birthday that the month of retirement lacks becomes its last day', () => {
    expect(retirementAge('1965-01-31', 'man', '2026-11-23').conclusion.on).toBe('2025-02-28')
  })

  test('nobody born later retires earlier', () => {
    const born = fc.integer({ min: 0, max: 700 })
    const group = fc.constantFrom('man', 'worker', 'manager')
    fc.assert(
      fc.property(born, born, group, (a, b, of) => {
        const on = (months: number) =>
          retirementAge(`${addMonths('1940-01', months)}-01`, of, '2026-11-23').conclusion.on
        expect(on(Math.min(a, b)) <= on(Math.max(a, b))).toBe(true)
      }),
    )
  })

  test('what is not known about a person leaves several groups', () => {
    expect(retirementGroups({})).toEqual(['man', 'worker', 'manager'])
    expect(retirementGroups({ sex: 'F' })).toEqual(['worker', 'manager'])
    expect(retirementGroups({ sex: 'F', retirementCategory: 'manager' })).toEqual(['manager'])
    expect(retirementGroups({ sex: 'M', retirementCategory: 'worker' })).toEqual(['man'])
  })
})

describe('the minimum contribution time', () => {
  test.each([
    ['2026-11-23', 180],
    ['2029-12-31', 180],
    ['2030-01-01', 186],
    ['2031-06-01', 192],
    ['2038-12-31', 234],
    ['2039-01-01', 240],
    ['2050-01-01', 240],
  ])('on %s it is %i months', (on, months) => {
    expect(minimumYears(on).conclusion).toBe(months)
  })
})

const mover: AgeBarFacts = {
  ...{ sex: 'F', birthDate: '1980-06-10', household: '河南', province: '北京' },
  firstEnrolled: '2021-01',
}

describe('the age bar', () => {
  const today = '2026-11-23'
  test.each<[string, Partial<AgeBarFacts>, unknown]>([
    ['a woman first enrolled at 40 and a half', {}, { barred: true, age: 40 }],
    ['a woman first enrolled a month before 40', { firstEnrolled: '2020-05' }, { by: 'young' }],
    ['a woman who turns 40 in the month', { firstEnrolled: '2020-06' }, { barred: 'open' }],
    ['a woman who turned 40 the month before', { firstEnrolled: '2020-07' }, { barred: true }],
    ['a man of the same age', { sex: 'M' }, { by: 'young' }],
    [
      'a man first enrolled at 50',
      { sex: 'M', firstEnrolled: '2030-07' },
      { barred: true, age: 50 },
    ],
    [
      'a man who turns 50 in the month',
      { sex: 'M', firstEnrolled: '2030-06' },
      { barred: 'open', age: 50 },
    ],
    ['back at the household place', { household: '北京' }, { by: 'household' }],
    ['an approved posting', { posting: true }, { by: 'posting' }],
    ['an army spouse', { armySpouse: true }, { by: 'armySpouse' }],
    [
      'enrolled there before 2010-01-01, at 44',
      { birthDate: '1965-06-10', firstEnrolled: '2009-12' },
      { by: 'before2010' },
    ],
    [
      'enrolled there in January 2010, at 44',
      { birthDate: '1965-06-10', firstEnrolled: '2010-01' },
      { barred: true },
    ],
  ])('%s', (_, change, expected) => {
    expect(ageBar({ ...mover, ...change }, today).conclusion).toMatchObject(expected as object)
  })

  test('did not exist before 2010', () => {
    expect(ageBar(mover, '2009-12-31').conclusion).toEqual({ barred: false, by: 'notYetLaw' })
  })

  test('is tested at first enrolment: ageing in the place changes nothing', () => {
    const young = { ...mover, firstEnrolled: '2015-01' }
    expect(ageBar(young, '2035-01-01').conclusion).toEqual({ barred: false, by: 'young' })
  })

  test('cites article 5, for army spouses the law on soldiers’ insurance', () => {
    expect(ageBar(mover, today).citation).toEqual({
      document: '国办发〔2009〕66号',
      article: '第五条',
    })
    expect(ageBar({ ...mover, armySpouse: true }, today).citation.article).toBe('第二十七条')
  })
})
