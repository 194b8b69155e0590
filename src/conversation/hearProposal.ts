import { readNumber } from '../answers/numerals.ts'
import { askStep, type Draft, lead, topFrame, update, writtenValue } from './draft.ts'
import { cellsIn } from './hearCells.ts'
import { readField } from './mending.ts'
import { partReplaced, valueAfter } from './partReplaced.ts'
import { acceptProposal, declineProposal, proposed } from './proposal.ts'
import type { Aside } from './state.ts'

type Proposal = Extract<Aside, { kind: 'proposal' }>

/** What is said while a certificate's cells are shown. False: nothing about them. */
export function hearProposal(draft: Draft, text: string, aside: Proposal): boolean {
  const { asking } = aside
  if (asking && [valueAfter(text), text].some((said) => said && corrects(draft, asking, said)))
    return true
  const fields = proposed(topFrame(draft)!, draft.state.certificate!).map(({ field }) => field)
  const { places, rest } = itemsIn(text, fields.length)
  const [only, ...more] = places.map((place) => fields[place]!)
  if (only && more.length > 0) {
    leaveOut(draft, [only, ...more])
    return true
  }
  if (only) {
    const value = rest.replace(wrong, '')
    if (value === '' || !correct(draft, only, value)) askFor(draft, only)
    return true
  }
  const command = draft.catalogue.commandOf(text, fields)
  if (command?.wish === 'change') {
    const field = command.field && fields.includes(command.field) ? command.field : undefined
    if (!field) return false
    if (command.value === undefined || !correct(draft, field, command.value)) askFor(draft, field)
    return true
  }
  if (command?.wish === 'repeat') update(draft, { aside: { kind: 'proposal' } })
  if (command) return command.wish === 'repeat'
  const { found, unsure } = cellsIn(draft, text, undefined, fields)
  const clear = unsure.flatMap(({ field, candidates: [only, ...others] }) =>
    only && others.length === 0 ? [{ field, value: only.value }] : [],
  )
  const said = [...found, ...clear]
  for (const { field, value } of said) replace(draft, field, value)
  if (said.length > 0) return true
  const named = draft.catalogue.cellsNamed(text, fields)
  const part = partReplaced(text, writtenCells(draft, named.length > 0 ? named : fields))
  if (part && correct(draft, part.field, part.written)) return true
  const [doubted, ...others] = named
  if (doubted && others.length === 0 && (/\d|没|除了/.test(text) || differs(text))) {
    if (!corrects(draft, doubted, valueAfter(text) ?? '')) askFor(draft, doubted)
    return true
  }
  if (asking && /\d/.test(text)) correct(draft, asking, text)
  return hearYesOrNo(draft, text, aside)
}

/** Whether words say that something is otherwise. */
const differs = (text: string): boolean =>
  /不对|错|不是|有误|改|[少多漏]了?|不太?清|不准|再看/.test(
    text.replace(/(?:没有?|不会?)错|不[用必]改/g, ''),
  )

function writtenCells(draft: Draft, fields: readonly string[]) {
  const frame = topFrame(draft)!
  return draft.state
    .certificate!.cells.filter(({ field, value }) => fields.includes(field) && value !== undefined)
    .map(({ field, value }) => ({
      field,
      written: writtenValue(draft, frame, field, value, false),
    }))
}

/** What was chosen below the cells. False: this was not offered. */
export function settleProposal(draft: Draft, value: string): boolean {
  if (value === 'proposal:accept') acceptProposal(draft)
  else if (value === 'proposal:decline') declineProposal(draft)
  else if (value === 'proposal:correct') which(draft)
  else return false
  return true
}

const which = (draft: Draft): void => {
  update(draft, { aside: { kind: 'proposal', brief: true } })
  lead(draft, 'proposalWhich')
}

/** Yes takes all that is shown, and only where nothing else is said; of a cell that is asked it says that it stays. */
function hearYesOrNo(draft: Draft, text: string, { asking }: Proposal): boolean {
  if (/都?不(?:要|用)(?!改|动)|自己填|重新填|全错|都不对|全都?不/.test(text)) {
    declineProposal(draft)
    return true
  }
  const said = draft.catalogue.kinds.yesNo!.parse(text, { today: draft.event.today })
  const agrees =
    /没有?(?:问题|要改的)|无误|不[用必]改/.test(text) ||
    (said.kind === 'understood' && said.value === true)
  if (!agrees && said.kind !== 'understood') return false
  if (!agrees || differs(text) || exception.test(text)) which(draft)
  else if (!asking) acceptProposal(draft)
  else if (/对|没|正确/.test(text)) update(draft, { aside: { kind: 'proposal', brief: true } })
  return true
}

/** 都对，就是……; 除了……都对. */
const exception = /除了|除开|[,，\s](?:就是|只是|但|不过|可是|只有)|其[他它余]/

/** 第3项, 3号, 3不对, ③: an item of the list. */
const item =
  /第\s*(\d{1,2}|[一二三四五六七八九十]{1,3})\s*[项个条行处点栏]?|(?<!\d)(\d{1,2})\s*(?:[项条](?!\d)|(?=号?(?:不对|错|有误)))|(?<![\p{L}\d])(\d{1,2})\s*号(?!\p{Script=Han}*[楼栋室院])|([①-⑳])/gu
/** 第3、5项 names several. */
const several =
  /第?\s*(\d{1,2}(?:\s*[、,，和跟]\s*第?\s*\d{1,2})+)\s*(?:[项个条行处点栏]|(?=都?(?:不对|错|有误)))/u
/** What stands between an item and its right value. */
const wrong =
  /^[\s,，。:：]*(?:的|那)?(?:[写读认看填]?错了?|不对|有误|不是[^,，]*)?[\s,，。!！]*(?:应该|应当|其实|正确的|实际)?(?:改成|改为|是|为)?[\s:：]*/u

/** The items that words name, as places in the list, and what is said after the last of them. */
function itemsIn(said: string, count: number): { places: number[]; rest: string } {
  const text = said.replace(/[０-９]/g, (digit) => digit.normalize('NFKC'))
  const found = [...text.matchAll(item)]
  const numbers =
    several
      .exec(text)?.[1]
      ?.match(/\d{1,2}/g)
      ?.map(Number) ??
    found.map(([, first, second, third, circled]) =>
      circled
        ? circled.codePointAt(0)! - 0x245f
        : (readNumber(first ?? second ?? third ?? '') ?? 0),
    )
  const places = [...new Set(numbers)].map((number) => number - 1)
  const last = found.at(-1)
  const rest = last ? text.slice(last.index + last[0].length) : text
  return { places: places.filter((place) => place >= 0 && place < count), rest }
}

/** Takes words as the right value of a cell, where they are one. */
function corrects(draft: Draft, field: string, words: string): boolean {
  const read = readField(draft, field, words)
  if (read.kind === 'understood') replace(draft, field, read.value)
  return read.kind === 'understood'
}

/** The same, but says what is wrong with a number that is none. */
function correct(draft: Draft, field: string, words: string): boolean {
  const read = readField(draft, field, words)
  if (read.kind === 'understood') replace(draft, field, read.value)
  else if (/\d/.test(words))
    lead(draft, `misunderstood/${askStep(draft, field)!.answer}.${read.reason}`, {
      ...read.facts,
      text: words,
    })
  return read.kind === 'understood'
}

/** Doubts that two cells cast on each other: the right value of one clears the other. */
const mutual: ReadonlySet<string> = new Set(['sex', 'months', 'age', 'place'])

function replace(draft: Draft, field: string, value: unknown): void {
  const held = draft.state.certificate!
  const settled = held.cells.find((cell) => cell.field === field)?.doubt
  const cells = held.cells.map((cell) => {
    const isSettled = settled && mutual.has(settled) && cell.doubt === settled
    if (cell.field !== field && !isSettled) return cell
    const { doubt: _, ...clear } = cell
    return cell.field === field ? { ...clear, value } : clear
  })
  update(draft, {
    certificate: { ...held, cells },
    aside: { kind: 'proposal', brief: true },
  })
  const label = draft.catalogue.label(field)
  const words = writtenValue(draft, topFrame(draft)!, field, value, true)
  lead(draft, 'proposalCorrected', { label, value: words })
}

function askFor(draft: Draft, field: string): void {
  update(draft, { aside: { kind: 'proposal', brief: true, asking: field } })
}

/** Cells that are not right, to be asked one by one later on. */
function leaveOut(draft: Draft, fields: readonly string[]): void {
  const held = draft.state.certificate!
  const cells = held.cells.filter(({ field }) => !fields.includes(field))
  update(draft, { certificate: { ...held, cells }, aside: { kind: 'proposal', brief: true } })
  const { answers } = topFrame(draft)!
  const isTyped = (field: string) => answers[field] !== undefined
  const [own, open] = [fields.filter(isTyped), fields.filter((field) => !isTyped(field))]
  if (open.length > 0) lead(draft, 'proposalLeftOut', { fields: open.map(draft.catalogue.label) })
  if (own.length > 0) lead(draft, 'proposalOwnKept', { fields: own.map(draft.catalogue.label) })
  if (proposed(topFrame(draft)!, draft.state.certificate!).length === 0) acceptProposal(draft)
}
