import type { Ambiguous, Answer, Context, Misunderstood } from '../answers/answer.ts'
import type { StepOf } from '../flow/schema.ts'
import {
  asks,
  hasNone,
  isAtALoss,
  isPlainQuestion,
  mannerOf,
  startsAtALoss,
} from '../wishes/manner.ts'
import type { Cells } from './catalogue.ts'
import { partAt } from './clauses.ts'
import { askDoubts } from './doubt.ts'
import { askStep, type Draft, lead, say, topFrame, update, written } from './draft.ts'
import { cellsIn, hearCells, mends, takeAll, type Values, valuesOf } from './hearCells.ts'
import { hearMore } from './hearMore.ts'
import { hearOther } from './hearOther.ts'
import { hearUnneeded } from './hearUnneeded.ts'
import { hearWish, isAnswerable, replyTo, sayReply } from './hearWish.ts'
import { perform } from './repair.ts'
import { progressOf } from './standing.ts'
import { answer, hasEnded } from './walk.ts'

/** Kinds that take nearly any words: a question is read as one before it is read as their answer. */
const free: ReadonlySet<string> = new Set('name contactPerson address organisation code'.split(' '))

/** What is said while a field is asked: an answer first of all, but anything else that people say there too. */
export function hearAnswer(draft: Draft, step: StepOf<'ask'>, text: string): void {
  const { rest, questions } = partAt(
    text,
    (clause) => isAnswerable(draft, clause) || isPlainQuestion(clause),
  )
  const isOnlyQuestion = questions.length > 0 && rest === ''
  if (isOnlyQuestion && free.has(step.answer) && hearWish(draft, text)) return
  if (questions.length > 0 && rest !== '' && takeAnswer(draft, step, rest)) {
    return hearQuestions(draft, questions)
  }
  if (amend(draft, text) || takeAnswer(draft, step, text) || hearMore(draft, text)) return
  if (step.optional && hasNone(text)) return void perform(draft, { wish: 'skip' })
  if (hearManner(draft, text)) return
  if (startsAtALoss(text)) return void perform(draft, { wish: 'help' })
  const read = completedBy(draft, step, text) ?? readAs(draft, step, text)
  if (read.kind === 'ambiguous') return askBack(draft, step, read, text)
  if (read.kind === 'understood' || hearOther(draft, text) || hearUnneeded(draft, text)) return
  if (asks(text) || isAtALoss(text)) return void perform(draft, { wish: 'help' })
  remember(draft, step, text)
  miss(draft, step, read, text)
}

/** Answers the questions asked beside an answer; one that has no answer here is not passed over in silence. */
function hearQuestions(draft: Draft, questions: readonly string[]): void {
  const replies = questions.map((question) => replyTo(draft, question))
  for (const reply of replies) if (reply) sayReply(draft, reply)
  if (replies.includes(null)) say(draft, 'cannotTell', {}, { flow: null })
}

/** “不对，是……” right after an answer, with no name of a field, mends that answer. */
function amend(draft: Draft, text: string): boolean {
  const { said } = amending.exec(text)?.groups ?? {}
  const frame = topFrame(draft)!
  const last = frame.path.at(-1)
  const step = last === undefined ? undefined : askStep(draft, last)
  if (!said || last === undefined || !step || step.answer === 'file' || draft.unfinished)
    return false
  if (cellsIn(draft, text, frame.step).found.length > 0) return false
  const read = readAs(draft, step, said, last)
  if (read.kind !== 'understood') return false
  takeAll(draft, { [last]: read.value })
  return true
}

const amending =
  /^(?:哎呀?|哦|等等|等一下)?[,，\s]*(?:不对|错了|[说写填打选]错了|更正)[,，。!！\s啊呀了]*(?:应该|其实)?是?(?<said>.+)$/u

/** Takes the value that a choice stands for. */
export function takeChosen(draft: Draft, step: StepOf<'ask'>, value: string): void {
  const field = topFrame(draft)!.step
  const read = readAs(draft, step, value.replace(`${field}:`, ''))
  if (read.kind === 'understood') take(draft, field, read.value)
}

/** Takes a value for a field and says so at the head of the next question. */
export function take(draft: Draft, field: string, value: unknown): void {
  update(draft, { aside: null })
  const depth = draft.state.stack.length
  answer(draft, field, value)
  const frame = topFrame(draft)
  // Where its errand has ended, the one below it may know the same field of somebody else.
  if (!frame || draft.state.stack.length < depth) return
  if (!hasEnded(draft, frame) && field in frame.answers && frame.step !== field) {
    const label = draft.catalogue.label(field)
    draft.lead.unshift(
      draft.catalogue.render('common/noted', { label, value: written(draft, frame, field, true) }),
    )
  }
}

/** Fills the open field, and other cells that the same words fill. False: nothing was filled. */
function takeAnswer(draft: Draft, step: StepOf<'ask'>, text: string): boolean {
  const field = topFrame(draft)!.step
  const read = readAs(draft, step, text)
  const joined = joinedWith(draft, step, text, read)
  if (completedBy(draft, step, text) && !joined) return false
  if (isLong(text)) {
    const cells = cellsIn(draft, text, field)
    const values = { ...valuesOf(draft, text, cells), ...(joined && { [field]: joined.value }) }
    if (Object.keys(values).some((id) => id !== field)) {
      const own = field in values ? null : readAs(draft, step, cells.rest)
      takeAll(draft, own?.kind === 'understood' ? { [field]: own.value, ...values } : values)
      askDoubts(draft, cells, mends(text))
      return true
    }
    if (takesRest(draft, cells, values)) return true
    if (read.kind !== 'understood' && !joined && askDoubts(draft, cells, mends(text))) return true
  }
  if (joined) take(draft, field, joined.value)
  else if (read.kind === 'understood') take(draft, field, read.value)
  else return hearCells(draft, text)
  return true
}

/** Fills the open field, and asks about what else the words may say. */
function takesRest(draft: Draft, cells: Cells, values: Values): boolean {
  const field = topFrame(draft)!.step
  const { answers } = topFrame(draft)!
  const others = cells.unsure.filter(
    (cell) => cell.field !== field && answers[cell.field] === undefined,
  )
  if (!(field in values) || others.length === 0) return false
  takeAll(draft, { [field]: values[field] })
  askDoubts(draft, { ...cells, unsure: others }, false)
  return true
}

/** Words that may fill more than one cell. */
const isLong = (text: string): boolean =>
  /[,，。;；、:：\s]|\p{Script=Han}.*\d{4}/u.test(text.trim())

/** The answer that these words and the unfinished ones before them make together. */
function joinedWith(draft: Draft, step: StepOf<'ask'>, text: string, alone: Answer<unknown>) {
  const { unfinished } = draft
  if (!unfinished || unfinished.field !== topFrame(draft)!.step) return null
  const whole = completedBy(draft, step, text)
  if (whole) return whole.kind === 'understood' ? whole : null
  const before = readAs(draft, step, unfinished.text)
  const isFirstHalf = before.kind !== 'understood' && before.reason === 'onlyPlace'
  if (alone.kind === 'understood' && !(isFirstHalf && !text.includes(unfinished.text))) return null
  for (const between of ['', '到']) {
    const read = readAs(draft, step, unfinished.text + between + text)
    if (read.kind === 'understood') return read
  }
  return null
}

/** Stands between the messages that tell one answer together. */
const next = '\u2029'

/** What these words tell together with those before them, where the kind of the answer can tell. */
function completedBy(draft: Draft, step: StepOf<'ask'>, text: string): Answer<unknown> | null {
  const { unfinished } = draft
  const { complete } = draft.catalogue.kinds[step.answer]!
  if (!complete || unfinished?.field !== topFrame(draft)!.step) return null
  return complete([...unfinished.text.split(next), text], contextOf(draft, step))
}

/** Keeps words that were no whole answer for the next message, which may finish them. */
function remember(draft: Draft, step: StepOf<'ask'>, text: string): void {
  const field = topFrame(draft)!.step
  const before = completedBy(draft, step, text) ? draft.unfinished!.text + next : ''
  if (before.length + text.length <= 200) {
    update(draft, { unfinished: { field, text: before + text } })
  }
}

/** Somebody who looks for it, does not know it, or asks how much is left. */
export function hearManner(draft: Draft, text: string): boolean {
  const manner = mannerOf(text)
  switch (manner) {
    case 'wait':
      lead(draft, 'noHurry')
      draft.asks = false
      if (draft.unfinished) update(draft, { unfinished: draft.unfinished })
      return true
    case 'ready':
      return true
    case 'unwilling':
      return perform(draft, { wish: 'skip' })
    case 'unknown':
      return perform(draft, { wish: 'help' })
    case 'howMuchLeft': {
      const progress = progressOf(draft.catalogue, draft.state)
      if (!progress) return false
      lead(draft, 'stillToFill', { ...progress, left: progress.total - progress.done })
      return true
    }
    default:
      return false
  }
}

function askBack(draft: Draft, step: StepOf<'ask'>, read: Ambiguous<unknown>, text: string): void {
  remember(draft, step, text)
  lead(draft, `misunderstood/${step.answer}.${read.reason}`, { ...read.facts, text })
  if (!read.choices || read.choices.length === 0) return
  const field = topFrame(draft)!.step
  update(draft, { aside: { kind: 'reading', field, readings: read.choices } })
}

function miss(draft: Draft, step: StepOf<'ask'>, read: Misunderstood, text: string): void {
  update(draft, { misses: draft.state.misses + 1 })
  lead(draft, `misunderstood/${step.answer}.${read.reason}`, { ...read.facts, text })
}

function readAs(
  draft: Draft,
  step: StepOf<'ask'>,
  text: string,
  field = topFrame(draft)!.step,
): Answer<unknown> {
  return draft.catalogue.kinds[step.answer]!.parse(text, contextOf(draft, step, field))
}

const contextOf = (
  draft: Draft,
  { choices }: StepOf<'ask'>,
  field = topFrame(draft)!.step,
): Context => ({ today: draft.event.today, field, ...(choices && { choices }) })
