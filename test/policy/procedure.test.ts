import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { medicalDeadlines, medicalTransfer } from '../../src/policy/medicalTransfer.ts'
import { procedureDeadlines } from '../../src/policy/procedureDeadlines.ts'
import { addWorkingDays, isWorkday } from '../../src/policy/workingDays.ts'

describe('working days', () => {
  test.each([
    ['2026-11-23', 10, '2026-12-07'],
    ['2026-11-20', 1, '2026-11-23'],
    ['2026-09-25', 10, '2026-10-15'],
    ['2025-01-20', 3, '2025-01-23'],
    ['2025-01-24', 1, '2025-01-26'],
    ['2025-09-28', 3, '2025-10-09'],
    ['2019-12-20', 10, '2020-01-06'],
  ])('%s and %i working days are %s', (from, count, on) => {
    expect(addWorkingDays(from, count)).toMatchObject({ date: on, certain: true })
  })

  test('a Sunday worked in exchange is a working day, the holiday it was exchanged for is not', () => {
    expect(isWorkday('2025-01-26')).toBe(true)
    expect(isWorkday('2025-02-03')).toBe(false)
  })

  test('past the end of the holiday table the result says that it is not certain', () => {
    const { knownUntil } = addWorkingDays('2026-11-23', 1)
    expect(knownUntil >= '2026-12-31').toBe(true)
    const after = `${Number(knownUntil.slice(0, 4)) + 1}-03-01`
    expect(addWorkingDays(after, 5).certain).toBe(false)
  })

  test('end on a working day, and exactly that many lie between', () => {
    const day = fc.integer({ min: 0, max: 3000 }).map((days) => {
      return new Date(Date.UTC(2018, 0, 1 + days)).toISOString().slice(0, 10)
    })
    fc.assert(
      fc.property(day, fc.integer({ min: 1, max: 30 }), (from, count) => {
        const { date } = addWorkingDays(from, count)
        let passed = 0
        for (let time = Date.parse(from); time < Date.parse(date); ) {
          time += 86_400_000
          if (isWorkday(new Date(time).toISOString().slice(0, 10))) passed += 1
        }
        expect(isWorkday(date)).toBe(true)
        expect(passed).toBe(count)
      }),
    )
  })
})

describe('the time limits', () => {
  test('of a pension transfer are three times 15 working days', () => {
    const { conclusion, citation } = procedureDeadlines('2026-08-03')
    expect(conclusion.map(({ step, by }) => [step, by.date])).toEqual([
      ['contactLetter', '2026-08-24'],
      ['informationForm', '2026-09-14'],
      ['completion', '2026-10-10'],
    ])
    expect(citation).toEqual({ document: '国办发〔2009〕66号', article: '第八条' })
  })

  test('of a medical transfer are ten and five working days', () => {
    const { conclusion } = medicalDeadlines('2026-08-03')
    expect(conclusion.origin.date).toBe('2026-08-17')
    expect(conclusion.destination.date).toBe('2026-08-24')
  })
})

describe('a medical transfer', () => {
  const moved = { from: 'employee', to: 'employee', stopped: true, enrolled: true } as const
  test.each([
    ['stopped and enrolled', { ...moved, gapMonths: 0 }, 'now', 'none'],
    ['a gap of three months', { ...moved, gapMonths: 3 }, 'now', 'retroactive'],
    ['a gap of four months', { ...moved, gapMonths: 4 }, 'now', 'waiting'],
    ['not stopped yet', { ...moved, stopped: false, gapMonths: 0 }, 'notYet', 'none'],
    [
      'residents within the year',
      { ...moved, from: 'resident', to: 'resident', gapMonths: 0 } as const,
      'nextYear',
      'none',
    ],
    [
      'from residents to employees after two years in a row, two months of gap',
      { ...moved, from: 'resident', gapMonths: 2, twoYears: true } as const,
      'now',
      'retroactive',
    ],
    [
      'from residents to employees without two years in a row',
      { ...moved, from: 'resident', gapMonths: 2 } as const,
      'now',
      'waiting',
    ],
  ])('%s', (_, facts, apply, gap) => {
    expect(medicalTransfer(facts).conclusion).toMatchObject({ apply, gap })
  })

  test('says what is missing', () => {
    const facts = { ...moved, stopped: false, enrolled: false, gapMonths: 0 }
    expect(medicalTransfer(facts).conclusion.missing).toEqual(['stop', 'enrol'])
  })
})
