import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { medicalDeadlines, medicalTransfer } from '../../src/policy/medicalTransfer.ts'
import { procedureDeadlines } from '../../src/policy/procedureDeadlines.ts'
import { paidTwice, sideEffects } from '../../src/policy/sideEffects.ts'
import { bridging, transferWay } from '../../src/policy/specialKinds.ts'
import { transferredMoney } from '../../src/policy/transferredMoney.ts'
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

describe('the transferred money', () => {
  const bases = (from: number, months: number, base: number) =>
    Array.from({ length: months }, (_, month) => ({
      month: `${from}-${String(month + 1).padStart(2, '0')}`,
      base,
    }))

  test('is the account and 12 % of the bases', () => {
    expect(transferredMoney(32560.4, bases(2015, 12, 5000)).conclusion).toEqual({
      individualAccount: 32560.4,
      pooledFund: 7200,
      total: 39760.4,
    })
  })

  test('leaves out the bases of before 1998', () => {
    const told = [...bases(1997, 12, 500), ...bases(1998, 2, 500)]
    expect(transferredMoney(0, told).conclusion.pooledFund).toBe(120)
  })

  test('less than a year goes by the months paid', () => {
    expect(transferredMoney(0, bases(2020, 7, 4000)).conclusion.pooledFund).toBe(3360)
  })

  test('a temporary account takes the employer’s rate along where that is higher', () => {
    const of = (employerRate: number) =>
      transferredMoney(0, bases(2020, 1, 10000), { employerRate }).conclusion.pooledFund
    expect([of(0.2), of(0.12), of(0.08)]).toEqual([2000, 1200, 1200])
  })
})

describe('the special kinds', () => {
  test.each(['enterprise', 'military', 'militarySpouse', 'government'] as const)(
    '%s names its papers and its law',
    (kind) => {
      const { conclusion, citation, checked } = transferWay(kind)
      expect(conclusion.documents.length).toBeGreaterThan(0)
      expect(citation.document).not.toBe('')
      expect(checked).toBe('2026-11-23')
    },
  )

  test('only army spouses are named as exempt from the age bar', () => {
    expect(transferWay('militarySpouse').conclusion.ageBar).toBe('exempt')
    expect(transferWay('enterprise').conclusion.ageBar).toBe('applies')
  })

  test.each([
    [false, false, 200, 'tooEarly'],
    [false, true, 180, 'residentToEmployee'],
    [false, true, 179, 'employeeToResident'],
    [true, true, 300, 'drawing'],
  ])('drawing %s, age reached %s, %i months: %s', (drawing, ageReached, employeeMonths, way) => {
    const facts = { drawing, ageReached, employeeMonths, minimumMonths: 180 }
    expect(bridging(facts).conclusion).toBe(way)
    expect(bridging(facts).citation.document).toBe('人社部发〔2014〕17号')
  })
})

describe('side effects', () => {
  test('the certificate interrupts the insurance', () => {
    expect(sideEffects('certificate').conclusion).toContain('certificateInterrupts')
  })

  test('months paid in two provinces at once are told', () => {
    const stints = [
      { province: '广东', from: '2010-01', to: '2015-06', months: 66 },
      { province: '北京', from: '2015-06', to: '2020-01', months: 56 },
    ]
    expect(paidTwice(stints)).toBe(true)
    expect(sideEffects('application', stints)).toMatchObject({
      conclusion: ['enrolFirst', 'yearsMoveOn', 'doubleMonthsOnce', 'onePension'],
      citation: { document: '人社部发〔2010〕70号' },
    })
    expect(paidTwice([stints[0]!, { ...stints[1]!, from: '2015-07' }])).toBe(false)
  })
})
