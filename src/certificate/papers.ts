import { medical } from './medical.ts'
import type { Cell, Paper, PaperId } from './paper.ts'
import { pension } from './pension.ts'

/** Both paper certificates. */
export const papers: Readonly<Record<PaperId, Paper>> = { pension, medical }

/** A cell by its paper's and its own name, as flows write it: `pension.insuredPeriod`. */
export function cellNamed(name: string): { paper: Paper; cell: Cell } | null {
  const [paperId = '', cellId] = name.split('.')
  const paper = Object.values(papers).find(({ id }) => id === paperId)
  const cell = paper?.cells.find(({ id }) => id === cellId)
  return paper && cell ? { paper, cell } : null
}

/** Every cell of both papers, as flows write it. */
export const cellNames: ReadonlySet<string> = new Set(
  Object.values(papers).flatMap(({ id, cells }) => cells.map((cell) => `${id}.${cell.id}`)),
)
