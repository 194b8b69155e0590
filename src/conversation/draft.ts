import type { Status } from '../backend/backend.ts'
import type { Answers } from '../flow/condition.ts'
import type { Step, StepOf } from '../flow/schema.ts'
import { isMedical } from '../flow/traits.ts'
import type { Catalogue } from './catalogue.ts'
import { dueOf } from './dueDay.ts'
import type { Choice, Effect, Saying } from './effect.ts'
import type { Event } from './event.ts'
import type { Dossier, Frame, State } from './state.ts'

/** A turn in the making: the state as far as it has been moved, and what is to be said and done. */
export type Draft = {
  readonly catalogue: Catalogue
  readonly event: Event
  state: State
  /** Bubbles before the question. */
  said: Saying[]
  /** Lines that introduce the question in its own bubble. */
  lead: string[]
  effects: Effect[]
  /** What the rules of this turn found out, for templates. */
  facts: Record<string, unknown>
  /** Whether the person had paused before this turn. */
  readonly wasPaused: boolean
  /** Words of the message before that were no whole answer. */
  readonly unfinished: State['unfinished']
  /** Whether the open question is to be said at the end of the turn. */
  asks: boolean
  /** Whether the turn tells something that nobody asked for. */
  unasked: boolean
}

export const createDraft = (catalogue: Catalogue, state: State, event: Event): Draft => ({
  ...{ catalogue, state, event },
  ...{ said: [], lead: [], effects: [], facts: {}, asks: true, unasked: false },
  wasPaused: state.paused,
  unfinished: state.unfinished,
})

export const topFrame = (draft: Draft): Frame | undefined => draft.state.stack.at(-1)

/** Puts a changed frame in the place of the top one. */
export function replaceTop(draft: Draft, change: Partial<Frame>): Frame {
  const stack = draft.state.stack.slice()
  const frame = { ...stack.pop()!, ...change }
  update(draft, { stack: [...stack, frame] })
  return frame
}

export function update(draft: Draft, change: Partial<State>): void {
  draft.state = { ...draft.state, ...change }
}

/** The step at which the top flow waits. */
export function openStep(draft: Draft): Step | undefined {
  const frame = topFrame(draft)
  return frame && draft.catalogue.flows[frame.flow]?.flow.steps[frame.step]
}

/** A step by the field that it asks for, in the top flow. */
export function askStep(draft: Draft, field: string): StepOf<'ask'> | undefined {
  const frame = topFrame(draft)
  const step = frame && draft.catalogue.flows[frame.flow]?.flow.steps[field]
  return step?.kind === 'ask' ? step : undefined
}

/** Says a sentence of `common.yaml` in a bubble of its own. */
export function say(
  draft: Draft,
  sentence: string,
  facts: object = {},
  more: Partial<Saying> = {},
): void {
  draft.said.push({ flow: flowOf(draft), text: sentenceOf(draft, sentence, facts), ...more })
}

/** Says a sentence of `common.yaml` at the head of the question that follows. */
export function lead(draft: Draft, sentence: string, facts: object = {}): void {
  draft.lead.push(sentenceOf(draft, sentence, facts))
}

export const sentenceOf = (draft: Draft, sentence: string, facts: object = {}): string =>
  draft.catalogue.render(`common/${sentence}`, facts).trim()

export const flowOf = (draft: Draft): string | null => topFrame(draft)?.flow ?? null

export const choicesOf = (choices: Readonly<Record<string, string>> | undefined): Choice[] =>
  Object.entries(choices ?? {}).map(([value, label]) => ({ value, label }))

/** An answer in the words of its form; `masked` hides what is personal, for echoes. */
export const written = (draft: Draft, frame: Frame, field: string, masked: boolean): string =>
  writtenValue(draft, frame, field, frame.answers[field], masked)

/** The same for a value that is no answer yet. */
export function writtenValue(
  draft: Draft,
  frame: Frame,
  field: string,
  value: unknown,
  masked: boolean,
): string {
  const { kinds, flows, render } = draft.catalogue
  const step = flows[frame.flow]?.flow.steps[field]
  if (value === null) return render('common/skipped', {}).trim()
  if (step?.kind !== 'ask') return String(value)
  const kind = kinds[step.answer]
  if (!kind) return String(value)
  if (masked && kind.mask) return kind.mask(value)
  return kind.write(value, {
    today: draft.event.today,
    field,
    ...(step.choices && { choices: step.choices }),
  })
}

/** What a flow's own sentences may name: the answers in words, masked, and what the rules found. */
export function factsFor(draft: Draft, frame: Frame): object {
  const { dossiers, advice, whose } = draft.state
  const facts = { advice, whose, today: draft.event.today, ...draft.facts }
  // Written only where a sentence asks for it.
  const lazily = (name: string, get: () => unknown) =>
    Object.defineProperty(facts, name, { get, enumerable: true, configurable: true })
  lazily('dossiers', () => dossiers.map(cardOf))
  lazily('awaited', () => dossiers.some(({ status }) => !isEnded(status)))
  lazily('medical', () => dossiers.every(({ flow }) => isMedical(flow)))
  lazily('untold', () => draft.state.pushes === 'off')
  lazily('dossier', () => {
    const dossier = dossiers.findLast(({ key }) => key === frame.key) ?? dossiers.at(-1)
    return dossier && cardOf(dossier)
  })
  lazily('chosen', () => chosenIn(draft, frame))
  for (const field of Object.keys(frame.answers)) {
    if (!Object.hasOwn(draft.facts, field)) lazily(field, () => written(draft, frame, field, true))
  }
  return facts

  function cardOf(dossier: Dossier) {
    const { flow, serial, status } = dossier
    const standing = standingOf(status)
    const title = titleFor(draft, dossier)
    return { serial, status, standing, business: flow, title, due: dueOf(dossier) }
  }
}

/** The answers that are choices as their values, which stay when a button's words are changed. */
function chosenIn(draft: Draft, frame: Frame): Answers {
  const steps = draft.catalogue.flows[frame.flow]?.flow.steps ?? {}
  const chosen = Object.entries(frame.answers).filter(([field]) => {
    const step = steps[field]
    return step?.kind === 'ask' && step.choices
  })
  return Object.fromEntries(chosen)
}

export const titleOf = (draft: Draft, flow: string): string =>
  draft.catalogue.flows[flow]?.flow.title ?? flow

/** The title of an errand, and whom it is for where that is not the one who writes. */
export function titleFor(draft: Draft, { flow, whose }: Pick<Frame, 'flow' | 'whose'>): string {
  const title = titleOf(draft, flow)
  return whose === undefined ? title : sentenceOf(draft, 'titleFor', { title, whose })
}

/** The one word for where an application stands: the agency's answer, or that it has none yet. */
/** Whether nothing more is to come from the agency. */
const isEnded = ({ stage }: Status): boolean => stage === 'completed' || stage === 'refused'

export const standingOf = (status: Status): string => status.feedback ?? status.handling

/** The answers without some fields. */
export function without(answers: Answers, fields: Iterable<string>): Answers {
  const dropped = new Set(fields)
  return Object.fromEntries(Object.entries(answers).filter(([field]) => !dropped.has(field)))
}
