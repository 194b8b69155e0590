import type { PaperId } from '../paper.ts'
import { findCells, type RawCell } from './findCells.ts'
import { bare } from './labels.ts'
import type { Page } from './span.ts'

/** A certificate's cells as they are printed, and which certificate it is. */
export type Recognised = {
  paper: PaperId
  source: 'text' | 'picture'
  raw: readonly RawCell[]
}

/** With fewer cells it is something else that only has a name or an address in it. */
const fewest = 4

const titles: Readonly<Record<PaperId, RegExp>> = {
  pension: /参保缴费凭证/,
  medical: /医疗(?:保障|保险)?参保\(?合?\)?凭证|参保\(合\)凭证/,
}

/** Tells which certificate the pages are and reads its cells; null where they are none. */
export function recognise(pages: readonly Page[], fuzzy = false): Recognised | null {
  const words = pages.map(({ spans }) => bare(inOrder(spans))).join('\n')
  const read = (['pension', 'medical'] as const).map((paper) => {
    const raw = pages.flatMap((page, number) => findCells(page, number, paper, fuzzy))
    const cells = new Set(raw.map(({ cell }) => cell)).size
    return { paper, raw, cells, score: cells + (titles[paper].test(words) ? 6 : 0) }
  })
  const [best] = read.sort((a, b) => b.score - a.score)
  if (!best || best.cells < fewest) return null
  return { paper: best.paper, source: fuzzy ? 'picture' : 'text', raw: best.raw }
}

const inOrder = (spans: Page['spans']): string =>
  [...spans]
    .sort((a, b) => a.y - b.y || a.x - b.x)
    .map(({ text }) => text)
    .join('')
