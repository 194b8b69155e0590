import { ageOn, birthDateOf, sexOf } from '../../answers/identity.ts'
import type { Catalogue } from '../../conversation/catalogue.ts'
import { standingOf } from '../../conversation/draft.ts'
import type { Choice, Effect, Saying } from '../../conversation/effect.ts'
import type { Event } from '../../conversation/event.ts'
import { progressOf } from '../../conversation/standing.ts'
import type { State } from '../../conversation/state.ts'
import type { Advice } from '../../policy/advice.ts'
import type { TurnRead } from '../../store/store.ts'
import { exportName } from './export.ts'

/** A message as the web chat's API gives it. */
export type Message = {
  seq: number
  from: 'assistant' | 'user' | 'clerk'
  flow: string | null
  text: string
  choices?: readonly Choice[]
  picture?: { url: string; alt: string }
  file?: { url: string; name: string; bytes: number }
  at: string
}

/** Where a conversation stands, as the web chat's API gives it. */
export type StateView = {
  flow: string | null
  step: string | null
  field: string | null
  progress: { done: number; total: number } | null
  answers: Record<string, unknown>
  dossier: { serial: string; status: string } | null
  advice: Advice | null
}

/** Messages of one turn are numbered from `turn × 100`: what the person said, then what was answered. */
const perTurn = 100

export const turnOf = (seq: number): number => Math.floor(seq / perTurn)

/** The messages of one turn, in order. */
export function messagesOf(chat: string, { seq, event, effects }: TurnRead): Message[] {
  const heard = heardIn(chat, event)
  const said = answersOf(chat, seq, effects, event.at)
  if (!heard) return said
  const at = inBeijing(event.at)
  return [{ seq: seq * perTurn, from: 'user', flow: null, at, ...heard }, ...said]
}

/** What was said in a turn that happened at `at`. */
export function answersOf(
  chat: string,
  turnSeq: number,
  effects: readonly Effect[],
  at: string,
): Message[] {
  const says = effects.filter((effect) => effect.kind === 'say')
  return says.map(({ saying }, index) =>
    saidIn(chat, saying, turnSeq * perTurn + 1 + index, inBeijing(at)),
  )
}

function saidIn(chat: string, saying: Saying, seq: number, at: string): Message {
  const { flow, text, from = 'assistant', choices, picture, file, offersExport } = saying
  return {
    ...{ seq, from, flow, text, at },
    ...(choices && choices.length > 0 && { choices }),
    ...(picture && { picture }),
    ...(file && { file: linkTo(chat, file) }),
    ...(offersExport && {
      file: { url: `/api/chats/${chat}/export`, name: exportName, bytes: 0 },
    }),
  }
}

function heardIn(chat: string, event: Event): Pick<Message, 'text' | 'file'> | null {
  switch (event.kind) {
    case 'said':
      return { text: event.text }
    case 'chose':
      return { text: event.label ?? event.value }
    case 'sent':
      return event.file.problem
        ? { text: event.file.name }
        : { text: event.file.name, file: linkTo(chat, event.file) }
    default:
      return null
  }
}

const linkTo = (
  chat: string,
  { id, name, bytes }: { id: string; name: string; bytes: number },
) => ({
  url: `/api/chats/${chat}/files/${id}`,
  name,
  bytes,
})

/** ISO 8601 in Beijing's offset, whatever offset it came in. */
function inBeijing(at: string): string {
  return new Date(Date.parse(at) + 8 * 3_600_000).toISOString().replace('Z', '+08:00')
}

export function viewOf(catalogue: Catalogue, state: State, today: string): StateView {
  const frame = state.stack.at(-1)
  const step = frame && catalogue.flows[frame.flow]?.flow.steps[frame.step]
  const dossier = state.dossiers.at(-1)
  return {
    flow: frame?.flow ?? null,
    step: frame?.step ?? null,
    field: frame && step?.kind === 'ask' ? frame.step : null,
    progress: progressOf(catalogue, state),
    answers: frame ? withDerived(frame.answers, today) : {},
    dossier: dossier ? { serial: dossier.serial, status: standingOf(dossier.status) } : null,
    advice: state.advice,
  }
}

/** The answers without what was skipped, and with what an ID number tells. */
function withDerived(answers: Readonly<Record<string, unknown>>, today: string) {
  const known = Object.fromEntries(Object.entries(answers).filter(([, value]) => value !== null))
  const { idNumber } = known
  if (typeof idNumber !== 'string') return known
  const birthDate = birthDateOf(idNumber)
  if (!birthDate) return known
  return { ...known, sex: sexOf(idNumber), birthDate, age: ageOn(birthDate, today) }
}
