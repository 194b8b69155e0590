import { question } from './ask.ts'
import { inBubbles } from './bubbles.ts'
import type { Catalogue } from './catalogue.ts'
import { contradiction } from './contradiction.ts'
import { due, received, refusedAtOnce, statusChanged } from './dossiers.ts'
import {
  createDraft,
  type Draft,
  flowOf,
  lead,
  replaceTop,
  say,
  topFrame,
  update,
} from './draft.ts'
import type { Effect } from './effect.ts'
import { type Event, isFromPerson } from './event.ts'
import { hearChoice, hearText } from './hear.ts'
import { hearFile } from './hearFile.ts'
import { joined, moved, notJoined, opensElsewhere } from './join.ts'
import { forget } from './keeping.ts'
import { lookedUp } from './lookUp.ts'
import { tooWide } from './narrow.ts'
import { type Moved, moveToNewFlows, tellMoved } from './newFlows.ts'
import { offeredIn } from './offered.ts'
import { propose } from './proposal.ts'
import { greet } from './repair.ts'
import { initialState, type State } from './state.ts'
import { hasEnded } from './walk.ts'

export type Turn = { state: State; effects: readonly Effect[] }

/** Where a turn stands in its conversation: the outbox ids of its effects are `conversation/seq/index`. */
export type Place = { conversation: string; seq: number }

/** Moves a conversation on by one event. Pure: the same state and event give the same turn. */
export function takeTurn(catalogue: Catalogue, state: State, event: Event, place: Place): Turn {
  // A conversation that began before the state had all its parts goes on with what it lacks.
  const draft = createDraft(catalogue, { ...initialState, ...state }, event)
  const moved = moveToNewFlows(draft)
  tellMoved(draft, moved)
  if (isForAnotherQuestion(draft, moved)) lead(draft, 'notKept')
  else happen(draft)
  return finish(draft, place)
}

/** Whether somebody answers a question that a changed flow has just taken away: that is not stored. */
function isForAnotherQuestion({ event, catalogue }: Draft, moved: readonly Moved[]): boolean {
  if (moved.at(-1)?.kind !== 'askedAgain') return false
  if (event.kind === 'said') return catalogue.commandOf(event.text, []) === null
  return event.kind === 'chose' || event.kind === 'sent'
}

function happen(draft: Draft): void {
  const { event, state } = draft
  if (isFromPerson(event) || event.kind === 'joined') update(draft, { heardOn: event.today })
  switch (event.kind) {
    case 'opened':
      update(draft, { locale: event.locale ?? state.locale })
      greet(draft)
      draft.asks = false
      return
    case 'said':
    case 'chose':
    case 'sent':
      return hear(draft)
    case 'announced':
      throw new Error('a file is fetched before its turn')
    case 'received':
      return received(draft, event.key, event.serial, event.receivedAt)
    case 'refused':
      return refusedAtOnce(draft, event.key, event.reason, event.field)
    case 'statusChanged':
      return statusChanged(draft, event.status, event.ifUnmoved)
    case 'lookedUp':
      return lookedUp(draft, event.status)
    case 'issued':
      say(draft, 'paperReady', {}, { file: event.file })
      draft.asks = false
      return
    case 'due':
      return due(draft, event.about, event.serial)
    case 'clerkSaid':
      update(draft, { handoff: 'clerk' })
      draft.said.push({ flow: 'handoff', from: 'clerk', text: event.text })
      draft.asks = false
      return
    case 'clerkLeft':
      update(draft, { handoff: 'none' })
      say(draft, 'clerkLeft', {}, { flow: 'handoff' })
      return
    case 'joined':
      return joined(draft, event.from, event.state)
    case 'moved':
      return moved(draft, event.to)
    case 'notJoined':
      return notJoined(draft, event.why)
    case 'expired':
      return forget(draft, event.fields)
  }
}

function hear(draft: Draft): void {
  const { event, state } = draft
  if (state.handoff === 'clerk') {
    const back =
      event.kind === 'said' && draft.catalogue.commandOf(event.text, [])?.wish === 'resume'
    if (!back && !opensElsewhere(draft)) {
      draft.asks = false
      return
    }
  }
  update(draft, { paused: false, unfinished: null })
  if (event.kind === 'said') hearText(draft, event.text)
  else if (event.kind === 'chose') hearChoice(draft, event.value, event)
  else if (event.kind === 'sent') hearFile(draft, event.file)
  keepUnfinished(draft)
  crossCheck(draft)
  propose(draft)
  const frame = topFrame(draft)
  if (draft.state.misses >= 2 && frame && !hasEnded(draft, frame)) offerWaysOut(draft)
}

/** Half an answer outlives what is asked or said in between, as long as its question stands open. */
function keepUnfinished(draft: Draft): void {
  const frame = topFrame(draft)
  const { unfinished } = draft
  if (!unfinished || draft.state.unfinished || frame?.step !== unfinished.field) return
  if (frame.answers[unfinished.field] === undefined) update(draft, { unfinished })
}

/** However a turn came to it: no form goes on while answers do not go together, or a place is too wide. */
function crossCheck(draft: Draft): void {
  const frame = topFrame(draft)
  if (!frame || frame.key || draft.state.aside || hasEnded(draft, frame)) return
  const found = contradiction(draft)
  if (found) return update(draft, { aside: { kind: 'contradiction', ...found } })
  update(draft, { aside: tooWide(draft) })
}

/** After two misunderstandings in a row: what else there is. */
function offerWaysOut(draft: Draft): void {
  draft.lead.push(draft.catalogue.render('common/waysOut', {}).trim())
}

/** Turns the draft into effects: at most two bubbles, the open question last. */
function finish(draft: Draft, { conversation, seq }: Place): Turn {
  const open = draft.asks && !draft.state.paused ? question(draft) : null
  const isAgain = draft.unasked && draft.lead.every((line) => line.trim() === '')
  const asked = open && isAgain ? { ...open, again: true as const } : open
  const bubbles = inBubbles(draft.said, draft.lead, asked, flowOf(draft))
  const offered = offeredIn(draft.said)
  if (offered.length > 0) update(draft, { offered })
  const says: Effect[] = bubbles.map((saying) => ({ kind: 'say', saying }))
  const effects = [...says, ...draft.effects]
  const submitted = effects.findIndex(({ kind }) => kind === 'submit')
  if (submitted >= 0) replaceTop(draft, { key: `${conversation}/${seq}/${submitted}` })
  return { state: draft.state, effects }
}
