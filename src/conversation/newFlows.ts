import type { CompiledFlow } from '../flow/compile.ts'
import type { Answers } from '../flow/condition.ts'
import { linksOf } from '../flow/links.ts'
import type { Catalogue } from './catalogue.ts'
import { createDraft, type Draft, lead, topFrame, update, without } from './draft.ts'
import type { Event } from './event.ts'
import { type Change, type Frame, initialState, type State } from './state.ts'
import { rewalk } from './walk.ts'

/** What a changed flow means for an errand that is under way. */
export type Moved =
  /** It stands where it stood. */
  | { kind: 'untouched' }
  /** It stands at another step, since something has to be asked, or asked again. */
  | { kind: 'askedAgain'; flow: string; step: string }
  /** There is no such flow any more. */
  | { kind: 'gone'; flow: string }

/**
 * Takes the errands of a conversation over to the flows as they are now: answers that still hold stay,
 * renamed steps keep theirs, and what lies open is found by walking again. One entry for each errand
 * whose flow has changed.
 */
export function moveToNewFlows(draft: Draft): Moved[] {
  const { stack } = draft.state
  const { flows } = draft.catalogue
  if (stack.every(({ flow, version }) => flows[flow]?.version === version)) return []
  const moved: Moved[] = []
  update(draft, { stack: [] })
  for (const [index, frame] of stack.entries()) {
    const compiled = flows[frame.flow]
    const below = draft.state.stack
    if (!compiled) moved.push({ kind: 'gone', flow: frame.flow })
    else if (compiled.version === frame.version) update(draft, { stack: [...below, frame] })
    else moved.push(moveErrand(draft, compiled, frame, index === stack.length - 1))
  }
  if (moved.some(({ kind }) => kind !== 'untouched')) update(draft, { aside: null })
  return moved
}

function moveErrand(draft: Draft, compiled: CompiledFlow, before: Frame, isTop: boolean): Moved {
  const below = draft.state.stack
  const frame = renamed(draft, compiled, before)
  const { steps } = compiled.flow
  const waits = steps[frame.step]
  const isAnswered = waits?.kind === 'ask' || waits?.kind === 'confirm'
  if (frame.key || (waits && !isAnswered)) {
    const step = waits ? frame.step : submitOf(compiled)
    if (!step) return { kind: 'gone', flow: frame.flow }
    update(draft, { stack: [...below, { ...frame, step }] })
    return { kind: 'untouched' }
  }
  // What lies below says nothing now: its question comes when it is its turn.
  const walking = isTop ? draft : createDraft(draft.catalogue, draft.state, draft.event)
  update(walking, { stack: [...below, frame] })
  rewalk(walking)
  const stopped = topFrame(walking)
  if (stopped?.flow === frame.flow && waits && mayGoOn(walking, compiled, stopped, frame.step)) {
    update(walking, { stack: [...below, { ...stopped, step: frame.step }] })
  }
  dropFallen(walking, compiled)
  if (!isTop) update(draft, { stack: walking.state.stack })
  const now = topFrame(walking)
  if (now?.flow === frame.flow && now.step === frame.step) return { kind: 'untouched' }
  return { kind: 'askedAgain', flow: frame.flow, step: now?.step ?? '' }
}

/**
 * Whether nothing new lies between the step where a walk stopped and the one where the person stood:
 * pages and choices of ways that they have passed are not shown again, what must be typed out is.
 */
function mayGoOn(draft: Draft, { flow }: CompiledFlow, from: Frame, to: string): boolean {
  const seen = new Set<string>()
  const open = [from.step]
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (id === to) return true
    if (seen.has(id)) continue
    seen.add(id)
    const step = flow.steps[id]!
    const isPassed =
      step.kind === 'ask'
        ? from.answers[id] !== undefined
        : step.kind === 'confirm'
          ? !step.typed && (id !== 'consent' || draft.state.consentedOn !== null)
          : step.kind === 'say' || step.kind === 'decide'
    if (isPassed) open.push(...linksOf(id, step).map((link) => link.to))
  }
  return false
}

/** An errand whose steps bear their new names, with the answers that the flow would still take. */
function renamed(draft: Draft, { flow, version }: CompiledFlow, frame: Frame): Frame {
  const nameOf = (id: string) => (Object.hasOwn(flow.renamed ?? {}, id) ? flow.renamed![id]! : id)
  const rename = <Value>(map: Readonly<Record<string, Value>>): Record<string, Value> =>
    Object.fromEntries(Object.entries(map).map(([id, value]) => [nameOf(id), value]))
  const change = (one: Change): Change => ({ ...one, field: nameOf(one.field) })
  const answers = rename(frame.answers)
  const invalid = Object.keys(answers).filter(
    (id) => !stillHolds(draft, flow.steps[id], id, answers),
  )
  const kept = without(answers, invalid)
  return {
    ...{ ...frame, version, answers: kept, step: nameOf(frame.step) },
    path: frame.path.map(nameOf).filter((id) => id in kept),
    past: frame.past.map(change),
    future: frame.future.map(change),
    ...(frame.chosen && { chosen: rename(frame.chosen) }),
  }
}

/** Whether a question would still take an answer that was given to it: the words for it are read again. */
function stillHolds(
  { catalogue, event }: Draft,
  step: CompiledFlow['flow']['steps'][string] | undefined,
  field: string,
  answers: Answers,
): boolean {
  const value = answers[field]
  if (step?.kind !== 'ask' || step.answer === 'file') return true
  if (value === null) return step.optional === true
  if (step.choices && step.answer === 'choice') return Object.hasOwn(step.choices, String(value))
  const kind = catalogue.kinds[step.answer]
  if (!kind) return false
  const context = {
    ...{ today: event.today, field },
    ...(step.choices && { choices: step.choices }),
  }
  try {
    return kind.parse(kind.write(value, context), context).kind !== 'misunderstood'
  } catch {
    // A value of another shape, which this kind of answer cannot even write.
    return false
  }
}

/** Answers to what is no longer asked fall away. */
function dropFallen(draft: Draft, { ahead, loops, flow }: CompiledFlow): void {
  const frame = topFrame(draft)
  if (!frame || loops || frame.flow !== flow.flow) return
  const asked = new Set([...frame.path, ...ahead(frame.step)])
  const answers = Object.fromEntries(
    Object.entries(frame.answers).filter(([field]) => asked.has(field) || !(field in flow.steps)),
  )
  update(draft, { stack: [...draft.state.stack.slice(0, -1), { ...frame, answers }] })
}

const submitOf = ({ flow }: CompiledFlow): string | undefined =>
  Object.entries(flow.steps).find(([, { kind }]) => kind === 'submit')?.[0]

/** Says what a change of the flows means for the errand in hand, at the head of its question. */
export function tellMoved(draft: Draft, moved: readonly Moved[]): void {
  if (moved.some(({ kind }) => kind === 'gone')) lead(draft, 'flowGone')
  if (moved.at(-1)?.kind === 'askedAgain') lead(draft, 'flowChanged')
}

/** What would become of a conversation on the flows of a catalogue; throws where it would be stuck. */
export function rehearse(catalogue: Catalogue, state: State, today: string): Moved[] {
  const event: Event = { kind: 'opened', id: 'rehearsal', at: `${today}T00:00:00Z`, today }
  const draft = createDraft(catalogue, { ...initialState, ...state }, event)
  return moveToNewFlows(draft)
}
