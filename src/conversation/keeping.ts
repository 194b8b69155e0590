import type { Answers } from '../flow/condition.ts'
import type { Catalogue } from './catalogue.ts'
import { type Draft, update, without } from './draft.ts'
import type { Frame, State } from './state.ts'

/** `flows/keeping.yaml`: for how many days what a person told is kept. */
export type Terms = {
  /** After the last application ended: the whole conversation. */
  filed: number
  /** After the last word, where nothing is filed or a form lies open. */
  unfiled: number
  /** After the last application ended: what is not needed from then on, by field. */
  fields: Readonly<Record<string, number>>
}

/** What is to be deleted of a conversation now. */
export type Expired = { kind: 'nothing' } | { kind: 'all' } | { kind: 'fields'; fields: string[] }

/**
 * What the terms say about a conversation as of `today`. `lastOn` is the day of its last turn (both
 * `YYYY-MM-DD`), for those from before the person's last word was in the state. While an agency works
 * on an application everything is kept.
 */
export function expired(
  catalogue: Catalogue,
  state: State,
  lastOn: string,
  today: string,
): Expired {
  const { dossiers, stack, person, others } = state
  const terms = catalogue.keeping
  const quiet = daysBetween(state.heardOn ?? lastOn, today)
  // What goes on in another conversation ends with that one.
  if (state.movedTo) return { kind: 'nothing' }
  if (dossiers.some(({ status }) => status.handling !== '处理结束')) return { kind: 'nothing' }
  const isFormOpen = stack.some(
    ({ flow, step, key, path }) =>
      !key && path.length > 0 && catalogue.flows[flow]?.flow.steps[step]?.kind !== 'end',
  )
  if (dossiers.length === 0 || isFormOpen) {
    return { kind: quiet > terms.unfiled ? 'all' : 'nothing' }
  }
  const ended = dossiers.map(({ since }) => since).reduce((a, b) => (a > b ? a : b))
  const since = daysBetween(ended, today)
  // Nobody loses the conversation in the middle of it; that they write again gives it no new term.
  if (since > terms.filed && quiet > 0) return { kind: 'all' }
  const known = [
    person,
    ...[...stack, ...dossiers].map(({ answers }) => answers),
    ...others.map((other) => other.person),
  ]
  const holdsPaper = [state, ...others].some(({ certificate }) => certificate)
  const fields = Object.keys(terms.fields).filter(
    (field) =>
      since > terms.fields[field]! &&
      ((field === 'certificate' && holdsPaper) || known.some((answers) => field in answers)),
  )
  if (fields.length === 0) return { kind: 'nothing' }
  // The papers show them: a certificate, and whatever was issued, goes with the first of them.
  return { kind: 'fields', fields: [...new Set([...fields, 'certificate'])] }
}

/**
 * Fields whose term has ended: nothing of them stays, and nothing is said about it. A certificate that
 * lies read and unconfirmed, and whatever was half said, are all about such fields, and go as a whole.
 */
export function forget(draft: Draft, fields: readonly string[]): void {
  const { stack, person, others, dossiers } = draft.state
  const rest = (answers: Answers) => without(answers, fields)
  const forgotten = (frame: Frame): Frame => ({
    ...{ ...frame, answers: rest(frame.answers) },
    past: frame.past.filter(({ field }) => !fields.includes(field)),
    future: frame.future.filter(({ field }) => !fields.includes(field)),
  })
  update(draft, {
    stack: stack.map(forgotten),
    person: rest(person),
    others: others.map((other) => ({ ...other, person: rest(other.person), certificate: null })),
    ...{ certificate: null, aside: null, unfinished: null },
    dossiers: dossiers.map((dossier) => ({ ...dossier, answers: rest(dossier.answers) })),
  })
  draft.asks = false
}

const day = 86_400_000

const daysBetween = (from: string, to: string): number =>
  Math.round((Date.parse(to) - Date.parse(from)) / day)
