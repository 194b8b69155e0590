import { describe, expect, it } from 'vitest'
import { ageOn, birthDateOf, checkDigit, flaw, sexOf } from '../../src/answers/identity.ts'

const today = '2026-11-23'

describe('an ID number', () => {
  it.each([
    ['11010519491231002X', 'F', '1949-12-31'],
    ['320102199909099094', 'M', '1999-09-09'],
    ['830000199701010013', 'M', '1997-01-01'],
    ['911124198108030024', 'F', '1981-08-03'],
  ])('%s tells sex and birth date', (number, sex, born) => {
    expect([sexOf(number), birthDateOf(number)]).toEqual([sex, born])
  })

  it('has the check character of GB 11643', () => {
    expect(checkDigit('11010519491231002')).toBe('X')
    expect(checkDigit('44052418800101001')).toBe('4')
  })

  it.each([
    ['11010519491231002X', undefined],
    ['110105194912310021', 'checksum'],
    ['110105194902300021', 'date'],
    ['110101202611240015', 'date'],
    ['170105194912310021', 'province'],
    ['110105188012310029', 'date'],
    ['710000198808081186', undefined],
    ['81000019930930008X', undefined],
    ['932682198501010017', undefined],
  ])('%s: %s', (number, wrong) => {
    expect(flaw(number, today)).toBe(wrong)
  })
})

describe('age', () => {
  it.each([
    ['1990-03-07', '2026-03-06', 35],
    ['1990-03-07', '2026-03-07', 36],
    ['1976-11-24', '2026-11-23', 49],
    ['2000-02-29', '2026-02-28', 25],
    ['2000-02-29', '2026-03-01', 26],
    ['2026-11-23', '2026-11-23', 0],
  ])('who was born on %s is on %s %i years old', (born, day, years) => {
    expect(ageOn(born, day)).toBe(years)
  })
})
