import { baselines, type Fitted, fit } from '../certificate/fit.ts'
import type { Box, Cell, Heading, Paper, Print } from '../certificate/paper.ts'
import type { Pen } from './pen.ts'

const textSize = 10.5
const titleSize = 20

/** Fills a paper certificate in: each value in the cell of its name, with what the paper prints around it. */
export function writePaper(pen: Pen, paper: Paper, values: Readonly<Record<string, string>>): void {
  const parts = [
    ...paper.prints.map((print) => ({ y: print.y, write: () => writePrint(pen, print) })),
    ...paper.headings.map((heading) => ({
      y: heading.box.y,
      write: () => writeHeading(pen, heading),
    })),
    ...paper.cells.map((cell) => ({
      y: cell.box.y,
      write: () => writeCell(pen, cell, values[cell.id] ?? ''),
    })),
  ]
  // In the order in which it is read, for those who hear it or copy it.
  for (const part of parts.sort((a, b) => a.y - b.y)) part.write()
  pen.box(paper.table, { thick: true })
}

function writePrint(pen: Pen, { text, x, y, size }: Print): void {
  pen.write(text, x, y, { size, bold: size >= titleSize })
}

function writeHeading(pen: Pen, { lines, box }: Heading): void {
  pen.box(box, { tinted: true })
  setMiddle(pen, { lines, size: 11.5 }, box)
}

function writeCell(pen: Pen, cell: Cell, value: string): void {
  const { section, labelLines, labelBox, box, before, after } = cell
  const inTable = section !== ''
  if (inTable && labelBox.width > 0) pen.box(labelBox, { tinted: true })
  if (inTable) pen.box(box)
  setMiddle(pen, { lines: labelLines, size: textSize }, labelBox)
  const fitted = fit(value === '' ? before : before + value + after, box, textSize, pen.measure)
  if (inTable) setMiddle(pen, fitted, box)
  else setLeft(pen, fitted, box)
}

function setMiddle(pen: Pen, fitted: Fitted, box: Box): void {
  const rows = baselines(fitted, box.height)
  for (const [index, line] of fitted.lines.entries()) {
    const style = { size: fitted.size, align: 'middle' } as const
    pen.write(line, box.x + box.width / 2, box.y + rows[index]!, style)
  }
}

function setLeft(pen: Pen, fitted: Fitted, box: Box): void {
  const rows = baselines(fitted, box.height)
  for (const [index, line] of fitted.lines.entries()) {
    pen.write(line, box.x + 4, box.y + rows[index]!, { size: fitted.size })
  }
}
