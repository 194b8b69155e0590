import { isCellLabel } from './cellPieces.ts'
import type { CellText } from './cellText.ts'

/** A row of labels and, beneath it, the row of their values. */
export type TableRow = {
  readonly head: readonly string[]
  readonly values: readonly string[]
  readonly at: number
  readonly end: number
}

type Line = { parts: readonly string[]; at: number; end: number }

const bare = (part: string) => part.replace(/^\*/, '').replace(/[:：]$/, '')
const isLabel = (part: string) => isCellLabel(bare(part))
const parted = (line: string) => line.split(/[ \t]+/).filter(Boolean)

/**
 * Labels over their values, as text taken from a table comes: in one line over the next (姓名 性别⏎张三 男), or
 * one a line and then as many lines of values (姓名⏎性别⏎张三⏎男), or each behind its value (张三 姓名⏎男 性别).
 */
export function tableRows({ written }: CellText): TableRow[] {
  let at = 0
  const lines: Line[] = written.split('\n').map((line) => {
    const start = at
    at += line.length + 1
    return { parts: parted(line), at: start, end: start + line.length }
  })
  return [...acrossLines(lines), ...downLines(lines), ...valueFirst(lines)]
}

function* acrossLines(lines: readonly Line[]): Generator<TableRow> {
  for (const [i, head] of lines.entries()) {
    const next = lines[i + 1]
    if (!next || head.parts.length < 2 || next.parts.length !== head.parts.length) continue
    if (head.parts.every(isLabel) && !next.parts.some(isLabel))
      yield { head: head.parts.map(bare), values: next.parts, at: head.at, end: next.end }
  }
}

function* downLines(lines: readonly Line[]): Generator<TableRow> {
  const isAlone = (line: Line | undefined) => line?.parts.length === 1 && isLabel(line.parts[0]!)
  for (let first = 0; first < lines.length; first++) {
    let size = 0
    while (isAlone(lines[first + size])) size++
    if (size < 2) continue
    const head = lines.slice(first, first + size)
    const values = lines.slice(first + size, first + 2 * size)
    const isWhole = values.length === size && values.every(({ parts }) => parts.length === 1)
    if (isWhole && !values.some(({ parts }) => isLabel(parts[0]!)))
      yield {
        head: head.map(({ parts }) => bare(parts[0]!)),
        values: values.map(({ parts }) => parts[0]!),
        at: head[0]!.at,
        end: values.at(-1)!.end,
      }
    first += size - 1
  }
}

function* valueFirst(lines: readonly Line[]): Generator<TableRow> {
  const turned = lines.filter(
    ({ parts }) => parts.length === 2 && !isLabel(parts[0]!) && isLabel(parts[1]!),
  )
  if (turned.length < 2) return
  for (const { parts, at, end } of turned)
    yield { head: [bare(parts[1]!)], values: [parts[0]!], at, end }
}
