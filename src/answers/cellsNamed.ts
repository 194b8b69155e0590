import { cellLabels } from './cellLabels.ts'
import { comparable } from './plain.ts'

/** The cells, of these, whose labels stand in the words; a label within a longer one counts for nothing. */
export function cellsNamed(text: string, cells: readonly string[]): string[] {
  let words = comparable(text)
  const named = new Set<string>()
  for (const label of cellLabels) {
    if (label.words.length < 2 || !words.includes(label.words)) continue
    for (const field of label.fields) if (cells.includes(field)) named.add(field)
    words = words.replaceAll(label.words, '\0')
  }
  return [...named]
}

/** The words without a label that they begin with: 地址12号. */
export function withoutLabel(words: string): string {
  const bare = words.replace(/^(?:把|将|从|那个?|我的?)+/, '')
  const label = cellLabels.find((one) => bare.startsWith(one.words))
  return (label ? bare.slice(label.words.length) : bare).replace(
    /^(?:里面?|上面?|中)?的?(?:是|写的是|从)?/,
    '',
  )
}
