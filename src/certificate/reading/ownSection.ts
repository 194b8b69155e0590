import type { PaperId } from '../paper.ts'
import { papers } from '../papers.ts'
import type { FoundLabel } from './findLabels.ts'
import { labels } from './labels.ts'

/**
 * A label that may be no more than the end of another (地址 of 户籍地地址, the rest of which was misread)
 * is taken only among labels of its own section; elsewhere it keeps its value from every cell.
 */
export function inOwnSection(found: readonly FoundLabel[], paper: PaperId): FoundLabel[] {
  const sections = new Map(papers[paper].cells.map(({ id, section }) => [id, section]))
  const sectionOf = ({ cell }: FoundLabel) => (cell && sections.get(cell)) || null
  return found.map((label) => {
    const section = sectionOf(label)
    if (!section || !mayEndAnother(label, paper)) return label
    const others = found.flatMap((other) => {
      const own = other === label ? null : sectionOf(other)
      return own ? [{ section: own, off: Math.abs(middleOf(other) - middleOf(label)) }] : []
    })
    const nearest = Math.min(...others.map(({ off }) => off))
    const height = label.bottom - label.y
    const beside = others.filter(({ off }) => off <= nearest + 0.5 * height)
    const isOwn = beside.length === 0 || beside.some((other) => other.section === section)
    return isOwn ? label : { ...label, cell: null }
  })
}

const mayEndAnother = ({ cell, words }: FoundLabel, paper: PaperId): boolean =>
  labels[paper].some((other) => other.cell !== cell && other.words.endsWith(words))

const middleOf = ({ y, bottom }: FoundLabel): number => (y + bottom) / 2
