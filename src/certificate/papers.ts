import { medical } from './medical.ts'
import type { Cell, Paper, PaperId } from './paper.ts'
import { pension } from './pension.ts'

/** Both paper certificates. */
export const papers: Readonly<Record<PaperId, Paper>> = { pension, medical }

/** A certificate's cell by its id; null where the paper has none of that name. */
export const cellOf = (paper: Paper, id: string): Cell | null =>
  paper.cells.find((cell) => cell.id === id) ?? null
