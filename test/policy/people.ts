import fc from 'fast-check'
import type { Facts, Scheme, Stint } from '../../src/policy/facts.ts'
import { addMonths } from '../../src/policy/months.ts'

/** The provinces that invented people live and work in. */
export const provinces = ['广东', '黑龙江', '内蒙古', '北京'] as const

export const anyHousehold = fc.constantFrom(...provinces, '河南', '香港', '外国')

const months = fc.oneof(
  fc.integer({ min: 0, max: 260 }),
  fc.constantFrom(0, 1, 60, 84, 119, 120, 121, 180),
)

/** Records in the order of telling, without dates. */
export const anyRecord: fc.Arbitrary<Stint[]> = fc.array(
  fc.record({ province: fc.constantFrom(...provinces), months, temporary: fc.boolean() }),
  { maxLength: 6 },
)

/** Records with dates, one stint after the other, with gaps. */
export const anyDatedRecord: fc.Arbitrary<Stint[]> = fc
  .tuple(
    fc.integer({ min: 0, max: 400 }),
    fc.array(
      fc.record({
        province: fc.constantFrom(...provinces.slice(0, 3)),
        months,
        gap: fc.integer({ min: 0, max: 30 }),
        temporary: fc.boolean(),
      }),
      { minLength: 1, maxLength: 4 },
    ),
  )
  .map(([start, parts]) => {
    let from = addMonths('1990-01', start)
    return parts.map(({ province, months, gap, temporary }) => {
      const begin = from
      const to = addMonths(begin, Math.max(0, months - 1))
      from = addMonths(to, 1 + gap)
      return { province, from: begin, to, months, temporary }
    })
  })

const anyScheme: fc.Arbitrary<Scheme> = fc.constantFrom(
  'enterprise',
  'government',
  'resident',
  'military',
  'militarySpouse',
)

/** People about whom everything is known. Most have moved between employees' schemes. */
export const anyone: fc.Arbitrary<Facts> = fc
  .record({
    drawing: fc.constantFrom(false, false, false, true),
    drawnScheme: fc.constantFrom('employee', 'resident'),
    moverScheme: fc.oneof(
      { weight: 5, arbitrary: fc.constant({ from: 'enterprise', to: 'enterprise' } as const) },
      { weight: 1, arbitrary: fc.record({ from: anyScheme, to: anyScheme }) },
    ),
    stints: anyDatedRecord,
    household: anyHousehold,
    born: fc.integer({ min: 0, max: 12 * 52 }),
    day: fc.integer({ min: 1, max: 28 }),
    sex: fc.constantFrom('M', 'F'),
    retirementCategory: fc.constantFrom('worker', 'manager'),
    posting: fc.boolean(),
    plan: fc.constantFrom('stay', 'home', 'back', 'undecided'),
  })
  .map(({ born, day, ...facts }) => ({
    ...facts,
    birthDate: `${addMonths('1955-01', born)}-${String(day).padStart(2, '0')}`,
  }))

/** Days on which advice is given. */
export const anyDay = fc.constantFrom('2024-06-30', '2025-01-01', '2026-11-23', '2031-03-15')
