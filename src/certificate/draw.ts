import { type Fitted, fit, leading } from './fit.ts'
import type { Box, Cell, Paper } from './paper.ts'
import { rect, round, set, write } from './svg.ts'

/** Colours of the picture, which stands on white whatever the chat's colours are. */
const colours = {
  ...{ paper: '#fdfdfb', edge: '#d5d9de', line: '#4a4f55', ink: '#24282c' },
  ...{ sample: '#2a5a9c', mark: '#c8371f', tint: '#fdeee9' },
}
const thin = `fill="none" stroke="${colours.line}" stroke-width="0.8"`
const framed = `fill="none" stroke="${colours.mark}"`
const fonts = "'Noto Sans SC','PingFang SC','Microsoft YaHei',sans-serif"

const textSize = 10.5
const headingSize = 11.5

/** The picture's width; the sheet and the enlarged cell below it take all of it but the margin. */
const width = 480
const margin = 12
const inner = width - 2 * margin

/** Where the shown part of the sheet begins, and how much is seen around its table, in points. */
const sheetTop = 66
const beside = 16

/** How large the cell is shown below, and what is seen there of the rows above and below it. */
const scale = 2.15
const sliver = 9
const across = inner / scale

/** Draws a certificate with one cell framed, and below it that cell large enough for a phone. */
export function drawCell(paper: Paper, cell: Cell, words: { specimen: string }): string {
  const view = viewOf(paper)
  const shrunk = inner / view.width
  const sheetHeight = view.height * shrunk
  const panel = enlarge(paper, cell)
  const panelTop = margin + sheetHeight + 18
  const panelHeight = panel.height * scale
  const height = round(panelTop + panelHeight + margin)
  const frame = around(cell)
  const middle = round(margin + (frame.x + frame.width / 2 - view.x) * shrunk)
  const box = { x: margin, y: panelTop, width: inner, height: panelHeight }

  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="${fonts}">`,
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    `<svg x="${margin}" y="${margin}" width="${inner}" height="${round(sheetHeight)}" viewBox="${[view.x, view.y, view.width, view.height].map(round).join(' ')}">`,
    rect(view, `fill="${colours.paper}" stroke="${colours.edge}"`),
    drawSheet(paper, cell),
    write(words.specimen, {
      ...{ x: paper.table.x + paper.table.width, y: sheetTop + 26, size: 12 },
      ...{ colour: colours.sample, anchor: 'end' },
    }),
    '</svg>',
    `<path d="M${middle - 9} ${round(panelTop)}l9 -11l9 11z" fill="${colours.mark}"/>`,
    `<svg x="${margin}" y="${round(panelTop)}" width="${inner}" height="${round(panelHeight)}" viewBox="0 0 ${round(across)} ${round(panel.height)}">`,
    panel.drawing,
    '</svg>',
    rect(box, `${framed} stroke-width="1.5"`),
    '</svg>',
  ].join('')
}

/** The part of the sheet that is shown: down to the last cell and what is printed close below it. */
function viewOf({ table, cells, prints }: Paper): Box {
  const lowest = Math.max(...cells.map(({ box }) => box.y + box.height))
  const close = prints.filter(({ y }) => y > lowest && y < lowest + 36).map(({ y }) => y)
  const bottom = Math.max(lowest, ...close) + 12
  return {
    ...{ x: table.x - beside, width: table.width + 2 * beside },
    ...{ y: sheetTop, height: bottom - sheetTop },
  }
}

/** The paper as a specimen, with one cell framed. */
function drawSheet(paper: Paper, cell: Cell): string {
  return [
    rect(around(cell), `fill="${colours.tint}"`),
    ...paper.prints.map((print) => write(print.text, { ...print, colour: colours.ink })),
    ...paper.headings.map(
      ({ lines, box }) =>
        rect(box, thin) + set({ lines, size: headingSize }, box, colours.ink, 'middle'),
    ),
    ...paper.cells.map(drawPair),
    rect(paper.table, `fill="none" stroke="${colours.line}" stroke-width="1.2"`),
    rect(around(cell), `${framed} stroke-width="3"`),
  ].join('')
}

const isInTable = ({ section }: Cell): boolean => section !== ''

/** A label and its value, ruled where they stand in the table. */
function drawPair(cell: Cell): string {
  const { labelLines: lines, labelBox, box } = cell
  const inTable = isInTable(cell)
  const boxes = [labelBox, box].filter(({ width }) => width > 0)
  return [
    ...(inTable ? boxes.map((one) => rect(one, thin)) : []),
    set({ lines, size: textSize }, labelBox, colours.ink, 'middle'),
    set(fitted(cell), box, colours.sample, inTable ? 'middle' : 'left'),
  ].join('')
}

const fitted = ({ before, sample, after, box }: Cell): Fitted =>
  fit(before + sample + after, box, textSize)

/** The cell with the edges of its neighbours, laid out anew where it is too wide to be shown large. */
function enlarge(paper: Paper, cell: Cell): { drawing: string; height: number } {
  const value = Math.min(cell.box.width, across - cell.labelBox.width - 16)
  const lines = fitted({ ...cell, box: { ...cell.box, width: value, height: 400 } }).lines.length
  const tall = Math.max(cell.box.height, lines * textSize * leading + 12)
  const wide = cell.labelBox.width + value
  const x = (across - wide) / 2
  const own = moved(cell, { x, y: sliver, width: value, height: tall })
  const row = paper.cells.filter(({ row, section }) => row === cell.row && section === cell.section)
  const [before, after] = [-1, 1].map((step) => row[row.indexOf(cell) + step])
  const at = (one: Cell, x: number) =>
    drawPair(moved(one, { x, y: sliver, width: one.box.width, height: tall }))
  const height = tall + 2 * sliver
  const rules = [x, x + cell.labelBox.width, x + wide]
    .map((at) => `M${round(at)} 0V${round(height)}`)
    .join('')
  const drawing = [
    rect({ x: 0, y: 0, width: across, height }, `fill="${colours.paper}"`),
    '<g opacity="0.4">',
    before ? at(before, x - around(before).width) : '',
    after ? at(after, x + wide) : '',
    isInTable(cell) ? `<path d="${rules}" stroke="${colours.line}" stroke-width="0.8"/>` : '',
    '</g>',
    rect(around(own), `fill="${colours.tint}"`),
    drawPair(own),
    rect(around(own), `${framed} stroke-width="1.6"`),
  ].join('')
  return { drawing, height }
}

/** A cell elsewhere and in another size: `width` is its value's. */
function moved(cell: Cell, { x, y, width, height }: Box): Cell {
  const labelBox = { x, y, width: cell.labelBox.width, height }
  return { ...cell, labelBox, box: { x: x + labelBox.width, y, width, height } }
}

/** Label and value together. */
function around({ labelBox, box }: Cell): Box {
  return { ...labelBox, width: labelBox.width + box.width }
}
