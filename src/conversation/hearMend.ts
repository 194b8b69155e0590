import { asks } from '../wishes/manner.ts'
import { mend } from './dossiers.ts'
import {
  askStep,
  type Draft,
  lead,
  openStep,
  sentenceOf,
  topFrame,
  update,
  written,
  writtenValue,
} from './draft.ts'
import { cellsIn, hearCellsAmong, takeAll, whole } from './hearCells.ts'
import { readField } from './mending.ts'
import { partReplaced, valueAfter } from './partReplaced.ts'
import { perform } from './repair.ts'

/**
 * Words before a form is filed that want something in it to be otherwise: a new value, a part of one
 * (12号改成14号), or only where it is wrong. What tells another value and does not say that this one is
 * wrong is asked back: it may be of another place, or of another time.
 */
export function hearMend(draft: Draft, text: string): boolean {
  if (asks(text)) return false
  const { path } = topFrame(draft)!
  const named = draft.catalogue.cellsNamed(text, path)
  const meant = named.length > 0 ? named : path
  const isMending = saysWrong.test(text)
  if (isMending && replacePart(draft, text, meant)) return true
  if (!isMending) return askWhetherMeant(draft, text, meant)
  if (hearCellsAmong(draft, text, meant)) return true
  if (named.length > 0) askWhatIsWrong(draft, named, valueAfter(text))
  return named.length > 0
}

/** Words that nobody needs but to say that something is to be otherwise. */
const saysWrong =
  /不对|[写填弄打说搞看记输选]错|错了|有误|[要想]改|改[成为]|改一?下|换成|更正|应该是|应为|应是|不是/u

/** 12号改成14号, while something else is asked. */
export function hearPartReplaced(draft: Draft, text: string): boolean {
  const { path } = topFrame(draft)!
  const named = draft.catalogue.cellsNamed(text, path)
  return saysWrong.test(text) && replacePart(draft, text, named.length > 0 ? named : path)
}

/** Something is to be otherwise, or a cell is spoken of, and no more is known. False: neither. */
export function hearSomethingWrong(draft: Draft, text: string): boolean {
  if (saysWrong.test(text)) {
    askWhatIsWrong(draft, [])
    return true
  }
  const { label, cellsNamed } = draft.catalogue
  const named = cellsNamed(text, topFrame(draft)!.path)
  if (named.length === 0) return false
  const choices = named.map((field) => ({
    value: `change:${field}`,
    label: sentenceOf(draft, 'changeField', { field: label(field) }),
  }))
  const leave = { value: 'leave', label: sentenceOf(draft, 'leaveAsIs') }
  update(draft, { aside: { kind: 'choose', choices: [...choices, leave] } })
  return true
}

/** Asks which cell another value belongs to, if any. False: the words tell no other value. */
function askWhetherMeant(draft: Draft, text: string, fields: readonly string[]): boolean {
  const frame = topFrame(draft)!
  const { label } = draft.catalogue
  const doubts = cellsIn(draft, text, undefined, fields).found.flatMap(({ field, value: told }) => {
    const value = whole(draft, field, told)
    if (JSON.stringify(value) === JSON.stringify(frame.answers[field])) return []
    const about = writtenValue(draft, frame, field, value, true)
    return [{ about, options: [{ field, value, label: label(field) }] }]
  })
  if (doubts.length > 0) update(draft, { aside: { kind: 'doubt', doubts } })
  return doubts.length > 0
}

/** The right value of a cell of what was refused, said without being asked for. False: the words tell none. */
export function hearAfterRefusal(draft: Draft, text: string): boolean {
  const refused = draft.state.dossiers.at(-1)
  if (refused?.status.stage !== 'refused') return false
  const { state } = draft
  const [said, told] = [draft.said.slice(), draft.lead.slice()]
  const isMended =
    mend(draft, '') &&
    (hearCellsAmong(draft, text, Object.keys(refused.answers)) || takesBare(draft, text))
  // What shows no cell leaves everything as it was.
  if (!isMended) Object.assign(draft, { state, said, lead: told })
  return isMended
}

/** Kinds that take nearly any words for an answer. */
const free: ReadonlySet<string> = new Set(['address', 'organisation', 'contactPerson', 'code'])

/** The right value alone, of the cell that was refused. */
function takesBare(draft: Draft, text: string): boolean {
  const step = openStep(draft)
  if (step?.kind !== 'ask' || draft.state.aside || free.has(step.answer)) return false
  const field = topFrame(draft)!.step
  const read = readField(draft, field, text)
  if (read.kind === 'understood') takeAll(draft, { [field]: read.value })
  return read.kind === 'understood'
}

function askWhatIsWrong(draft: Draft, fields: readonly string[], value?: string): void {
  lead(draft, 'notFiledYet')
  const [field, ...others] = fields
  const which = others.length > 0 ? { fields } : field && { field, ...(value && { value }) }
  perform(draft, { wish: 'change', ...which })
}

/** Takes a cell of which a part was replaced. False: the words replace none. */
function replacePart(draft: Draft, text: string, fields: readonly string[]): boolean {
  const frame = topFrame(draft)!
  const cells = fields.map((field) => ({ field, written: written(draft, frame, field, false) }))
  const cell = partReplaced(text, cells)
  if (!cell) return false
  const { field } = cell
  const read = readField(draft, field, cell.written)
  if (read.kind === 'understood') {
    takeAll(draft, { [field]: read.value })
    return true
  }
  lead(draft, `misunderstood/${askStep(draft, field)!.answer}.${read.reason}`, {
    ...read.facts,
    text: cell.written,
  })
  return perform(draft, { wish: 'change', field })
}
