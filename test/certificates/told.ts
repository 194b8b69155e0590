import { judge } from '../../src/certificate/reading/judge.ts'
import { bare, labels } from '../../src/certificate/reading/labels.ts'
import type { Reading } from '../../src/certificate/reading/reading.ts'
import type { Catalogue } from '../../src/conversation/catalogue.ts'
import { fieldsOf, formFor } from '../../src/conversation/certificateForms.ts'

/**
 * A reading as a transcript tells it: the paper, `pension` or `medical`, with `照片` behind it where it
 * is a picture; then 姓名：张三 a line, with a ？ behind what recognition is not sure of.
 */
export function readingTold(
  catalogue: Catalogue,
  lines: readonly string[],
  today: string,
): Reading {
  const [head = '', ...cells] = lines
  const paper = head.startsWith('medical') ? 'medical' : 'pension'
  const source = head.endsWith('照片') ? 'picture' : 'text'
  const area = { x: 0, y: 0, right: 0, bottom: 0 }
  const raw = cells.flatMap((line) => {
    const colon = line.indexOf('：')
    const [label, said] = [line.slice(0, colon), line.slice(colon + 1)]
    const cell = labels[paper].find(({ words }) => words === bare(label))?.cell
    if (!cell) throw new Error(`no cell of ${paper} is called ${label}`)
    const isUnsure = said.endsWith('？')
    const one = { cell, text: said.replace(/？$/, ''), area, page: 0, sure: isUnsure ? 0.3 : 1 }
    return source === 'picture' && !isUnsure ? [one, { ...one, look: 2 as const }] : [one]
  })
  const fields = fieldsOf(catalogue, formFor(catalogue, paper)!)
  return judge({ paper, source, raw }, { today, fields })
}
