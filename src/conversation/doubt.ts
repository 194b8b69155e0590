import type { Cells } from './catalogue.ts'
import { type Draft, lead, topFrame, update } from './draft.ts'
import type { Choice } from './effect.ts'
import { takeAll } from './hearCells.ts'
import type { Aside } from './state.ts'

/** Words that may fill one of several cells, or a cell that may take one of several values. */
export type Doubt = {
  /** What is in doubt, in words: a value, or the name of a field. */
  about: string
  options: readonly { field: string; value: unknown; label: string }[]
}

type Doubts = Extract<Aside, { kind: 'doubt' }>

/** Asks back, one after another, for what a message may have said about cells; of answered ones only where it mends. */
export function askDoubts(draft: Draft, cells: Cells, mends: boolean): boolean {
  const frame = topFrame(draft)!
  const known = new Set(Object.values(frame.answers).map((value) => JSON.stringify(value)))
  const open = cells.unsure.filter(
    ({ field, candidates }) =>
      candidates.length > 0 &&
      !candidates.some(({ value }) => known.has(JSON.stringify(value))) &&
      (mends || frame.answers[field] === undefined),
  )
  const doubts = new Map<string, Doubt>()
  for (const { field, candidates } of open) {
    const name = draft.catalogue.label(field)
    for (const { value, label } of candidates) {
      const one = candidates.length === 1
      const about = one ? label : name
      const options = doubts.get(about)?.options ?? []
      const option = { field, value, label: one ? name : label }
      doubts.set(about, { about, options: [...options, option] })
    }
  }
  if (doubts.size === 0 || draft.state.aside) return false
  update(draft, { aside: { kind: 'doubt', doubts: [...doubts.values()] } })
  return true
}

/** The choices of the doubt that is asked about first, the last of them that it is none of these. */
export const doubtChoices = ({ doubts }: Doubts, none: string): Choice[] => [
  ...(doubts[0]?.options ?? []).map(({ field, label }, index) => ({
    value: `doubt:${field}:${index}`,
    label,
  })),
  { value: 'doubt:none', label: none },
]

/** Takes what was chosen and goes on to the next doubt. False: this was not offered. */
export function settleDoubt(draft: Draft, value: string, aside: Doubts): boolean {
  const index = doubtChoices(aside, '').findIndex((choice) => choice.value === value)
  if (index < 0) return false
  const [first, ...rest] = aside.doubts
  update(draft, { aside: null })
  const option = first!.options[index]
  if (option) takeAll(draft, { [option.field]: option.value })
  else lead(draft, 'leftOut')
  const { answers } = topFrame(draft)!
  const left = rest.filter(({ options }) =>
    options.some(({ field }) => answers[field] === undefined),
  )
  if (left.length > 0 && !draft.state.aside)
    update(draft, { aside: { kind: 'doubt', doubts: left } })
  return true
}
