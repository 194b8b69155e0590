import type { Answer, Context } from './answer.ts'
import type { CellField } from './cells.ts'
import { type KindName, kinds } from './kinds.ts'

/** One reading of a stretch of text as the value of a field. */
export type Offer = {
  readonly field: string
  readonly answer: Answer<unknown>
  readonly at: number
  readonly end: number
  /** A label named the field. */
  readonly labelled: boolean
  /** Another cell may be meant as well. */
  readonly doubtful?: boolean
  readonly correction?: boolean
}

/** Reads words as the answer to one cell. */
export function readCell(cell: CellField, words: string, context: Context): Answer<unknown> {
  return kinds[cell.kind].parse(words, {
    ...context,
    field: cell.field,
    ...(cell.choices && { choices: cell.choices }),
  })
}

/** A value in the words of the form. */
export function writeCell(cell: CellField, value: unknown, context: Context): string {
  // Each kind writes what it parsed; the map's value type cannot say so.
  const kind = kinds[cell.kind] as { write(value: unknown, context: Context): string }
  return kind.write(value, { ...context, ...(cell.choices && { choices: cell.choices }) })
}

export const ofKind = (fields: readonly CellField[], ...names: KindName[]): CellField[] =>
  fields.filter(({ kind }) => names.includes(kind))
