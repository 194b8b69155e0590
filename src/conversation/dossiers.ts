import type { Status } from '../backend/backend.ts'
import { addWorkingDays } from '../policy/workingDays.ts'
import {
  type Draft,
  lead,
  replaceTop,
  say,
  standingOf,
  titleOf,
  topFrame,
  update,
  without,
} from './draft.ts'
import type { Dossier } from './state.ts'
import { enter, hasEnded, leave, reopen } from './walk.ts'

/** The agency has the application: keeps its serial number and goes on to the result. */
export function received(draft: Draft, key: string, serial: string, receivedAt: string): void {
  const index = draft.state.stack.findIndex((frame) => frame.key === key)
  const frame = draft.state.stack[index]
  if (!frame || draft.state.dossiers.some((dossier) => dossier.serial === serial)) {
    return changesNothing(draft)
  }
  const status: Status = {
    ...{ serial, business: frame.flow, submittedAt: receivedAt, handling: '处理中' },
    ...{ feedback: null, stage: 'submitted', documents: [] },
  }
  const dossier: Dossier = { key, serial, flow: frame.flow, answers: frame.answers, status }
  update(draft, { dossiers: [...draft.state.dossiers, dossier] })
  const on = addWorkingDays(draft.event.today, 10).date
  draft.effects.push({ kind: 'remind', about: 'submitted', serial, on })
  draft.facts.due = inChinese(on)
  if (topFrame(draft) === frame) {
    leave(draft, 'received')
    return
  }
  update(draft, { stack: draft.state.stack.filter((one) => one !== frame) })
  say(draft, 'receivedMeanwhile', { serial, title: titleOf(draft, frame.flow) })
}

/** Word from outside that was known already: nothing is said, the open question not said again. */
function changesNothing(draft: Draft): void {
  draft.asks = false
}

/**
 * The agency's system would not take the application: says why and goes back to the cell. What was
 * begun in the meantime waits below.
 */
export function refusedAtOnce(draft: Draft, key: string, reason: string, field?: string): void {
  const frame = draft.state.stack.find((one) => one.key === key)
  if (!frame || hasEnded(draft, frame)) return changesNothing(draft)
  const { key: _, ...open } = frame
  const others = draft.state.stack.filter((one) => one !== frame && !hasEnded(draft, one))
  update(draft, { stack: [...others, open], aside: null })
  lead(draft, 'refusedAtOnce', { reason })
  if (field && field in frame.answers) reopen(draft, field)
  else leave(draft, 'refused')
}

/** Something happened at the agency: tells it, and what comes next by when. The open question stays. */
export function statusChanged(draft: Draft, status: Status): void {
  const dossier = draft.state.dossiers.find(({ serial }) => serial === status.serial)
  if (!dossier || isKnown(dossier.status, status)) return changesNothing(draft)
  const dossiers = draft.state.dossiers.map((one) => (one === dossier ? { ...one, status } : one))
  update(draft, { dossiers })
  const known = dossier.status.documents.map(({ id }) => id)
  const [file] = status.documents.filter(({ id }) => !known.includes(id))
  const { render, label } = draft.catalogue
  const text = render(`status/${status.stage}`, {
    serial: status.serial,
    standing: standingOf(status),
    title: titleOf(draft, dossier.flow),
    reason: status.reason ?? '',
    explanation: status.explanation ?? '',
    field: status.field ? label(status.field) : '',
    due: inChinese(addWorkingDays(draft.event.today, 15).date),
  })
  const choices = status.stage === 'refused' ? mendChoices(draft, dossier, status) : []
  draft.said.push({
    flow: dossier.flow,
    text: text.trim(),
    ...(choices.length > 0 && { choices }),
    ...(file && { file }),
  })
}

const isKnown = (before: Status, now: Status): boolean =>
  before.stage === now.stage && before.documents.length === now.documents.length

function mendChoices(draft: Draft, dossier: Dossier, status: Status) {
  const { label, render } = draft.catalogue
  const field = status.field && status.field in dossier.answers ? status.field : undefined
  const text = field
    ? render('common/mendField', { field: label(field) })
    : render('common/mend', {})
  return [
    { value: `mend:${status.serial}`, label: text.trim() },
    { value: 'handoff', label: render('common/askForPerson', {}).trim() },
  ]
}

/** Opens a refused application again at the cell that was refused; the review sends it as a new one. */
export function mend(draft: Draft, serial: string): boolean {
  const refused = draft.state.dossiers.filter(({ status }) => status.stage === 'refused')
  const dossier =
    refused.find((one) => one.serial === serial) ?? (serial ? undefined : refused.at(-1))
  if (!dossier) return false
  const { field } = dossier.status
  const answers = field ? without(dossier.answers, [field]) : dossier.answers
  enter(draft, dossier.flow, answers)
  replaceTop(draft, { mends: dossier.serial })
  lead(draft, 'mending', { serial: dossier.serial })
  return true
}

/** A reminder that fell due: only said while the agency has not moved. */
export function due(draft: Draft, about: string, serial: string): void {
  const dossier = draft.state.dossiers.find((one) => one.serial === serial)
  if (!dossier || dossier.status.stage !== about) return changesNothing(draft)
  say(
    draft,
    `reminder.${about}`,
    { serial, title: titleOf(draft, dossier.flow) },
    { flow: dossier.flow },
  )
}

/** `2026-12-07` as 2026年12月7日. */
export function inChinese(day: string): string {
  const [year, month, date] = day.split('-').map(Number)
  return `${year}年${month}月${date}日`
}
