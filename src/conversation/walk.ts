import type { Move } from '../flow/compile.ts'
import type { Answers } from '../flow/condition.ts'
import type { Step } from '../flow/schema.ts'
import { hasQuestions, looksUp } from '../flow/traits.ts'
import { applicationOf } from './application.ts'
import { bubblesIn } from './bubbles.ts'
import { contradiction } from './contradiction.ts'
import {
  choicesOf,
  type Draft,
  factsFor,
  lead,
  replaceTop,
  topFrame,
  update,
  without,
} from './draft.ts'
import { takeInHand, toldByName, whoseIs } from './people.ts'
import { tellUntold } from './pushes.ts'
import { chosenAfter, isRemembered } from './remembered.ts'
import type { Change, Frame } from './state.ts'

/** What is asked once a person, not once a form. */
const personal = [
  ...['name', 'idNumber', 'mobile', 'householdAddress', 'householdType', 'contactAddress'],
  ...['postcode', 'household', 'sex', 'birthDate'],
]

/** Opens a flow on top of the stack, or in the place of one that has ended, for the person in hand. */
export function enter(
  draft: Draft,
  flow: string,
  known: Answers = {},
  more: Pick<Frame, 'mends'> = {},
): void {
  const compiled = compiledFlow(draft, flow)
  const { whose } = draft.state
  const { steps } = compiled.flow
  // What is mended has all that was told already, but for what was wrong.
  const offers = !looksUp(compiled.flow) && more.mends === undefined
  const offered = Object.fromEntries(
    Object.entries(draft.state.person).filter(([field]) => offers && steps[field]?.kind === 'ask'),
  )
  const answers = { ...offered, ...known }
  const below = draft.state.stack.filter((frame) => !hasEnded(draft, frame))
  const untold = { ...known, ...toldByName(whose) }
  const taken = Object.keys(offered).filter((id) => personal.includes(id) && !(id in untold))
  const frame: Frame = {
    ...{ flow, version: compiled.version, step: '', answers },
    ...{ path: [], past: [], future: [], kept: [] },
    ...(taken.length > 0 && { taken }),
    ...(whose !== null && { whose }),
    ...more,
  }
  update(draft, { stack: [...below, frame], aside: null, misses: 0, paused: false })
  if (whose !== null && !looksUp(compiled.flow) && hasQuestions(compiled.flow))
    lead(draft, 'forOther', { whose })
  if (flow === 'progress') tellUntold(draft)
  follow(draft, compiled.begin(answers, draft.event.today), [])
}

/** Takes a value for a field of the top flow and goes on to the next open question. */
export function answer(draft: Draft, field: string, value: unknown): void {
  const frame = topFrame(draft)!
  record(draft, [{ field, before: frame.answers[field], after: value }])
  if (frame.step === field) {
    const { answers } = topFrame(draft)!
    const move = compiledFlow(draft, frame.flow).leave(
      field,
      'answered',
      answers,
      draft.event.today,
    )
    if (!move) throw new Error(`the step ${frame.flow}/${field} takes no answer`)
    follow(draft, move, [...frame.path, field])
  } else {
    rewalk(draft)
  }
  settle(draft)
}

/** Takes several values at once, in whatever order they came. */
export function answerAll(draft: Draft, values: Answers): void {
  const { answers } = topFrame(draft)!
  record(
    draft,
    Object.entries(values).map(([field, after]) => ({ field, before: answers[field], after })),
  )
  rewalk(draft)
  settle(draft)
}

/** Takes one answer away, so that it is asked again; the others stay. */
export function reopen(draft: Draft, field: string): void {
  record(draft, [{ field, before: topFrame(draft)!.answers[field] }])
  rewalk(draft)
}

/** Takes a way out of the open step other than an answer: a choice, or word from outside. */
export function leave(draft: Draft, event: string): boolean {
  const frame = topFrame(draft)!
  const compiled = compiledFlow(draft, frame.flow)
  const move = compiled.leave(frame.step, event, frame.answers, draft.event.today)
  if (!move) return false
  if (compiled.flow.steps[frame.step]?.kind === 'confirm') {
    replaceTop(draft, { chosen: chosenAfter(frame, compiled.flow.steps, event) })
  }
  // Somebody who agrees has been told nothing yet of what comes after an answer known before.
  follow(draft, move, frame.path, { decided: event === 'agree' })
  return true
}

/** Walks the flow from its start with the answers there are, to the first question still open. */
export function rewalk(draft: Draft): void {
  const { flow, answers, path } = topFrame(draft)!
  const compiled = compiledFlow(draft, flow)
  // Where a rule picks the questions, it passes over those whose answers it has.
  const known = compiled.loops ? path.filter((field) => answers[field] !== undefined) : []
  follow(draft, compiled.begin(answers, draft.event.today), known, { quiet: true })
}

/** Puts changes into the answers and into what undo can take back. */
function record(draft: Draft, changes: readonly Change[]): void {
  const frame = topFrame(draft)!
  replaceTop(draft, {
    answers: withChanges(frame.answers, changes),
    past: [...frame.past, ...changes],
    future: [],
  })
}

/** The answers after some changes. */
export function withChanges(answers: Answers, changes: readonly Change[]): Answers {
  const changed = { ...answers }
  for (const { field, after } of changes) {
    if (after === undefined) delete changed[field]
    else changed[field] = after
  }
  return changed
}

/** Arrives at the steps of a move, and passes on over questions that have their answer. */
function follow(
  draft: Draft,
  first: Move,
  before: readonly string[],
  { quiet = false, decided = false }: { quiet?: boolean; decided?: boolean } = {},
): void {
  const { flow, answers } = topFrame(draft)!
  const compiled = compiledFlow(draft, flow)
  const { today } = draft.event
  const path = [...before]
  let silent = quiet
  for (let move = first; ; ) {
    replaceTop(draft, { step: move.step, path })
    for (const id of move.arrived) arrive(draft, id, silent)
    const event = eventAlreadyHere(draft, compiled.flow.steps[move.step], move.step)
    const next = event && compiled.leave(move.step, event, answers, today)
    if (!next) break
    if (event === 'answered' && !path.includes(move.step)) path.push(move.step)
    silent = silent || (event === 'answered' && !decided)
    move = next
  }
  tellTaken(draft)
  returnFromEnd(draft)
}

/** Once the questions begin: which of them have their answer from before. */
function tellTaken(draft: Draft): void {
  const { taken, ...frame } = topFrame(draft)!
  const step = compiledFlow(draft, frame.flow).flow.steps[frame.step]
  if (!taken || (step?.kind !== 'ask' && frame.path.length === 0)) return
  update(draft, { stack: [...draft.state.stack.slice(0, -1), frame] })
  lead(draft, 'alreadyKnown', { fields: taken.map(draft.catalogue.label) })
}

/** What takes a walk past a step without asking: an answer that is there, consent, a remembered choice. */
function eventAlreadyHere(draft: Draft, step: Step | undefined, id: string): string | null {
  const { answers, chosen } = topFrame(draft)!
  if (step?.kind === 'ask' && answers[id] !== undefined) return 'answered'
  if (id === 'consent' && draft.state.consentedOn) return 'agree'
  return isRemembered(step) ? (chosen?.[id] ?? null) : null
}

/** A flow that ends on top of another gives way to it; the lowest one lingers, so that it can be changed. */
function returnFromEnd(draft: Draft): void {
  const { stack } = draft.state
  if (stack.length < 2 || !hasEnded(draft, stack.at(-1)!)) return
  update(draft, { stack: stack.slice(0, -1) })
  const below = topFrame(draft)!
  returnTo(draft, below)
  const step = compiledFlow(draft, below.flow).flow.steps[below.step]
  if (step?.kind === 'call') leave(draft, 'returned')
}

/** Takes the person in hand again for whom an uncovered errand is. */
export function returnTo(draft: Draft, frame: Frame): void {
  const whose = whoseIs(frame)
  if (whose === draft.state.whose) return
  takeInHand(draft, whose)
  if (whose === null) lead(draft, 'forSelf')
  else lead(draft, 'forOther', { whose })
}

/** What happens on reaching one step. */
function arrive(draft: Draft, id: string, silent: boolean): void {
  const frame = topFrame(draft)!
  const compiled = compiledFlow(draft, frame.flow)
  const step = compiled.flow.steps[id]!
  switch (step.kind) {
    case 'decide': {
      const verdict = compiled.rule(id, frame.answers, draft.event.today)
      if (!verdict) return
      Object.assign(draft.facts, verdict.facts)
      const advice = verdict.facts.advice as Draft['state']['advice'] | undefined
      if (advice) update(draft, { advice })
      return
    }
    case 'say':
    case 'wait':
    case 'end': {
      const text = wordsOf(draft, frame, id)
      const choices = step.kind === 'end' ? choicesOf(step.choices) : []
      if (silent && step.kind !== 'end') return
      const parts = text ? bubblesIn(text) : []
      for (const [i, part] of parts.entries()) {
        const isLast = i === parts.length - 1
        const offers = isLast && choices.length > 0 && { choices }
        draft.said.push({ flow: frame.flow, text: part, ...offers })
      }
      if ('effect' in step && step.effect) carryOut(draft, step.effect)
      return
    }
    case 'submit': {
      const application = applicationOf(frame, step.route)
      draft.effects.push({ kind: 'submit', application })
      return
    }
    case 'lookUp': {
      const { serial, idNumber } = frame.answers
      draft.effects.push({ kind: 'lookUp', serial: String(serial), idNumber: String(idNumber) })
      return
    }
    case 'call':
      enter(draft, step.flow)
      return
  }
}

function carryOut(draft: Draft, effect: 'handoff' | 'export' | 'erase'): void {
  if (effect === 'export') {
    const last = draft.said.pop()!
    draft.said.push({ ...last, offersExport: true })
    return
  }
  if (effect === 'handoff') {
    if (draft.state.handoff !== 'none') return
    update(draft, { handoff: 'waiting' })
  }
  if (effect === 'erase') draft.asks = false
  draft.effects.push({ kind: effect })
}

/** The words of a step: its `say`, or its template, whose name may depend on the facts. */
export function wordsOf(draft: Draft, frame: Frame, id: string): string {
  const { render, flows } = draft.catalogue
  const step = flows[frame.flow]!.flow.steps[id]!
  const facts = factsFor(draft, frame)
  const parts: string[] = []
  if ('say' in step && step.say) parts.push(render(`flow/${frame.flow}/${id}.say`, facts))
  if ('template' in step && step.template) {
    const name = step.template.includes('{{')
      ? render(`flow/${frame.flow}/${id}.template`, facts)
      : step.template
    parts.push(render(name, facts))
  }
  return parts.map((part) => part.trim()).join('\n\n')
}

/** After answers changed: drops what is no longer asked, keeps what is known of the person, cross-checks. */
function settle(draft: Draft): void {
  const frame = topFrame(draft)
  if (!frame) return
  const { ahead, loops } = compiledFlow(draft, frame.flow)
  const asked = new Set([...frame.path, ...ahead(frame.step)])
  const fallen = loops ? [] : Object.keys(frame.answers).filter((field) => !asked.has(field))
  if (fallen.length > 0) {
    replaceTop(draft, { answers: without(frame.answers, fallen) })
    lead(draft, 'noLongerNeeded', { fields: fallen.map(draft.catalogue.label) })
  }
  if (draft.state.consentedOn && !looksUp(compiledFlow(draft, frame.flow).flow)) {
    const known = Object.entries(frame.answers).filter(([field]) => personal.includes(field))
    update(draft, { person: { ...draft.state.person, ...Object.fromEntries(known) } })
  }
  const found = contradiction(draft)
  update(draft, { aside: found && { kind: 'contradiction', ...found }, misses: 0 })
}

export function compiledFlow(draft: Draft, flow: string) {
  const compiled = draft.catalogue.flows[flow]
  if (!compiled) throw new Error(`no flow is called ${flow}`)
  return compiled
}

/** Whether a flow has come to its end and only lingers so that its answers can still be changed. */
export function hasEnded(draft: Draft, { flow, step }: Frame): boolean {
  return draft.catalogue.flows[flow]?.flow.steps[step]?.kind === 'end'
}
