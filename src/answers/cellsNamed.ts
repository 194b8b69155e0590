import { cellLabels } from './cellLabels.ts'
import { comparable } from './plain.ts'

/** The cells, of these, that the longest label in the words may stand for; none where no label stands in them. */
export function cellsNamed(text: string, cells: readonly string[]): string[] {
  const words = comparable(text)
  for (const label of cellLabels) {
    if (label.words.length < 2 || !words.includes(label.words)) continue
    const named = label.fields.filter((field) => cells.includes(field))
    if (named.length > 0) return named
  }
  return []
}
