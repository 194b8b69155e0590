import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { benefitPlace } from '../../src/policy/benefitPlace.ts'
import type { Stint } from '../../src/policy/facts.ts'
import { anyHousehold, anyRecord, provinces } from './people.ts'
import { examples, record } from './tables/benefitPlace.ts'

describe('the place of benefit receipt', () => {
  test.each(examples)('$name', ({ household, record: told, place, by }) => {
    expect(benefitPlace(household, record(told)).conclusion).toEqual({ place, by })
  })

  test('cites its article, the day it holds from and the day it was checked', () => {
    expect(benefitPlace('河南', record('广东120'))).toMatchObject({
      citation: { document: '国办发〔2009〕66号', article: '第六条' },
      holdsFrom: '2010-01-01',
      checked: '2026-11-23',
      facts: { household: '河南', months: { 广东: 120 } },
    })
  })

  test('dates decide the order, not the telling', () => {
    const told: Stint[] = [
      { province: '北京', from: '2016-01', to: '2020-12', months: 60 },
      { province: '广东', from: '2004-01', to: '2015-12', months: 144 },
    ]
    expect(benefitPlace('河南', told).conclusion.place).toBe('广东')
    expect(benefitPlace('北京', told).conclusion.by).toBe('household')
  })

  test('agrees with a slow reading of the article, month by month', () => {
    fc.assert(
      fc.property(anyHousehold, anyRecord, (household, stints) => {
        expect(benefitPlace(household, stints).conclusion.place).toBe(slowly(household, stints))
      }),
      { numRuns: 3000 },
    )
  })

  test('more months in the last province never move the place away from it', () => {
    fc.assert(
      fc.property(
        anyHousehold,
        anyRecord,
        fc.integer({ min: 1, max: 200 }),
        (home, stints, more) => {
          const last = stints.findLast((stint) => stint.months > 0 && !stint.temporary)
          fc.pre(last !== undefined)
          fc.pre(benefitPlace(home, stints).conclusion.place === last.province)
          const longer = [...stints, { province: last.province, months: more }]
          expect(benefitPlace(home, longer).conclusion.place).toBe(last.province)
        },
      ),
    )
  })

  test('a temporary account anywhere never changes the place', () => {
    const temporary = fc.record({
      province: fc.constantFrom(...provinces),
      months: fc.integer({ min: 1, max: 300 }),
      temporary: fc.constant(true),
    })
    fc.assert(
      fc.property(anyHousehold, anyRecord, temporary, fc.nat(), (home, stints, extra, at) => {
        fc.pre(stints.some((stint) => stint.months > 0))
        const index = at % (stints.length + 1)
        const more = stints.toSpliced(index, 0, extra)
        expect(benefitPlace(home, more).conclusion.place).toBe(
          benefitPlace(home, stints).conclusion.place,
        )
      }),
    )
  })

  test('is a province of the record or of the household', () => {
    fc.assert(
      fc.property(anyHousehold, anyRecord, (home, stints) => {
        const { place } = benefitPlace(home, stints).conclusion
        const named = [null, home, ...stints.map((stint) => stint.province)]
        expect(named).toContain(place)
      }),
    )
  })
})

/** The article read literally over a list of single months; shares nothing with the rule. */
function slowly(household: string, stints: readonly Stint[]): string | null {
  const all: string[] = []
  const general: string[] = []
  for (const stint of stints) {
    for (let month = 0; month < stint.months; month++) {
      all.push(stint.province)
      if (!stint.temporary) general.push(stint.province)
    }
  }
  const homeless = ['香港', '澳门', '台湾', '外国'].includes(household)
  if (all.length === 0) return null
  if (general.length === 0) return homeless ? null : household
  const count = (province: string) => general.filter((one) => one === province).length
  const relation = general[general.length - 1] as string
  if (relation === household) return household
  if (count(relation) > 119) return relation
  for (let month = general.length - 1; month >= 0; month--) {
    if (count(general[month] as string) > 119) return general[month] as string
  }
  if (!homeless) return household
  let best = relation
  for (let month = general.length - 1; month >= 0; month--) {
    if (count(general[month] as string) > count(best)) best = general[month] as string
  }
  return best
}
