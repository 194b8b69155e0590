import type { Box, Cell, Paper } from '../../src/certificate/paper.ts'
import { papers } from '../../src/certificate/papers.ts'
import { lineWidth, wrap } from '../../src/certificate/wrap.ts'
import type { Holder } from './holders.ts'
import { createRandom } from './random.ts'

/** Words on a sheet, `x` and `y` where their baseline begins, in points from the upper left corner. */
export type Word = { text: string; x: number; y: number; size: number }
export type Line = { x1: number; y1: number; x2: number; y2: number }
export type Drawing = { width: number; height: number; words: Word[]; lines: Line[] }

type Draw = (paper: Paper, holder: Holder) => Drawing

const size = 10
const leading = 13

/** A value with what the paper prints around it. */
const fullValueOf = (cell: Cell, { printed }: Holder) => {
  const value = printed[cell.id] ?? ''
  return value === '' ? '' : `${cell.before}${value}${cell.after}`
}

/** Lines of a text in the middle of a box, as forms have them. */
function inBox(text: string, box: Box, align: 'left' | 'centre' = 'left'): Word[] {
  if (text === '') return []
  const lines = wrap(text, Math.max(box.width - 6, size), size)
  const top = box.y + (box.height - lines.length * leading) / 2
  return lines.map((line, index) => ({
    ...{ text: line, size },
    x: align === 'left' ? box.x + 3 : box.x + (box.width - lineWidth(line, size)) / 2,
    y: top + index * leading + size,
  }))
}

const frame = ({ x, y, width, height }: Box): Line[] => [
  { x1: x, y1: y, x2: x + width, y2: y },
  { x1: x, y1: y + height, x2: x + width, y2: y + height },
  { x1: x, y1: y, x2: x, y2: y + height },
  { x1: x + width, y1: y, x2: x + width, y2: y + height },
]

const titleOf = (paper: Paper): Word => ({
  ...{ text: paper.title, size: 18, y: 80 },
  x: (paper.width - lineWidth(paper.title, 18)) / 2,
})

/** As the paper itself is printed. */
const asPaper: Draw = (paper, holder) => ({
  ...{ width: paper.width, height: paper.height },
  words: [
    ...paper.prints,
    ...paper.headings.flatMap(({ text, box }) => inBox(text, box, 'centre')),
    ...paper.cells.flatMap((cell) => [
      ...inBox(cell.labelLines.join('\n'), cell.labelBox, 'centre'),
      ...inBox(fullValueOf(cell, holder), cell.box),
    ]),
  ],
  lines: [
    ...paper.headings.flatMap(({ box }) => frame(box)),
    ...paper.cells
      .filter(({ section }) => section !== '')
      .flatMap(({ labelBox, box }) => [...frame(labelBox), ...frame(box)]),
  ],
})

/** The same, its words written in any order, as some programs do. */
const shuffled: Draw = (paper, holder) => {
  const drawing = asPaper(paper, holder)
  return { ...drawing, words: createRandom(drawing.words.length).shuffle(drawing.words) }
}

/** The same, all labels first and then all values. */
const labelsFirst: Draw = (paper, holder) => {
  const labels = asPaper(paper, { ...holder, printed: {} })
  const all = asPaper(paper, holder)
  const known = new Set(labels.words.map((word) => JSON.stringify(word)))
  const values = all.words.filter((word) => !known.has(JSON.stringify(word)))
  return { ...all, words: [...labels.words, ...values] }
}

/** The same, every character by itself. */
const letterByLetter: Draw = (paper, holder) => {
  const drawing = asPaper(paper, holder)
  const words = drawing.words.flatMap(({ text, x, y, size }) => {
    let at = x
    return [...text].map((char) => {
      const word = { text: char, x: at, y, size }
      at += lineWidth(char, size)
      return word
    })
  })
  return { ...drawing, words }
}

/** One cell a line: 姓名：张三. */
const list: Draw = (paper, holder) => {
  const cells = named(paper)
  const words = cells.map((cell, index) => ({
    ...{ x: 70, y: 130 + index * 20, size },
    text: `${bare(cell.label)}：${fullValueOf(cell, holder).replace('\n', ' ')}`,
  }))
  return { width: 595, height: 842, words: [titleOf(paper), ...words], lines: [] }
}

/** Two cells a line, label and value in columns, long values over several lines. */
const columns: Draw = (paper, holder) => {
  const words: Word[] = []
  const lines: Line[] = []
  const cells = named(paper)
  for (let index = 0; index < cells.length; index += 2) {
    const y = 110 + (index / 2) * 42
    for (const [side, cell] of [cells[index], cells[index + 1]].entries()) {
      if (!cell) continue
      const labelBox = { x: 40 + side * 258, y, width: 88, height: 42 }
      const box = { ...labelBox, x: labelBox.x + 88, width: 170 }
      words.push(...inBox(spaced(bare(cell.label)), labelBox))
      words.push(...inBox(fullValueOf(cell, holder), box))
      lines.push(...frame(labelBox), ...frame(box))
    }
  }
  return { width: 595, height: 842, words: [titleOf(paper), ...words], lines }
}

/** Labels in one row, their values in the row below. */
const stacked: Draw = (paper, holder) => {
  const words: Word[] = []
  const lines: Line[] = []
  const cells = named(paper)
  const across = 3
  for (const [index, cell] of cells.entries()) {
    const row = Math.floor(index / across)
    const labelBox = { x: 40 + (index % across) * 172, y: 120 + row * 70, width: 172, height: 28 }
    const box = { ...labelBox, y: labelBox.y + 28, height: 42 }
    words.push(...inBox(bare(cell.label), labelBox, 'centre'))
    words.push(...inBox(fullValueOf(cell, holder), box, 'centre'))
    lines.push(...frame(labelBox), ...frame(box))
  }
  return { width: 595, height: 842, words: [titleOf(paper), ...words], lines }
}

/** The cells that have a label; the amount in figures goes with that in words. */
const named = (paper: Paper): Cell[] =>
  paper.cells
    .filter(({ id }) => id !== 'clerk' && id !== 'agencySeal' && id !== 'balanceInWords')
    .map((cell) => {
      if (cell.id === 'accountBalance' && cell.labelLines.length === 0)
        return { ...cell, label: '个人账户余额', before: '' }
      return cell.labelLines.length === 0 ? { ...cell, label: '日期' } : cell
    })

const bare = (label: string) => label.replace(/[：*]/g, '')
/** Short labels are often spaced out: 姓　　名. */
const spaced = (label: string) =>
  label.length === 2 ? `${label[0]}\u3000\u3000${label[1]}` : label

export const layouts = {
  ...{ asPaper, shuffled, labelsFirst, letterByLetter },
  ...{ list, columns, stacked },
} as const satisfies Record<string, Draw>

export type LayoutName = keyof typeof layouts

/** A holder's certificate in one of the layouts. */
export const draw = (layout: LayoutName, holder: Holder): Drawing =>
  layouts[layout](papers[holder.paper], holder)
