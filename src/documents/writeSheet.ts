import { baselines } from '../certificate/fit.ts'
import { wrap } from '../certificate/wrap.ts'
import { type Pen, page, type Style } from './pen.ts'
import type { Block } from './sheet.ts'

const leading = 1.65
const cellLeading = 1.3
const padding = 6

/** How each kind of line looks, and the space above it in points. */
const styles: Readonly<Record<Exclude<Block['kind'], 'table'>, Style & { above: number }>> = {
  title: { size: 20, bold: true, align: 'middle', above: 6 },
  heading: { size: 12, bold: true, above: 14 },
  paragraph: { size: 11, above: 5 },
  signature: { size: 11, align: 'right', above: 16 },
  small: { size: 9, faint: true, above: 4 },
}

/** How wide the labels of a row are that has several, in points. */
const labelWidths: Readonly<Record<number, number>> = { 2: 110, 3: 64 }
/** The same of rows with one label: as wide as the longest needs, within limits. */
const loneLabel = { least: 160, most: 236 }
const rowSize = 10.5

/** Sets a document's blocks from top to bottom, on as many pages as they need. */
export function writeSheet(pen: Pen, blocks: readonly Block[]): void {
  let y: number = page.top
  const room = (height: number) => {
    if (y + height <= page.bottom) return
    pen.newPage()
    y = page.top
  }

  for (const [index, block] of blocks.entries()) {
    if (block.kind === 'table') {
      const label = loneLabelWidth(pen, block.rows)
      for (const row of block.rows.flatMap((cells) => rowsOf(pen, cells, label))) {
        room(row.height)
        drawRow(pen, row, y)
        y += row.height
      }
      continue
    }
    const { above, ...style } = styles[block.kind]
    const height = style.size * leading
    if (y > page.top) y += above
    // A heading does not stand alone at the foot of a page.
    room(block.kind === 'heading' && blocks[index + 1] ? height + 60 : height)
    for (const line of wrap(block.text, page.inner, style.size, pen.measure)) {
      room(height)
      pen.write(line, startOf(style), y + style.size, style)
      y += height
    }
    if (block.kind === 'title') y += 10
    if (block.kind === 'heading') y += 2
  }
}

const startOf = ({ align = 'left' }: Style): number =>
  ({ left: page.left, middle: page.left + page.inner / 2, right: page.left + page.inner })[align]

type Row = { cells: readonly { lines: readonly string[]; width: number }[]; height: number }

function loneLabelWidth(pen: Pen, rows: readonly (readonly string[])[]): number {
  const labels = rows.flatMap(([label = '', ...more]) => (more.length === 1 ? [label] : []))
  const widest = Math.max(0, ...labels.map((label) => pen.measure(label, rowSize)))
  return Math.min(loneLabel.most, Math.max(loneLabel.least, widest + 2 * padding + 1))
}

/** The most lines of a row; longer values go on in the next one. */
const mostLines = 24

/** A row of labels and values as it is drawn: one row, or several where a value is very long. */
function rowsOf(pen: Pen, texts: readonly string[], loneLabel: number): Row[] {
  const pairs = Math.max(1, Math.ceil(texts.length / 2))
  const label = texts.length === 1 ? 0 : pairs === 1 ? loneLabel : (labelWidths[pairs] ?? 60)
  const value = page.inner / pairs - label
  const cells = texts.map((text, index) => {
    const width = label === 0 || index % 2 === 1 ? value : label
    return { width, lines: wrap(text, width - 2 * padding, rowSize, pen.measure) }
  })
  const lines = Math.max(...cells.map((cell) => cell.lines.length))
  const parts = Array.from({ length: Math.ceil(lines / mostLines) }, (_, part) =>
    cells.map((cell) => ({
      ...cell,
      lines: cell.lines.slice(part * mostLines, (part + 1) * mostLines),
    })),
  )
  return parts.map((part) => {
    const most = Math.max(...part.map((cell) => cell.lines.length))
    return { cells: part, height: most * rowSize * cellLeading + 2 * padding }
  })
}

function drawRow(pen: Pen, { cells, height }: Row, y: number): void {
  let x = page.left
  for (const [index, { lines, width }] of cells.entries()) {
    const isLabel = cells.length > 1 && index % 2 === 0
    pen.box({ x, y, width, height }, { tinted: isLabel })
    const rows = baselines({ lines, size: rowSize }, height)
    for (const [line, text] of lines.entries()) {
      pen.write(text, x + padding, y + rows[line]!, { size: rowSize })
    }
    x += width
  }
}
