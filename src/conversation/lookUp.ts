import type { Status } from '../backend/backend.ts'
import { type Draft, openStep, standingOf, titleOf, topFrame } from './draft.ts'
import { dueOf } from './dueDay.ts'
import { leave } from './walk.ts'

/** What the agency knows of an application that was asked for by its serial number; null: nothing to be told. */
export function lookedUp(draft: Draft, status: Status | null): void {
  if (openStep(draft)?.kind !== 'lookUp') {
    draft.asks = false
    return
  }
  if (status) draft.facts.found = cardOf(draft, status)
  leave(draft, status ? 'found' : 'unknown')
}

/** The serial number in a message, where it is not of an application sent from here. */
export function serialElsewhere(draft: Draft, text: string): string | null {
  const serial = /(?<!\d)\d{16}(?!\d)/.exec(text)?.[0]
  const ours = draft.state.dossiers.some((dossier) => dossier.serial === serial)
  return serial && !ours ? serial : null
}

function cardOf(draft: Draft, status: Status) {
  const { serial, business, submittedAt } = status
  const frame = topFrame(draft)!
  const since = submittedAt.slice(0, 10)
  // Since when it stands where it does is not known: only the first limit can be reckoned.
  const isFresh = status.stage === 'submitted'
  const due = isFresh
    ? dueOf({ key: '', serial, flow: business, answers: frame.answers, status, since })
    : ''
  const title = titleOf(draft, business)
  return { serial, status, standing: standingOf(status), business, title, due }
}
