import { divisionCodes, isWithin, levelOf, ownName } from '../answers/divisions.ts'
import { askStep, type Draft, lead, topFrame, update, written } from './draft.ts'
import type { Choice } from './effect.ts'
import type { Aside } from './state.ts'
import { answer } from './walk.ts'

type Narrow = Extract<Aside, { kind: 'narrow' }>
type Place = Narrow['within']

/** More choices than this are not listed. */
const mostChoices = 20

/** The first place of the top form that is wider than the form needs, where it has parts at all. */
export function tooWide(draft: Draft): Narrow | null {
  const frame = topFrame(draft)!
  for (const field of frame.path) {
    const within = frame.answers[field] as Place | null
    if (!within || !askStep(draft, field)?.level) continue
    if (countiesOf(within.code).length > 0) return { kind: 'narrow', field, within }
  }
  return null
}

/** The districts of a place, where they are few enough to choose from. */
export function partsOf({ within }: Narrow): Choice[] {
  const counties = countiesOf(within.code)
  if (counties.length > mostChoices) return []
  return counties.map((code) => ({ value: code, label: ownName(code)! }))
}

/** Takes a part of the place, by its name alone or in full; another place altogether is one too. */
export function hearPart(draft: Draft, text: string, { field, within }: Narrow): boolean {
  const { parse } = draft.catalogue.kinds.division!
  const context = { today: draft.event.today, field }
  for (const words of [`${within.name}${text}`, text]) {
    const read = parse(words, context)
    if (read.kind !== 'understood' || (read.value as Place).code === within.code) continue
    update(draft, { aside: null })
    answer(draft, field, read.value)
    const value = written(draft, topFrame(draft)!, field, true)
    lead(draft, 'noted', { label: draft.catalogue.label(field), value })
    return true
  }
  return false
}

const countiesOf = (area: string): string[] =>
  levelOf(area) === 'county'
    ? []
    : divisionCodes.filter((code) => levelOf(code) === 'county' && isWithin(code, area))
