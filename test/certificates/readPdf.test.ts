import { PDFDocument } from '@cantoo/pdf-lib'
import { describe, expect, test } from 'vitest'
import { maps } from '../../src/assets/generated.js'
import { lookAtText } from '../../src/certificate/look.ts'
import { loadPacked } from '../../src/certificate/reading/packedMaps.ts'
import { holderOf } from './holders.ts'
import { draw, type LayoutName, layouts } from './layouts.ts'
import { readingOf, scoreOf } from './score.ts'
import { writers } from './writers/writers.ts'

const lookAt = lookAtText(loadPacked(maps))
const look = (bytes: Uint8Array) => lookAt(new Uint8Array(bytes), true)

const names = Object.keys(layouts) as LayoutName[]

describe('every cell of a PDF with text', () => {
  describe.each(['pension', 'medical'] as const)('of the %s certificate', (paper) => {
    const all = Object.keys(writers)
    test.each(paper === 'pension' ? all : all.slice(3))('written by %s', async (writer) => {
      const at = all.indexOf(writer) + (paper === 'medical' ? 3 : 0)
      const layout = names[at % names.length]!
      const holder = holderOf(paper, at)
      const looked = await look(await writers[writer]!(draw(layout, holder)))
      const { cells, right, marked, notes } = scoreOf(holder, readingOf(looked))
      expect({ layout, notes, marked }).toEqual({ layout, notes: [], marked: 0 })
      expect(right).toBe(cells)
      expect(cells).toBeGreaterThan(10)
    })
  })

  test('whose page lies turned', async () => {
    const holder = holderOf('medical', 7)
    const pdf = await PDFDocument.load(await writers['pdf-lib, embedded']!(draw('asPaper', holder)))
    const [page] = pdf.getPages()
    const { width, height } = page!.getSize()
    const turned = await PDFDocument.create()
    const lying = turned.addPage([height, width])
    const drawn = await turned.embedPage(page!)
    lying.drawPage(drawn, { x: height, y: 0, rotate: { type: 'degrees', angle: 90 } as never })
    lying.setRotation({ type: 'degrees', angle: 90 } as never)
    const { notes } = scoreOf(holder, readingOf(await look(await turned.save())))
    expect(notes).toEqual([])
  })
})

test('two copies that differ are marked', async () => {
  const holder = holderOf('pension', 3)
  const other = { ...holder, printed: { ...holder.printed, paidMonths: '12' } }
  const pdf = await PDFDocument.create()
  for (const one of [holder, other]) {
    const written = await PDFDocument.load(
      await writers['pdf-lib, embedded']!(draw('asPaper', one)),
    )
    const [page] = await pdf.copyPages(written, [0])
    pdf.addPage(page)
  }
  const reading = readingOf(await look(await pdf.save()))
  const marked = reading?.cells
    .filter(({ doubt }) => doubt)
    .map(({ field, doubt }) => [field, doubt])
  expect(marked).toEqual([['paidMonths', 'different']])
})

describe('what is marked as it cannot be right', () => {
  const readWith = async (printed: Record<string, string>, paper: 'pension' | 'medical') => {
    const holder = holderOf(paper, 5)
    const changed = { ...holder, printed: { ...holder.printed, ...printed } }
    const looked = await look(await writers['pdf-lib, embedded']!(draw('asPaper', changed)))
    return readingOf(looked)!.cells
  }
  const doubts = (cells: Awaited<ReturnType<typeof readWith>>) =>
    Object.fromEntries(cells.flatMap(({ field, doubt }) => (doubt ? [[field, doubt]] : [])))

  test('an ID number with another check digit is not taken at all', async () => {
    const cells = await readWith({ idNumber: '110105194912310021' }, 'pension')
    expect(cells.find(({ field }) => field === 'idNumber')).toEqual({
      field: 'idNumber',
      text: '110105194912310021',
    })
  })
  test('the other sex', async () => {
    const { sex } = holderOf('pension', 5).printed
    const cells = await readWith({ sex: sex === '男' ? '女' : '男' }, 'pension')
    expect(doubts(cells)).toEqual({ idNumber: 'sex' })
  })
  test('more months than the period has', async () => {
    const cells = await readWith({ paidMonths: '300' }, 'pension')
    expect(doubts(cells)).toEqual({ paidMonths: 'months', insuredPeriod: 'months' })
  })
  test('an agency elsewhere than its code', async () => {
    const { agencyName } = holderOf('pension', 5).printed
    const elsewhere = agencyName!.startsWith('云南') ? '120115' : '530102'
    const cells = await readWith({ divisionCode: elsewhere }, 'pension')
    expect(doubts(cells)).toEqual({
      divisionCode: 'place',
      agencyName: 'place',
      agencyAddress: 'place',
    })
  })
})

describe('what is no certificate', () => {
  test('is said to be none', async () => {
    const words = ['通知', '您好，请于三月到我单位办理退休手续。', '姓名：张三'].map(
      (text, index) => ({
        ...{ text, x: 60, y: 80 + index * 30, size: 12 },
      }),
    )
    const drawing = { width: 595, height: 842, words, lines: [] }
    const looked = await look(await writers['pdfkit, embedded']!(drawing))
    expect(looked).toMatchObject({ type: 'application/pdf', read: 'unknown' })
  })
  test('is left to questions where it has no text and pictures are not read', async () => {
    const pdf = await PDFDocument.create()
    pdf.addPage()
    expect(await look(await pdf.save())).toMatchObject({ read: 'unknown' })
  })
})

test('nothing is read where nobody needs it', async () => {
  const bytes = await writers['pdfkit, UniGB-UCS2-H']!(draw('list', holderOf('pension', 1)))
  expect(await lookAt(new Uint8Array(bytes), false)).not.toHaveProperty('read')
})
