import type { Status } from '../backend/backend.ts'
import { isMedical } from '../flow/traits.ts'
import { recogniseRefusal } from '../policy/recogniseRefusal.ts'
import { addWorkingDays } from '../policy/workingDays.ts'
import {
  type Draft,
  lead,
  say,
  sentenceOf,
  standingOf,
  titleFor,
  topFrame,
  update,
  without,
} from './draft.ts'
import { dueOf, inChinese } from './dueDay.ts'
import type { Choice, Notice } from './effect.ts'
import { takeInHand, whoseIs } from './people.ts'
import { tellUnasked } from './pushes.ts'
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
  const dossier: Dossier = {
    ...{ key, serial, flow: frame.flow, answers: frame.answers, status },
    since: draft.event.today,
    ...(frame.whose !== undefined && { whose: frame.whose }),
  }
  update(draft, { dossiers: [...draft.state.dossiers, dossier] })
  const on = addWorkingDays(draft.event.today, 10).date
  draft.effects.push({ kind: 'remind', about: 'submitted', serial, on })
  draft.facts.due = inChinese(on)
  if (topFrame(draft) === frame) {
    leave(draft, 'received')
    return
  }
  update(draft, { stack: draft.state.stack.filter((one) => one !== frame) })
  say(draft, 'receivedMeanwhile', { serial, title: titleFor(draft, dossier) })
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
  takeInHand(draft, whoseIs(open))
  lead(draft, 'refusedAtOnce', { reason })
  if (field && field in frame.answers) reopen(draft, field)
  else leave(draft, 'refused')
}

/** Something happened at the agency: tells it, and what comes next by when. The open question stays. */
export function statusChanged(draft: Draft, status: Status, ifUnmoved = false): void {
  const dossier = draft.state.dossiers.find(({ serial }) => serial === status.serial)
  if (!dossier || isKnown(dossier.status, status)) return changesNothing(draft)
  if (ifUnmoved && dossier.status.stage !== 'submitted') return changesNothing(draft)
  const moved = { ...dossier, status, since: draft.event.today }
  const dossiers = draft.state.dossiers.map((one) => (one === dossier ? moved : one))
  update(draft, { dossiers })
  const known = dossier.status.documents.map(({ id }) => id)
  const [file] = status.documents.filter(({ id }) => !known.includes(id))
  const text = wordsOfStatus(draft, moved)
  const choices = status.stage === 'refused' ? mendChoices(draft, moved) : []
  tellUnasked(draft, {
    flow: dossier.flow,
    text,
    ...(choices.length > 0 && { choices }),
    ...(file && { file }),
    notice: noticeOf(draft, moved, text),
  })
}

/** Where an application stands and what comes next, as it is told when it comes to be so. */
export function wordsOfStatus(draft: Draft, dossier: Dossier): string {
  const { flow, status } = dossier
  const { render, label, has } = draft.catalogue
  const own = `status/${flow}.${status.stage}`
  const field = fieldToMend(draft, dossier)
  const words = render(has(own) ? own : `status/${status.stage}`, {
    serial: status.serial,
    standing: standingOf(status),
    title: titleFor(draft, dossier),
    reason: status.reason ?? '',
    explanation: status.explanation ?? '',
    remedy: recogniseRefusal(status.reason ?? '')?.remedy ?? '',
    field: field ? label(field) : '',
    due: dueOf(dossier),
  })
  return words.trim()
}

/** Stages after which nothing more is to come, or something is to be done. */
const decisive: readonly string[] = ['refused', 'certificateIssued', 'completed']

/** A change in a few words: those that stand out in its text. */
function noticeOf(draft: Draft, dossier: Dossier, text: string): Notice {
  const { serial, stage } = dossier.status
  const head = /\*\*(.+?)\*\*/.exec(text)?.[1] ?? standingOf(dossier.status)
  const title = titleFor(draft, dossier)
  return { serial, title, text: head, decisive: decisive.includes(stage) }
}

/**
 * Whether this was known, or is older than what is known: word of it may have taken a longer way. A
 * refusal can be taken back.
 */
const isKnown = (before: Status, now: Status): boolean => {
  if (before.stage === now.stage) return now.documents.length <= before.documents.length
  return before.stage !== 'refused' && progress[now.stage] <= progress[before.stage]
}

/** How far each stage is on the way to the end; an agency goes forward. */
const progress: Readonly<Record<Status['stage'], number>> = {
  ...{ submitted: 0, accepted: 1, contactLetterSent: 2, certificateIssued: 2 },
  ...{ informationFormReceived: 3, fundsReceived: 4, completed: 5, refused: 5 },
}

/** The cell that was refused: the one that the clerk named, or that the reason itself names. */
export function fieldToMend(draft: Draft, { status, answers }: Dossier): string | undefined {
  const { reason = '', field } = status
  if (field && field in answers) return field
  const known = recogniseRefusal(reason)
  if (known?.id === 'mismatch') {
    const named = Object.keys(answers).filter((id) => reason.includes(draft.catalogue.label(id)))
    return named.length === 1 ? named[0] : undefined
  }
  return known?.field && known.field in answers ? known.field : undefined
}

/** Reasons that no new application can mend. */
const final: readonly string[] = ['drawing', 'withinProvince', 'temporaryAccount']

/** What can be done about a refusal: mend it, where that helps, or ask a person. */
export function mendChoices(draft: Draft, dossier: Dossier): Choice[] {
  const { serial, reason = '' } = dossier.status
  const person = { value: 'handoff', label: sentenceOf(draft, 'askForPerson') }
  if (final.includes(recogniseRefusal(reason)?.id ?? '')) return [person]
  const field = fieldToMend(draft, dossier)
  const text = field
    ? sentenceOf(draft, 'mendField', { field: draft.catalogue.label(field) })
    : sentenceOf(draft, 'mend')
  return [{ value: `mend:${serial}`, label: text }, person]
}

/** Opens a refused application again at the cell that was refused; the review sends it as a new one. */
export function mend(draft: Draft, serial: string): boolean {
  const refused = draft.state.dossiers.filter(({ status }) => status.stage === 'refused')
  const dossier =
    refused.find((one) => one.serial === serial) ?? (serial ? undefined : refused.at(-1))
  if (!dossier) return false
  const field = fieldToMend(draft, dossier)
  const answers = field ? without(dossier.answers, [field]) : dossier.answers
  takeInHand(draft, whoseIs(dossier))
  enter(draft, dossier.flow, answers, { mends: dossier.serial })
  lead(draft, 'mending', { serial: dossier.serial })
  return true
}

/** A reminder that fell due: only said while the agency has not moved. */
export function due(draft: Draft, about: string, serial: string): void {
  const dossier = draft.state.dossiers.find((one) => one.serial === serial)
  if (!dossier || dossier.status.stage !== about) return changesNothing(draft)
  const title = titleFor(draft, dossier)
  const hotline = isMedical(dossier.flow) ? '12393' : '12333'
  const text = sentenceOf(draft, `reminder.${about}`, { serial, title, hotline })
  const notice = { serial, title, text: standingOf(dossier.status), decisive: false }
  tellUnasked(draft, { flow: dossier.flow, text, notice })
}
