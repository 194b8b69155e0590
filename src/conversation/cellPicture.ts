import { cellNamed } from '../certificate/papers.ts'
import { type Draft, sentenceOf } from './draft.ts'
import type { Saying } from './effect.ts'

/** Where a cell stands on its certificate, in words: 《…》第 3 行第 2 格. */
export function placeOfCell(draft: Draft, name: string): string {
  const found = cellNamed(name)
  if (!found) return ''
  const { paper, cell } = found
  const { row, column, section } = cell
  const sentence = row > 0 ? 'cellPlace' : 'cellAbove'
  return sentenceOf(draft, sentence, { title: paper.title, row, column, section })
}

/** The certificate with a cell framed and enlarged; nothing where no certificate has such a cell. */
export function pictureOfCell(draft: Draft, name: string | undefined): Pick<Saying, 'picture'> {
  const found = name === undefined ? null : cellNamed(name)
  if (!found) return {}
  const { paper, cell } = found
  const facts = { place: placeOfCell(draft, `${paper.id}.${cell.id}`), label: cell.label }
  const alt = sentenceOf(draft, 'cellPicture', facts)
  return { picture: { url: `/pictures/${paper.id}/${cell.id}.svg`, alt } }
}
