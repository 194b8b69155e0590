import type { Command } from '../wishes/command.ts'
import { reviewLines } from './ask.ts'
import { placeOfCell } from './cellPicture.ts'
import { signature } from './contradiction.ts'
import { mend } from './dossiers.ts'
import {
  askStep,
  type Draft,
  factsFor,
  lead,
  openStep,
  replaceTop,
  say,
  sentenceOf,
  titleFor,
  topFrame,
  update,
  written,
} from './draft.ts'
import { sayRefusal } from './hearOfFiled.ts'
import { offerCode, useCode } from './join.ts'
import { makeKeepsakes } from './keepsakes.ts'
import { readMended } from './mending.ts'
import { subscribe, unsubscribe } from './pushes.ts'
import { filledIn, toldAhead } from './standing.ts'
import type { Change, Frame } from './state.ts'
import { answer, enter, hasEnded, leave, reopen, returnTo, rewalk, withChanges } from './walk.ts'
import { refusedLast } from './wanted.ts'

/** What each command does; false where it has nothing to act on here and the words mean something else. */
const commands: Readonly<Record<string, (draft: Draft, command: Command) => boolean | void>> = {
  ...{ help, back, next, undo, redo, change, skip, repeat, why, where, review, pause, resume },
  copy: (draft, { field }) => makeKeepsakes(draft, 'copy', field),
  receipt: (draft, { field }) => makeKeepsakes(draft, 'receipt', field),
  papers: (draft, { field }) => makeKeepsakes(draft, 'papers', field),
  ...{ cancel, restart, handoff, progress, mend: (draft, { field }) => mend(draft, field ?? '') },
  ...{ subscribe, unsubscribe },
  'to-web': (draft) => offerCode(draft, 'web'),
  'to-wechat': (draft) => offerCode(draft, 'wechat'),
  'to-dingtalk': (draft) => offerCode(draft, 'dingtalk'),
  join: (draft, { field }) => useCode(draft, field ?? ''),
}

export const commandNames: readonly string[] = Object.keys(commands)

/** Carries out a command. False: there is no such command, or nothing here for it to act on. */
export function perform(draft: Draft, command: Command): boolean {
  const act = Object.hasOwn(commands, command.wish) ? commands[command.wish] : undefined
  if (!act || act(draft, command) === false) return false
  update(draft, { misses: 0 })
  return true
}

/** Leaves two cells that do not go together as they stand on the paper. */
export function keepContradiction(draft: Draft): void {
  const { aside } = draft.state
  if (aside?.kind !== 'contradiction') return
  const frame = topFrame(draft)!
  replaceTop(draft, { kept: [...frame.kept, signature(frame, aside.check, aside.fields)] })
  update(draft, { aside: null })
  lead(draft, 'kept')
}

/** The frame of a form that is still being filled in. */
function formInHand(draft: Draft): Frame | null {
  const frame = topFrame(draft)
  return frame && !hasEnded(draft, frame) ? frame : null
}

function help(draft: Draft): void {
  const frame = formInHand(draft)
  const step = openStep(draft)
  if (sayRefusal(draft)) return
  if (!frame || !step) return say(draft, 'help', {}, { choices: draft.catalogue.menu })
  const own = 'help' in step ? step.help : undefined
  const meaning = step.kind === 'ask' ? draft.catalogue.define(frame.step)?.meaning : undefined
  const skippable = 'optional' in step && step.optional ? sentenceOf(draft, 'maySkip') : ''
  lead(draft, 'helpHere', { words: [own ?? meaning ?? '', skippable].filter(Boolean).join('\n') })
}

function back(draft: Draft): void {
  update(draft, { aside: null })
  const frame = topFrame(draft)
  const last = frame?.path.at(-1)
  if (turnPage(draft, 'back')) return
  const chose = Object.keys(frame?.chosen ?? {}).length > 0
  if (frame && !frame.key && last === undefined && chose) return chooseAgain(draft, frame)
  if (!frame || last === undefined || frame.key) return lead(draft, 'nothingBefore')
  reopen(draft, last)
  lead(draft, 'backTo', { field: draft.catalogue.label(last) })
}

/** In a walk-through, pages are turned by the ways that the page itself has. */
function turnPage(draft: Draft, way: 'back' | 'next'): boolean {
  const step = openStep(draft)
  return step?.kind === 'confirm' && Object.hasOwn(step.next, way) && leave(draft, way)
}

/** Before the first question: back to the remembered choices that led to it. */
function chooseAgain(draft: Draft, { chosen: _, ...frame }: Frame): void {
  update(draft, { stack: [...draft.state.stack.slice(0, -1), frame] })
  rewalk(draft)
}

function next(draft: Draft): boolean {
  return turnPage(draft, 'next')
}

function undo(draft: Draft): void {
  update(draft, { aside: null })
  const frame = topFrame(draft)
  const change = frame?.past.at(-1)
  if (frame?.key && !isRefused(draft))
    return say(draft, 'filedAlready', { title: titleFor(draft, frame) })
  if (!frame || !change || frame.key) return lead(draft, 'nothingToUndo')
  apply(draft, reversed(change), {
    past: frame.past.slice(0, -1),
    future: [...frame.future, change],
  })
  lead(draft, 'undone', { field: draft.catalogue.label(change.field) })
}

function redo(draft: Draft): void {
  const frame = topFrame(draft)
  const change = frame?.future.at(-1)
  if (!frame || !change || frame.key) return lead(draft, 'nothingToRedo')
  apply(draft, change, { past: [...frame.past, change], future: frame.future.slice(0, -1) })
  // What is done again may be that an answer was taken back.
  const said = change.after === undefined ? 'backTo' : 'redone'
  lead(draft, said, { field: draft.catalogue.label(change.field) })
}

const reversed = ({ field, before, after }: Change): Change => ({
  field,
  before: after,
  after: before,
})

function apply(draft: Draft, change: Change, history: Pick<Frame, 'past' | 'future'>): void {
  const { answers } = topFrame(draft)!
  replaceTop(draft, { answers: withChanges(answers, [change]), ...history })
  rewalk(draft)
}

function change(draft: Draft, command: Command): boolean | void {
  const frame = topFrame(draft)
  if (frame && !frame.key && frame.path.length > 0) return changeIn(draft, frame, command)
  if (isRefused(draft) && mend(draft, '')) {
    const isAsked = command.field !== undefined && askStep(draft, command.field) !== undefined
    return isAsked ? changeIn(draft, topFrame(draft)!, command) : undefined
  }
  const filed = frame?.key ? frame : draft.state.dossiers.at(-1)
  if (command.field && !frame?.key) return false
  if (!filed) return lead(draft, 'nothingToChange')
  return say(draft, 'filedAlready', { title: titleFor(draft, filed) })
}

function changeIn(draft: Draft, frame: Frame, { field, fields, value }: Command): boolean | void {
  if (!field) {
    const readings = fields?.filter((id) => frame.path.includes(id)) ?? []
    if (readings.length === 0) return update(draft, { aside: { kind: 'whichField' } })
    const choices = readings.map((id) => ({
      value: `change:${id}`,
      label: draft.catalogue.label(id),
    }))
    return update(draft, { aside: { kind: 'choose', choices } })
  }
  const step = askStep(draft, field)
  if (!step) return lead(draft, 'fieldNotHere', { field: draft.catalogue.label(field) })
  update(draft, { aside: null })
  if (value !== undefined) {
    const read = readMended(draft, field, value)
    if (read.kind === 'understood') {
      answer(draft, field, read.value)
      const after = topFrame(draft)!
      const label = draft.catalogue.label(field)
      return lead(draft, 'changed', { label, value: written(draft, after, field, true) })
    }
    lead(draft, `misunderstood/${step.answer}.${read.reason}`, { ...read.facts, text: value })
  }
  if (frame.step === field) return
  if (!frame.path.includes(field) && frame.answers[field] === undefined) {
    return lead(draft, 'askedLater', { field: draft.catalogue.label(field) })
  }
  reopen(draft, field)
}

/** Whether the last word of the agency was a refusal: what is to be changed or explained is that application. */
const isRefused = ({ state }: Draft): boolean => state.dossiers.at(-1)?.status.stage === 'refused'

function skip(draft: Draft): boolean | void {
  const frame = formInHand(draft)
  const step = openStep(draft)
  if (!frame || step?.kind !== 'ask') return lead(draft, 'nothingToSkip')
  if (!step.optional) return lead(draft, 'cannotSkip', { field: draft.catalogue.label(frame.step) })
  update(draft, { aside: null })
  answer(draft, frame.step, null)
}

function repeat(draft: Draft): void {
  if (!formInHand(draft)) say(draft, 'whatNext', {}, { choices: draft.catalogue.menu })
}

function why(draft: Draft): void {
  const frame = topFrame(draft)
  const step = openStep(draft)
  if (isRefused(draft) && !formInHand(draft)) return enter(draft, 'progress')
  if (!frame || !step) return help(draft)
  const { has, render } = draft.catalogue
  const own = `flow/${frame.flow}/${frame.step}.why`
  if (has(own)) {
    draft.said.push({ flow: frame.flow, text: render(own, whyFacts(draft, frame)).trim() })
    return
  }
  if (!formInHand(draft)) return help(draft)
  const definition = draft.catalogue.define(frame.step)
  if (definition)
    lead(draft, 'definition', { field: draft.catalogue.label(frame.step), ...definition })
  else lead(draft, 'whyHere')
}

/** The facts that the reasons of a step may name, with what its flow's rules find for these answers. */
function whyFacts(draft: Draft, frame: Frame): object {
  const { flow, rule } = draft.catalogue.flows[frame.flow]!
  const deciding = Object.keys(flow.steps).filter((id) => flow.steps[id]!.kind === 'decide')
  const verdicts = deciding.map((id) => rule(id, frame.answers, draft.event.today)?.facts)
  Object.assign(draft.facts, ...verdicts)
  return factsFor(draft, frame)
}

function where(draft: Draft): void {
  const frame = formInHand(draft)
  const step = openStep(draft)
  const cell = step?.kind === 'ask' ? step.cell : undefined
  if (!frame || !cell) return lead(draft, 'notOnCertificate')
  const place = placeOfCell(draft, cell)
  lead(draft, 'where', { field: draft.catalogue.label(frame.step), place })
}

function review(draft: Draft): void {
  const frame = topFrame(draft)
  const path = frame ? [...frame.path, ...toldAhead(draft, frame)] : []
  if (!frame || path.length === 0) return lead(draft, 'nothingAnswered')
  if (frame.step === 'review') return
  const lines = reviewLines(draft, { ...frame, path })
  say(draft, 'review', { lines, words: '' })
}

function pause(draft: Draft): void {
  const frame = formInHand(draft)
  if (!frame) return say(draft, 'nothingInHand')
  update(draft, { paused: true, aside: null })
  const unfiled = frame.step === 'review'
  say(draft, 'paused', { title: titleFor(draft, frame), count: filledIn(draft, frame), unfiled })
  draft.asks = false
}

function resume(draft: Draft): void {
  const { aside, handoff } = draft.state
  update(draft, { paused: false, aside: aside?.kind === 'contradiction' ? aside : null })
  if (handoff !== 'none') update(draft, { handoff: 'none' })
  const frame = formInHand(draft)
  if (!frame) return say(draft, 'whatNext', {}, { choices: draft.catalogue.menu })
  if (!draft.wasPaused && turnPage(draft, 'next')) return
  const place = frame.path.length + 1
  const count = filledIn(draft, frame)
  lead(draft, 'resumed', { title: titleFor(draft, frame), count, place })
}

/** What is on its way to the agency can be neither given up nor begun anew before word is back. */
const isOnItsWay = (frame: Frame): boolean => frame.key !== undefined

function cancel(draft: Draft): void {
  const frame = formInHand(draft)
  const filed = draft.state.dossiers.at(-1)
  if (!frame && filed) return say(draft, 'cannotTakeBack', { title: titleFor(draft, filed) })
  if (!frame) return say(draft, 'nothingInHand')
  if (isOnItsWay(frame)) return
  if (draft.state.aside?.kind !== 'cancel' && frame.path.length > 0) {
    return update(draft, { aside: { kind: 'cancel' } })
  }
  const title = titleFor(draft, frame)
  update(draft, { stack: draft.state.stack.slice(0, -1), aside: null })
  const below = formInHand(draft)
  if (below) {
    lead(draft, 'cancelled', { title })
    returnTo(draft, below)
    return lead(draft, 'goesOn', { title: titleFor(draft, below) })
  }
  say(draft, 'cancelled', { title }, { choices: draft.catalogue.menu, flow: frame.flow })
}

function restart(draft: Draft): void {
  const frame = topFrame(draft)
  if (frame && isOnItsWay(frame) && !hasEnded(draft, frame)) return
  if (refusedLast(draft) && mend(draft, '')) return
  if (!frame || frame.key) {
    update(draft, { stack: [], aside: null })
    return say(draft, 'whatNext', {}, { choices: draft.catalogue.menu })
  }
  update(draft, { stack: draft.state.stack.slice(0, -1), aside: null })
  enter(draft, frame.flow)
  lead(draft, 'restarted', { title: titleFor(draft, frame) })
}

function handoff(draft: Draft): void {
  enter(draft, 'handoff')
}

function progress(draft: Draft): void {
  enter(draft, 'progress')
}

/** The bare menu, for a conversation in which nothing is in hand. */
export function greet(draft: Draft): void {
  draft.said.push({
    flow: null,
    text: sentenceOf(draft, 'greeting'),
    choices: draft.catalogue.menu,
  })
}
