import { lineWidth, wrap } from './wrap.ts'

/** A rectangle in points, from the sheet's upper left corner. */
export type Box = { x: number; y: number; width: number; height: number }

/** One cell of a paper certificate: the printed label, and the place where its value is written. */
export type Cell = {
  /** The field's name; a name of its own where the paper asks for what no form asks. */
  id: string
  label: string
  /** The label as it is printed, broken into lines on the paper; none where it is not printed. */
  labelLines: readonly string[]
  /** The heading above it; '' for what stands outside the table. */
  section: string
  /** As people count: rows of the table from 1, its headings left out; 0 is the line above it. */
  row: number
  /** As people count: a label and its value together are one cell of its row. From 1. */
  column: number
  labelBox: Box
  box: Box
  /** What is printed beside the value within its box, such as `¥` and `元`. */
  before: string
  after: string
  /** Its value on a specimen. */
  sample: string
}

/** A printed line outside the cells; `x` and `y` are where its baseline begins. */
export type Print = { text: string; x: number; y: number; size: number }

/** A label across the table, or beside several rows and then written downwards. */
export type Heading = { text: string; lines: readonly string[]; box: Box }

export type PaperId = 'pension' | 'medical'

/** A paper certificate as it is printed: what pictures show, documents fill in and readers look for. */
export type Paper = {
  id: PaperId
  title: string
  width: number
  height: number
  table: Box
  /** Headings across the table, and labels at the side of several rows. */
  headings: readonly Heading[]
  /** In the paper's order, row by row. */
  cells: readonly Cell[]
  prints: readonly Print[]
}

/** A cell before it has its place. */
export type CellPlan = Omit<Cell, 'section' | 'row' | 'column' | 'labelBox' | 'box'> & {
  labelWidth: number
  width: number
}

/** A row of the table: a heading across it, or cells from left to right. */
export type RowPlan =
  | { heading: string }
  | { height: number; indent?: number; cells: readonly CellPlan[] }

/** Plans a cell; `|` in its printed label is where the paper breaks the line. */
export const cell = (
  id: string,
  label: string,
  [labelWidth, width]: readonly [label: number, value: number],
  sample: string,
  { before = '', after = '' } = {},
): CellPlan => ({
  ...{ id, labelWidth, width, sample, before, after },
  label: label.replace(/\||[*：]$/g, ''),
  labelLines: labelWidth > 0 ? label.split('|') : [],
})

/** The sheet on which both papers are laid out: A4, in points. */
export const sheet = { width: 595, height: 842, left: 50, inner: 495 }

export const headingHeight = 24

/** Places the rows of a table one below the other. */
export function placeRows(rows: readonly RowPlan[], top: number) {
  const { left: x, inner: width } = sheet
  const headings: Heading[] = []
  const cells: Cell[] = []
  let [y, row, section] = [top, 0, '']
  for (const plan of rows) {
    if ('heading' in plan) {
      section = plan.heading
      headings.push({
        text: section,
        lines: [section],
        box: { x, y, width, height: headingHeight },
      })
      y += headingHeight
      continue
    }
    row++
    const place = { section, row, y, height: plan.height }
    cells.push(...placeCells(plan.cells, { ...place, x: x + (plan.indent ?? 0) }))
    y += plan.height
  }
  return { headings, cells, table: { x, y: top, width, height: y - top } }
}

type RowPlace = { section: string; row: number; x: number; y: number; height: number }

/** Places the cells of one row side by side. */
export function placeCells(plans: readonly CellPlan[], place: RowPlace): Cell[] {
  const { section, row, y, height } = place
  let { x } = place
  return plans.map(({ labelWidth, width, ...plan }, index) => {
    const labelBox = { x, y, width: labelWidth, height }
    const box = { x: x + labelWidth, y, width, height }
    x += labelWidth + width
    return { ...plan, section, row, column: index + 1, labelBox, box }
  })
}

/** Sets paragraphs one below the other across the sheet, from a first baseline. */
export function setParagraphs(texts: readonly string[], top: number, size: number): Print[] {
  const lines = texts.flatMap((text) => wrap(text, sheet.inner, size))
  return lines.map((text, index) => ({
    ...{ text, size, x: sheet.left },
    y: top + index * size * 1.6,
  }))
}

/** Sets one line in the middle of the sheet. */
export const setCentred = (text: string, y: number, size: number): Print => ({
  ...{ text, y, size },
  x: (sheet.width - lineWidth(text, size)) / 2,
})
