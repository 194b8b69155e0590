import { isDeepStrictEqual } from 'node:util'
import type { Looked } from '../../src/certificate/look.ts'
import { judge } from '../../src/certificate/reading/judge.ts'
import type { Reading } from '../../src/certificate/reading/reading.ts'
import { fieldsOf, formFor } from '../../src/conversation/certificateForms.ts'
import { catalogue, today } from '../everything/conversation.ts'
import type { Holder } from './holders.ts'

/** What became of the cells of one certificate. */
export type Score = {
  cells: number
  right: number
  /** Of the right ones, those that are marked to be looked at. */
  marked: number
  /** Another value than is printed, marked or not. */
  wrong: number
  /** Another value than is printed, and nothing says so. */
  wrongUnmarked: number
  /** What was not right, in words. */
  notes: string[]
}

/** What was read, as the form that it is for hears it; null where it was not recognised. */
export function readingOf(looked: Looked): Reading | null {
  if ('problem' in looked || typeof looked.read !== 'object') return null
  const fields = fieldsOf(catalogue, formFor(catalogue, looked.read.paper)!)
  return judge(looked.read, { today, fields })
}

/** Compares what was read with what is printed, over the cells that the form asks for. */
export function scoreOf({ paper, values, printed }: Holder, reading: Reading | null): Score {
  const fields = fieldsOf(catalogue, formFor(catalogue, paper)!)
  const score: Score = { cells: 0, right: 0, marked: 0, wrong: 0, wrongUnmarked: 0, notes: [] }
  const own = reading?.paper === paper ? reading : null
  for (const [field, value] of Object.entries(values)) {
    if (!(field in fields)) continue
    score.cells++
    const cell = own?.cells.find((one) => one.field === field)
    if (cell && isDeepStrictEqual(cell.value, value)) {
      score.right++
      if (cell.doubt) score.marked++
      continue
    }
    score.notes.push(`${field}: ${printed[field]} read as ${cell?.text ?? 'nothing'}`)
    if (cell?.value === undefined) continue
    score.wrong++
    if (!cell.doubt) score.wrongUnmarked++
  }
  return score
}

export const sum = (scores: readonly Score[]): Score =>
  scores.reduce((total, one) => ({
    cells: total.cells + one.cells,
    right: total.right + one.right,
    marked: total.marked + one.marked,
    wrong: total.wrong + one.wrong,
    wrongUnmarked: total.wrongUnmarked + one.wrongUnmarked,
    notes: [...total.notes, ...one.notes],
  }))
