import { expect, test } from 'vitest'
import { writePdf } from '../../src/desk/pdf.ts'
import { pdfText } from './pdfText.ts'

const sheet = (rows: number) => ({
  title: '基本养老保险参保缴费凭证',
  lines: ['申报交易流水号：2026112300000001'],
  tables: [
    {
      heading: '参保人员基本信息',
      rows: Array.from({ length: rows }, (_, index) => [`第${index}项`, `值${index}`] as const),
    },
  ],
  note: '以经办机构核定为准。',
})
const decode = (bytes: Uint8Array) => new TextDecoder('latin1').decode(bytes)

test('every word of a sheet is in the document, in its order', () => {
  const text = pdfText(decode(writePdf(sheet(2))))
  expect(text.split('\n')).toEqual([
    '基本养老保险参保缴费凭证',
    '申报交易流水号：2026112300000001',
    '参保人员基本信息',
    ...['第0项', '值0', '第1项', '值1'],
    '以经办机构核定为准。',
  ])
})

test('what does not fit on a page goes on to the next', () => {
  const pdf = decode(writePdf(sheet(60)))
  expect(Number(/\/Count (\d+)/.exec(pdf)![1])).toBeGreaterThan(1)
  expect(pdfText(pdf)).toContain('值59')
})

test('the cross-reference table points at each object', () => {
  const pdf = decode(writePdf(sheet(60)))
  const table = pdf.slice(pdf.lastIndexOf('\nxref\n'))
  const offsets = [...table.matchAll(/^(\d{10}) 00000 n/gm)].map(([, offset]) => Number(offset))
  expect(offsets.length).toBeGreaterThan(6)
  for (const [index, offset] of offsets.entries()) {
    expect(pdf.slice(offset)).toMatch(new RegExp(`^${index + 1} 0 obj\\n`))
  }
  expect(Number(/startxref\n(\d+)/.exec(pdf)![1])).toBe(pdf.lastIndexOf('\nxref\n') + 1)
})

test('a long value is broken into lines, and what the font lacks is marked', () => {
  const long = '路'.repeat(90)
  const rows = [['户籍地地址', `${long}😀`]] as const
  const pdf = writePdf({ ...sheet(0), tables: [{ heading: '信息', rows }] })
  const text = pdfText(decode(pdf))
  expect(text.replaceAll('\n', '')).toContain(`${long}〓`)
  expect(text).not.toContain(long)
})
