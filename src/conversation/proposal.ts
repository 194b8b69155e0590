import type { ReadCell } from '../certificate/reading/reading.ts'
import { cellOf, fileField, formFor, isFileStep } from './certificateForms.ts'
import {
  choicesOf,
  type Draft,
  lead,
  openStep,
  replaceTop,
  sentenceOf,
  topFrame,
  update,
  writtenValue,
} from './draft.ts'
import type { Saying } from './effect.ts'
import type { Aside, Frame, Held } from './state.ts'
import { answerAll, compiledFlow, hasEnded } from './walk.ts'

/** More questions than this are not listed. */
const mostListed = 6

/**
 * Once a form can take it: shows what was read of the certificate that is held, or attaches it where
 * nothing was, and nothing is to be looked at.
 */
export function propose(draft: Draft): void {
  const { certificate } = draft.state
  const frame = topFrame(draft)
  if (!certificate || !frame || draft.state.aside || !isReady(draft, frame, certificate)) return
  if (proposed(frame, certificate).length > 0) return update(draft, { aside: { kind: 'proposal' } })
  const field = fileField(draft.catalogue, frame.flow)!
  if (certificate.cells.length > 0 || frame.step === field) settle(draft, [])
}

/** Consent and the first choice come before anything of the certificate. */
function isReady(draft: Draft, frame: Frame, { paper }: Held): boolean {
  const form = paper ? formFor(draft.catalogue, paper) : frame.flow
  if (frame.flow !== form || frame.key || hasEnded(draft, frame)) return false
  if (!fileField(draft.catalogue, form)) return false
  const step = openStep(draft)
  if (step?.kind === 'ask')
    return cellOf(step) !== undefined || isFileStep(step) || frame.path.length > 0
  return step?.kind === 'confirm' && frame.step === 'review'
}

/** The cells to be looked at, in the paper's order: those that fill a field or say otherwise than it. */
export const proposed = ({ answers }: Frame, { cells }: Held): readonly ReadCell[] =>
  cells.filter(
    ({ field, value }) =>
      value !== undefined && JSON.stringify(value) !== JSON.stringify(answers[field]),
  )

/** Takes what was looked at, and the file as the form's attachment; only the rest is asked. */
export function acceptProposal(draft: Draft): void {
  settle(draft, proposed(topFrame(draft)!, draft.state.certificate!))
}

/** Takes nothing of what was read; the file is attached all the same. */
export function declineProposal(draft: Draft): void {
  lead(draft, 'proposalDeclined')
  settle(draft, [])
}

function settle(draft: Draft, cells: readonly ReadCell[]): void {
  const { file } = draft.state.certificate!
  const frame = topFrame(draft)!
  const field = fileField(draft.catalogue, frame.flow)!
  const attached = frame.answers[field] ? {} : { [field]: file }
  update(draft, { certificate: null, aside: null })
  answerAll(draft, {
    ...Object.fromEntries(cells.map(({ field, value }) => [field, value])),
    ...attached,
  })
  if (cells.length > 0) lead(draft, 'proposalTaken', { count: cells.length })
  if (field in attached) lead(draft, 'fileAttached', { name: file.name })
  tellWhatIsLeft(draft)
}

/** The questions that are left, where they are few enough to be answered in one message. */
function tellWhatIsLeft(draft: Draft): void {
  const frame = topFrame(draft)!
  const { flow, ahead } = compiledFlow(draft, frame.flow)
  const reachable = ahead(frame.step)
  const left = Object.entries(flow.steps).flatMap(([field, step]) =>
    step.kind === 'ask' && reachable.has(field) && frame.answers[field] === undefined
      ? [{ field, example: step.example ?? choicesOf(step.choices)[0]?.label ?? '' }]
      : [],
  )
  if (left.length < 2 || left.length > mostListed) return
  const fields = left.map(({ field }) => field)
  replaceTop(draft, { listed: fields })
  lead(draft, 'stillOpen', {
    count: left.length,
    fields: fields.map(draft.catalogue.label),
    example: left.map(({ example }) => example).join('，'),
  })
}

/** What was read, cell by cell, personal parts masked, and what wants a look marked. */
export function proposalQuestion(
  draft: Draft,
  aside: Extract<Aside, { kind: 'proposal' }>,
): Saying {
  const frame = topFrame(draft)!
  const held = draft.state.certificate!
  const { label, flows } = draft.catalogue
  const lines = proposed(frame, held).map(({ field, value, doubt }, index) => ({
    mark: markOf(index),
    label: label(field),
    value: writtenValue(draft, frame, field, value, true),
    doubt: doubt ? sentenceOf(draft, `doubtful.${doubt}`) : '',
    before:
      frame.answers[field] === undefined
        ? ''
        : writtenValue(draft, frame, field, frame.answers[field], true),
  }))
  const isMasked = lines.some(({ value }) => value.includes('*'))
  const known = new Set(
    held.cells.flatMap(({ field, value }) => (value === undefined ? [] : [field])),
  )
  const unread = Object.entries(flows[frame.flow]!.flow.steps).flatMap(([field, step]) =>
    cellOf(step) && !known.has(field) && frame.answers[field] === undefined ? [label(field)] : [],
  )
  const choices = ['accept', 'correct', 'decline'].map((choice) => ({
    value: `proposal:${choice}`,
    label: sentenceOf(draft, `proposal.${choice}`),
  }))
  const text = aside.asking
    ? sentenceOf(draft, 'proposalAsks', { field: label(aside.asking) })
    : aside.brief
      ? sentenceOf(draft, 'proposalBrief')
      : sentenceOf(draft, `proposal.${held.source}`, { lines, unread, isMasked })
  return { flow: frame.flow, text, ...(aside.asking ? {} : { choices }) }
}

/** ① to ⑳, so that items and the numbers of choices are not mixed up. */
export const markOf = (index: number): string => String.fromCodePoint(0x2460 + index)
