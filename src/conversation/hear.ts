import type { Answer, Context } from '../answers/answer.ts'
import type { StepOf } from '../flow/schema.ts'
import { fieldChoices, question } from './ask.ts'
import type { Cell } from './catalogue.ts'
import { choicesOf, type Draft, lead, openStep, say, topFrame, update, written } from './draft.ts'
import type { Choice } from './effect.ts'
import type { SentFile } from './event.ts'
import { hearForWhom } from './forSomebody.ts'
import { hearPart } from './narrow.ts'
import { keepContradiction, perform } from './repair.ts'
import type { Aside } from './state.ts'
import { answer, answerAll, enter, hasEnded, leave } from './walk.ts'

/** How sure a wish must be to be followed, and to interrupt a form. */
const sure = 0.5

/** What a person said in words. */
export function hearText(draft: Draft, text: string): void {
  const offered = question(draft)?.choices ?? []
  const picked = offered.length > 0 && draft.state.aside ? pick(draft, text, offered) : null
  if (picked) return hearChoice(draft, picked)

  const command = draft.catalogue.commandOf(text, fieldsInForm(draft))
  if (command && perform(draft, command)) return

  const { aside } = draft.state
  if (aside?.kind === 'contradiction') return hearWhichIsWrong(draft, text, aside.fields)
  if (hearForWhom(draft, text)) return
  if (aside?.kind === 'narrow') return hearWhichPart(draft, text, aside)
  const step = openStep(draft)
  if (step?.kind === 'ask') return hearAnswer(draft, step, text)
  if (step?.kind === 'confirm') return hearDecision(draft, step, text)
  if (!hearWish(draft, text)) missed(draft)
}

/** What a person chose: a choice of the open question, a command, or a flow. */
export function hearChoice(draft: Draft, value: string): void {
  const { aside } = draft.state
  if (aside?.kind === 'reading' && value.startsWith('reading:')) {
    const reading = aside.readings[Number(value.slice('reading:'.length))]
    if (reading) return take(draft, aside.field, reading.value)
  }
  if (aside?.kind === 'contradiction' && value === 'keep') return keepContradiction(draft)
  if (aside?.kind === 'narrow' && hearPart(draft, value, aside)) return
  if (aside?.kind === 'cancel' && value === 'cancel') return void perform(draft, { wish: 'cancel' })

  const step = openStep(draft)
  const frame = topFrame(draft)
  if (!aside && step?.kind === 'ask') {
    const own = fieldChoices(draft, step).some((choice) => choice.value === value)
    if (own && value !== 'skip') return hearAnswer(draft, step, value)
  }
  if (!aside && step?.kind === 'confirm' && Object.hasOwn(step.next, value)) {
    return decide(draft, step, value)
  }

  const [command, field] = value.split(':', 2) as [string, string | undefined]
  if (perform(draft, { wish: command, ...(field && { field }) })) return
  if (Object.hasOwn(draft.catalogue.flows, value)) return enter(draft, value)
  if (frame && !hasEnded(draft, frame)) lead(draft, 'staleChoice')
  else say(draft, 'staleChoice')
}

/** A file, which only a question for a file can take. */
export function hearFile(draft: Draft, file: SentFile): void {
  const step = openStep(draft)
  if (step?.kind !== 'ask' || step.answer !== 'file') return lead(draft, 'fileNotAsked')
  if (file.problem) {
    return lead(draft, `file.${file.problem}`, { kilobytes: Math.ceil(file.bytes / 1024) })
  }
  take(draft, topFrame(draft)!.step, file)
}

function hearAnswer(draft: Draft, step: StepOf<'ask'>, text: string): void {
  const { catalogue, event } = draft
  const frame = topFrame(draft)!
  const field = frame.step
  const context: Context = {
    today: event.today,
    field,
    ...(step.choices && { choices: step.choices }),
  }
  const read: Answer<unknown> = catalogue.kinds[step.answer]!.parse(text, context)
  if (read.kind === 'understood') return take(draft, field, read.value)
  if (hearCells(draft, text)) return
  if (read.kind === 'ambiguous') {
    lead(draft, `misunderstood/${step.answer}.${read.reason}`, { ...read.facts, text })
    if (read.choices && read.choices.length > 0) {
      update(draft, { aside: { kind: 'reading', field, readings: read.choices } })
    }
    return
  }
  if (hearWish(draft, text)) return
  update(draft, { misses: draft.state.misses + 1 })
  lead(draft, `misunderstood/${step.answer}.${read.reason}`, { ...read.facts, text })
}

function take(draft: Draft, field: string, value: unknown): void {
  update(draft, { aside: null })
  answer(draft, field, value)
  const frame = topFrame(draft)
  if (frame && !hasEnded(draft, frame) && field in frame.answers && frame.step !== field) {
    const label = draft.catalogue.label(field)
    draft.lead.unshift(
      draft.catalogue.render('common/noted', { label, value: written(draft, frame, field, true) }),
    )
  }
}

/** Words while two cells do not go together: they may mend one of these, and answer nothing else. */
function hearWhichIsWrong(draft: Draft, text: string, fields: readonly string[]): void {
  if (hearCells(draft, text, fields) || hearWish(draft, text)) return
  update(draft, { misses: draft.state.misses + 1 })
  lead(draft, 'chooseOne')
}

/** Words while a place is too wide: which part of it, or another wish. */
function hearWhichPart(
  draft: Draft,
  text: string,
  aside: Extract<Aside, { kind: 'narrow' }>,
): void {
  if (hearPart(draft, text, aside) || hearWish(draft, text)) return
  update(draft, { misses: draft.state.misses + 1 })
  lead(draft, 'misunderstood/division.notAnAnswer', { text })
}

/** Several cells at once, or a correction of one that was filled before; of `only` these, where given. */
function hearCells(draft: Draft, text: string, only?: readonly string[]): boolean {
  const { catalogue, event } = draft
  const frame = topFrame(draft)!
  const steps = catalogue.flows[frame.flow]!.flow.steps
  const cells: Cell[] = Object.entries(steps).flatMap(([field, step]) =>
    step.kind === 'ask' && step.answer !== 'file'
      ? [{ field, kind: step.answer, ...(step.choices && { choices: step.choices }) }]
      : [],
  )
  const { found } = catalogue.readCells(text, cells, {
    today: event.today,
    ...(!only && { field: frame.step }),
  })
  if (found.length === 0) return false
  const known = found.filter(({ field, correction }) =>
    only ? only.includes(field) : correction || frame.answers[field] === undefined,
  )
  if (known.length === 0) return false
  answerAll(draft, Object.fromEntries(known.map(({ field, value }) => [field, value])))
  const after = topFrame(draft)!
  const lines = known
    .filter(({ field }) => field in after.answers)
    .map(({ field }) => ({
      label: catalogue.label(field),
      value: written(draft, after, field, true),
    }))
  draft.lead.unshift(catalogue.render('common/notedSeveral', { lines }).trim())
  return true
}

function hearDecision(draft: Draft, step: StepOf<'confirm'>, text: string): void {
  const typed = Object.entries(step.typed ?? {}).find(([, words]) => words === bare(text))
  if (typed) return decide(draft, step, typed[0], true)
  const value = pick(draft, text, choicesOf(step.choices))
  if (value) return decide(draft, step, value)
  if (topFrame(draft)!.step === 'review' && hearCells(draft, text)) return
  if (!hearWish(draft, text)) {
    update(draft, { misses: draft.state.misses + 1 })
    lead(draft, 'chooseOne')
  }
}

/** Words without the marks around them: “确认中断。” */
const bare = (text: string): string => text.replaceAll(/[\s“”"'「」『』。．.，,！!]/g, '')

function decide(draft: Draft, step: StepOf<'confirm'>, value: string, typed = false): void {
  if (value === 'change') return void perform(draft, { wish: 'change' })
  const words = step.typed?.[value]
  if (words && !typed) return lead(draft, 'typeIt', { words })
  if (topFrame(draft)!.step === 'consent' && value === 'agree') {
    update(draft, { consentedOn: draft.event.today })
  }
  update(draft, { misses: 0 })
  leave(draft, value)
}

/** A question in between, or another errand. False: nothing of the kind was said. */
function hearWish(draft: Draft, text: string): boolean {
  const reply = draft.catalogue.replyTo(text)
  const [best, second] = draft.catalogue.wishesOf(text)
  const frame = topFrame(draft)
  if (reply && reply.confidence >= sure && reply.confidence >= (best?.confidence ?? 0)) {
    say(draft, 'reply', reply, { flow: 'faq' })
    update(draft, { misses: 0 })
    return true
  }
  if (!best || best.confidence < sure) return false
  const { flows, has } = draft.catalogue
  if (
    second &&
    flows[best.wish] &&
    flows[second.wish] &&
    best.confidence - second.confidence < 0.05
  ) {
    const choices = [best.wish, second.wish].map((wish) => ({
      value: wish,
      label: flows[wish]!.flow.title,
    }))
    draft.said.push({ flow: null, text: draft.catalogue.render('common/whichWish', {}), choices })
    return true
  }
  if (flows[best.wish]) {
    const inHand = frame?.flow === best.wish && !hasEnded(draft, frame)
    if (inHand) lead(draft, 'alreadyHere', { title: flows[best.wish]!.flow.title })
    else enter(draft, best.wish)
    update(draft, { misses: 0 })
    return true
  }
  if (perform(draft, { wish: best.wish })) return true
  if (has(`common/topic.${best.wish}`)) {
    say(draft, `topic.${best.wish}`, {}, { flow: null })
    update(draft, { misses: 0 })
    return true
  }
  return false
}

/** Nothing was understood, and no question stands open. */
function missed(draft: Draft): void {
  update(draft, { misses: draft.state.misses + 1 })
  const { menu, render } = draft.catalogue
  const person = { value: 'handoff', label: render('common/askForPerson', {}).trim() }
  const choices = menu.some(({ value }) => value === person.value) ? menu : [...menu, person]
  say(draft, 'notUnderstood', {}, { flow: null, choices })
}

const fieldsInForm = (draft: Draft): string[] => {
  const frame = topFrame(draft)
  return Object.keys(frame ? draft.catalogue.flows[frame.flow]!.flow.steps : {})
}

function pick(draft: Draft, text: string, offered: readonly Choice[]): string | null {
  const choices = Object.fromEntries(offered.map(({ value, label }) => [value, label]))
  const read = draft.catalogue.kinds.choice!.parse(text, { today: draft.event.today, choices })
  return read.kind === 'understood' ? String(read.value) : null
}
