import fc from 'fast-check'
import { expect, it } from 'vitest'
import { inArabicDigits, readNumber } from '../../src/answers/numerals.ts'

it.each([
  ['十', 10],
  ['十五', 15],
  ['二十', 20],
  ['廿五', 25],
  ['卅', 30],
  ['一百零五', 105],
  ['一百五', 150],
  ['一百五十', 150],
  ['两百五', 250],
  ['两千零五', 2005],
  ['三万二', 32000],
  ['三万零二', 30002],
  ['3万2', 32000],
  ['3万2千5', 32500],
  ['3万2500', 32500],
  ['3.2万', 32000],
  ['三点二万', 32000],
  ['叁万贰仟伍佰陆拾', 32560],
  ['一千二百三十四万五千六百七十八', 12345678],
  ['一亿三千万', 130000000],
  ['二〇一五', 2015],
  ['二零一五', 2015],
  ['一五', 15],
  ['幺三八', 138],
  ['32560.4', 32560.4],
  ['三十二点五', 32.5],
])('%s is %d', (words, value) => {
  expect(readNumber(words)).toBe(value)
})

it.each(['', '万', '百', '三四十', '十百', '三万四万五', '一点', '3万02', '点五', '年', '3 4'])(
  '“%s” is no number',
  (words) => {
    expect(readNumber(words)).toBeUndefined()
  },
)

it.each([
  ['一五年三月', '15年3月'],
  ['零五年十一月', '05年11月'],
  ['二〇一五年三月廿八日', '2015年3月28日'],
  ['一直交到二一年六月', '交到21年6月'],
  ['一五年三四月', '15年三四月'],
])('%s in Arabic digits: %s', (words, written) => {
  expect(inArabicDigits(words)).toBe(written)
})

const digits = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九']

/** 1 to 9999 as it is spoken, with 零 over every gap. */
function spoken(value: number): string {
  let words = ''
  let gap = false
  for (const [unit, name] of [
    [1000, '千'],
    [100, '百'],
    [10, '十'],
    [1, ''],
  ] as const) {
    const digit = Math.floor(value / unit) % 10
    if (digit === 0) gap = words !== ''
    else {
      words += `${gap ? '零' : ''}${digits[digit]}${name}`
      gap = false
    }
  }
  return words
}

it('every number up to a hundred million is read as it is spoken', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 9999 }),
      fc.integer({ min: 1, max: 9999 }),
      (high, low) => {
        const words =
          high === 0 ? spoken(low) : `${spoken(high)}万${low < 1000 ? '零' : ''}${spoken(low)}`
        expect(readNumber(words)).toBe(high * 10_000 + low)
      },
    ),
    { seed: 20261123, numRuns: 3000 },
  )
})
