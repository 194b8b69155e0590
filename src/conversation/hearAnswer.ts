import type { Answer, Misunderstood } from '../answers/answer.ts'
import type { StepOf } from '../flow/schema.ts'
import {
  asks,
  hasNone,
  isAtALoss,
  isPlainQuestion,
  mannerOf,
  startsAtALoss,
} from '../wishes/manner.ts'
import { amend, amendBeside } from './amend.ts'
import { askBack } from './askBack.ts'
import type { Cells } from './catalogue.ts'
import { partAt } from './clauses.ts'
import { askDoubts } from './doubt.ts'
import { type Draft, lead, say, topFrame, update, written } from './draft.ts'
import { cellsIn, hearCells, mends, takeAll, type Values, valuesOf, whole } from './hearCells.ts'
import { hearPartReplaced } from './hearMend.ts'
import { hearMore } from './hearMore.ts'
import { hearOther } from './hearOther.ts'
import { hearUnneeded } from './hearUnneeded.ts'
import { hearWish, isAnswerable, replyTo, sayReply } from './hearWish.ts'
import { contextOf, readField } from './mending.ts'
import { perform } from './repair.ts'
import { progressOf } from './standing.ts'
import { answer, hasEnded } from './walk.ts'

/** Kinds that take nearly any words: a question is read as one before it is read as their answer. */
const free: ReadonlySet<string> = new Set('name contactPerson address organisation code'.split(' '))

/** Kinds that are a number: a bare one is meant as the answer, and 88 is no goodbye. */
const numeric: ReadonlySet<string> = new Set(
  'idNumber code months money mobile divisionCode phone postcode period date serial'.split(' '),
)

/** What keeps words from being an answer that are meant as one all the same, and wish nothing else. */
const meant: ReadonlySet<string> = new Set(['masked', 'hotline', 'notInsured'])

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
  if (amendBeside(draft, text) || hearPartReplaced(draft, text)) return
  if (step.optional && hasNone(text)) return void perform(draft, { wish: 'skip' })
  if (hearManner(draft, text)) return
  if (startsAtALoss(text)) return void perform(draft, { wish: 'help' })
  const alone = readField(draft, topFrame(draft)!.step, text)
  const read = joinedWith(draft, step, text, alone) ?? alone
  if (read.kind === 'ambiguous') {
    remember(draft, step, text)
    return askBack(draft, topFrame(draft)!.step, read, text)
  }
  const isNumber = numeric.has(step.answer) && /^[\s\d]+$/.test(text)
  if (read.kind === 'misunderstood' && (isNumber || meant.has(read.reason)))
    return missed(draft, step, read, text)
  if (read.kind === 'understood' || hearOther(draft, text) || hearUnneeded(draft, text)) return
  if (asks(text) || isAtALoss(text)) {
    if (wordy.has(step.answer)) remember(draft, step, text)
    return void perform(draft, { wish: 'help' })
  }
  missed(draft, step, read, text)
}

/** Answers the questions asked beside an answer; one that has no answer here is not passed over in silence. */
function hearQuestions(draft: Draft, questions: readonly string[]): void {
  const replies = questions.map((question) => replyTo(draft, question))
  for (const reply of replies) if (reply) sayReply(draft, reply)
  if (replies.includes(null)) say(draft, 'cannotTell', {}, { flow: null })
}

/** Takes the value that a choice stands for. */
export function takeChosen(draft: Draft, step: StepOf<'ask'>, value: string): void {
  const field = topFrame(draft)!.step
  const { parse } = draft.catalogue.kinds[step.answer]!
  const read = parse(value.replace(`${field}:`, ''), contextOf(draft, field))
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
  const read = readField(draft, field, text)
  const joined = joinedWith(draft, step, text, read)
  if (joined && joined.kind !== 'understood') return false
  if (isLong(text)) {
    const cells = cellsIn(draft, text, field)
    const values = { ...valuesOf(draft, text, cells), ...(joined && { [field]: joined.value }) }
    if (Object.keys(values).some((id) => id !== field)) {
      // 领了居民的 一百多块: what tells another cell may be what says yes.
      const left = readField(draft, field, cells.rest)
      const isLeft = left.kind === 'understood' || step.answer !== 'yesNo'
      const own = field in values ? null : isLeft ? left : read
      takeAll(draft, own?.kind === 'understood' ? { [field]: own.value, ...values } : values)
      askDoubts(draft, cells, mends(text))
      return true
    }
    if (takesRest(draft, cells, values)) return true
    if (read.kind !== 'understood' && !joined && askDoubts(draft, cells, mends(text))) return true
  }
  if (joined) take(draft, field, joined.value)
  else if (read.kind === 'understood') take(draft, field, whole(draft, field, read.value))
  // What may well be this is asked back before it is taken for another cell.
  else if (read.kind === 'ambiguous' && read.choices && !isLong(text)) return false
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

/** Kinds of words that simply go on; of other kinds each part must look like a part of the answer. */
const wordy: ReadonlySet<string> = new Set('name contactPerson address organisation'.split(' '))

/** What these words and the unfinished ones before them tell together; null where they tell nothing together. */
function joinedWith(
  draft: Draft,
  step: StepOf<'ask'>,
  text: string,
  alone: Answer<unknown>,
): Answer<unknown> | null {
  const { unfinished } = draft
  const { step: field } = topFrame(draft)!
  if (!unfinished || unfinished.field !== field) return null
  const told = completedBy(draft, step, text)
  if (told) return told
  const before = readField(draft, field, unfinished.text)
  const isFirstHalf = before.kind !== 'understood' && before.reason === 'onlyPlace'
  if (alone.kind === 'understood' && !(isFirstHalf && !text.includes(unfinished.text))) return null
  if (!wordy.has(step.answer) && [before, alone].some(isNoAnswer)) return null
  for (const between of ['', '到']) {
    const read = readField(draft, field, unfinished.text + between + text)
    const isWhole = read.kind === 'understood' || (isFirstHalf && read.kind === 'ambiguous')
    if (isWhole) return read
  }
  return null
}

const isNoAnswer = (read: Answer<unknown>): boolean =>
  read.kind === 'misunderstood' && read.reason === 'notAnAnswer'

/** Stands between the messages that tell one answer together. */
const next = '\u2029'

/** What these words tell together with those before them, where the kind of the answer can tell. */
function completedBy(draft: Draft, step: StepOf<'ask'>, text: string): Answer<unknown> | null {
  const { unfinished } = draft
  const { complete } = draft.catalogue.kinds[step.answer]!
  if (!complete || unfinished?.field !== topFrame(draft)!.step) return null
  return complete([...unfinished.text.split(next), text], contextOf(draft, topFrame(draft)!.step))
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

function missed(draft: Draft, step: StepOf<'ask'>, read: Misunderstood, text: string): void {
  remember(draft, step, text)
  update(draft, { misses: draft.state.misses + 1 })
  askBack(draft, topFrame(draft)!.step, read, text)
}
