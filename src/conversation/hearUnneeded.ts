import type { Cell } from './catalogue.ts'
import { type Draft, lead, topFrame } from './draft.ts'

/** What is personal and shows by its form what it is, so that it is taken for nothing else. */
const personal: readonly Cell[] = [
  { field: 'idNumber', kind: 'idNumber' },
  { field: 'mobile', kind: 'mobile' },
]

/** Personal data that the flow in hand has no cell for: says that they are not needed here, nor kept. */
export function hearUnneeded(draft: Draft, text: string): boolean {
  const { steps } = draft.catalogue.flows[topFrame(draft)!.flow]!.flow
  const cells = personal.filter(({ field }) => !(field in steps))
  const { found } = draft.catalogue.readCells(text, cells, { today: draft.event.today })
  if (found.length === 0) return false
  const labels = found.map(({ field }) => draft.catalogue.label(field))
  lead(draft, 'notNeededHere', { labels })
  return true
}
