import { isDeepStrictEqual } from 'node:util'
import { describe, expect, test } from 'vitest'
import type { PaperId } from '../../src/certificate/paper.ts'
import { papers } from '../../src/certificate/papers.ts'
import { findCells, type RawCell } from '../../src/certificate/reading/findCells.ts'
import { judge } from '../../src/certificate/reading/judge.ts'
import type { ReadCell } from '../../src/certificate/reading/reading.ts'
import { lineWidth } from '../../src/certificate/wrap.ts'
import { fieldsOf, formFor } from '../../src/conversation/certificateForms.ts'
import { catalogue, today } from '../everything/conversation.ts'
import { type Holder, holderOf } from './holders.ts'
import { type Drawing, draw } from './layouts.ts'

const judged = (paper: PaperId, raw: readonly RawCell[]): readonly ReadCell[] => {
  const fields = fieldsOf(catalogue, formFor(catalogue, paper)!)
  return judge({ paper, source: 'picture', raw }, { today, fields }).cells
}

/** A drawing as recognition sees it, character by character. */
const pageOf = ({ width, height, words }: Drawing) => ({
  ...{ width, height },
  spans: words.flatMap(({ text, x, y, size }) => {
    let at = x
    return [...text].map((char) => {
      const span = { text: char, x: at, y: y - 0.88 * size, width: lineWidth(char, size) }
      at += span.width
      return { ...span, height: size, sure: 0.98 }
    })
  }),
})

describe('a label that is misread gives its value to no other cell', () => {
  const lost = () => ''
  const garbled = (words: string) => '圭'.repeat(words.length)

  test.each([
    ['pension', 'householdAddress', 0, garbled],
    ['pension', 'householdAddress', 0, lost],
    ['pension', 'householdAddress', 1, garbled],
    ['pension', 'agencyPostcode', 0, garbled],
    ['pension', 'agencyPostcode', 0, lost],
    ['medical', 'householdType', 0, garbled],
    ['medical', 'householdType', 0, lost],
  ] as const)('%s: %s, line %i', (paper, id, line, change) => {
    const holder = holderOf(paper, 3)
    const drawing = draw('asPaper', holder)
    const { labelLines, labelBox: box } = papers[paper].cells.find((cell) => cell.id === id)!
    const isMisread = ({ text, x, y }: Drawing['words'][number]) =>
      text === labelLines[line] && x >= box.x && y >= box.y && y <= box.y + box.height
    expect(drawing.words.filter(isMisread)).toHaveLength(1)
    const words = drawing.words.map((word) =>
      isMisread(word) ? { ...word, text: change(word.text) } : word,
    )
    const raw = findCells(pageOf({ ...drawing, words }), 0, paper, true)
    const cells = judged(paper, [...raw, ...raw.map((cell) => ({ ...cell, look: 2 as const }))])
    expect(cells.length).toBeGreaterThan(8)
    expect(othersIn(holder, cells)).toEqual([])
  })

  /** The cells that hold anything else than is printed in them. */
  const othersIn = ({ values }: Holder, cells: readonly ReadCell[]) =>
    cells.filter(
      ({ field, value }) => value !== undefined && !isDeepStrictEqual(value, values[field]),
    )
})

test('a number in which a box reaches over its neighbour is marked, as digits may have changed places', () => {
  const page = pageOf(draw('asPaper', holderOf('pension', 3)))
  const { box } = papers.pension.cells.find(({ id }) => id === 'personalNumber')!
  const third = page.spans.filter(
    ({ x, y }) => x >= box.x && x < box.x + box.width && y >= box.y && y < box.y + box.height,
  )[3]!
  const spans = page.spans.map((span) =>
    span === third ? { ...span, x: span.x - 0.6 * 10, width: span.width + 0.6 * 10 } : span,
  )
  const raw = findCells({ ...page, spans }, 0, 'pension', true)
  const cells = judged('pension', [...raw, ...raw.map((cell) => ({ ...cell, look: 2 as const }))])
  expect(cells.find(({ field }) => field === 'personalNumber')?.doubt).toBe('unclear')
})

test('a line of print that falls into two is marked, as its characters may be out of order', () => {
  const holder = holderOf('pension', 3)
  const page = pageOf(draw('asPaper', holder))
  const { box } = papers.pension.cells.find(({ id }) => id === 'personalNumber')!
  const isIn = ({ x, y }: { x: number; y: number }) =>
    x >= box.x && x < box.x + box.width && y >= box.y && y < box.y + box.height
  let digit = 0
  const spans = page.spans.map((span) =>
    isIn(span) && digit++ % 4 > 1 ? { ...span, y: span.y + 4.7 } : span,
  )
  const raw = findCells({ ...page, spans }, 0, 'pension', true)
  const cells = judged('pension', [...raw, ...raw.map((cell) => ({ ...cell, look: 2 as const }))])
  const found = cells.find(({ field }) => field === 'personalNumber')
  expect(found?.value === undefined || found.doubt === 'unclear').toBe(true)
})

describe('what is read of a picture is marked unless something speaks for it', () => {
  type Look = { text: string; sure?: number; parted?: true }
  /** What is marked where both looks, or those that are given, read this. */
  function marksOf(paper: PaperId, cells: Readonly<Record<string, string | readonly Look[]>>) {
    const area = { x: 0, y: 0, right: 0, bottom: 0 }
    const raw = Object.entries(cells).flatMap(([cell, said]) =>
      (typeof said === 'string' ? [{ text: said }, { text: said }] : said).map(
        (look: Look, index): RawCell => ({
          ...{ cell, area, page: 0, sure: 0.98, ...look },
          ...(index > 0 && { look: 2 as const }),
        }),
      ),
    )
    const marked = judged(paper, raw).filter(({ value }) => value !== undefined)
    return Object.fromEntries(marked.map(({ field, doubt }) => [field, doubt ?? 'right']))
  }
  const twice = (text: string, look: Partial<Look>) => [
    { text, ...look },
    { text, ...look },
  ]

  test('a name, and an amount that is not there in capitals, always', () => {
    expect(
      marksOf('pension', {
        name: '宋佳怡',
        accountBalance: '32560.40',
        personalNumber: '12345678',
      }),
    ).toEqual({ name: 'unproved', accountBalance: 'unproved', personalNumber: 'right' })
  })
  test('an amount not where the capitals say the same', () => {
    const capitals = '伍佰贰拾元叁角'
    const marks = (amount: string) =>
      marksOf('pension', { accountBalance: amount, balanceInWords: capitals })
    expect(marks('520.30')).toEqual({ accountBalance: 'right' })
    expect(marks('528.30')).toEqual({ accountBalance: 'different' })
  })
  test('what one of the two looks alone has read', () => {
    const second = { ...twice('1234567890', {})[0]! }
    expect(marksOf('pension', { personalNumber: [{ text: '(' }, second] })).toEqual({
      personalNumber: 'unclear',
    })
  })
  test('digits without a check that are not read very surely, not those with one', () => {
    const marks = marksOf('pension', {
      personalNumber: twice('1234567890', { sure: 0.9 }),
      idNumber: twice('11010519491231002X', { sure: 0.9 }),
    })
    expect(marks).toEqual({ personalNumber: 'unclear', idNumber: 'right' })
  })
  test('a value with a hole in it', () => {
    expect(marksOf('pension', { personalNumber: twice('1234567890', { parted: true }) })).toEqual({
      personalNumber: 'unclear',
    })
  })
  test('an address that begins with no place, or has letters in it', () => {
    for (const text of ['地浙江省杭州市西湖区和平街336号', '浙江省杭州市西湖区和平街3R6号'])
      expect(marksOf('pension', { householdAddress: text })).toEqual({
        householdAddress: 'unclear',
      })
    expect(marksOf('pension', { householdAddress: '浙江省杭州市西湖区和平街336号' })).toEqual({
      householdAddress: 'right',
    })
  })
  test('an agency with a word in its name that no agency has', () => {
    const marks = (agencyName: string) => marksOf('pension', { agencyName }).agencyName
    expect(marks('天津市宝坻区社会保险基金管理中心')).toBe('right')
    expect(marks('天津市宝坻区社会保险慕金管理中心')).toBe('unclear')
  })
  test('a certificate number whose place is not the agency’s', () => {
    const marks = (certificateNumber: string) =>
      marksOf('medical', { certificateNumber, divisionCode: '120115' }).certificateNumber
    expect(marks('津宝坻2018年第027427号')).toBe('right')
    expect(marks('津宝址2018年第027427号')).toBe('unclear')
  })
  test('a code of another district than the agency’s', () => {
    const agencyName = '天津市宝坻区社会保险基金管理中心'
    expect(marksOf('pension', { agencyName, divisionCode: '120113' })).toEqual({
      agencyName: 'place',
      divisionCode: 'place',
    })
  })
})
