import type { Answer, Context } from './answer.ts'
import { agencyFields } from './cellLabels.ts'
import type { NumberFound } from './cellNumbers.ts'
import { type Offer, readCell } from './cellOffers.ts'
import { fieldsOf, type Labelled, labelledPieces } from './cellPieces.ts'
import type { CellField } from './cells.ts'
import { tableRows } from './cellTable.ts'
import { type CellText, sliceOf } from './cellText.ts'

const wrong =
  '[写填输弄打说搞记选]?错字?了?|[写填输弄打说搞记选]反了?|[少多漏][打写填输]了?(?:一?个\\d|\\d位)?|不对|有误|改一?下|改成|改为|改了|换成|换了|变了|变更为|更正(?:为|一下)?|要改|应该是|应为'
const mending = new RegExp(`^[^\\d]{0,6}?(?:${wrong}|不是)`)
const mended = new RegExp(
  `^.*?(?:${wrong})[,，。!！\\s]*(?:应该|应当|现在|正确的|新的|新号|现|应)?(?:是|为|改成|改为|[:：])?\\s*`,
  's',
)
const asksToMend = /(?:(?:把|将|修改|更改|更正|变更|改)(?:一下|下)?|[填写打输说]错了?)(?:我的|我)?$/

/** Stretches that labels claim: what they offer, and those that belong to no cell of this form. */
export type Claims = { offers: Offer[]; foreign: { at: number; end: number }[] }

/** Reads every labelled value of a text. */
export function readLabelled(
  text: CellText,
  numbers: readonly NumberFound[],
  fields: readonly CellField[],
  context: Context,
): Claims {
  const claims: Claims = { offers: [], foreign: [] }
  const rows = tableRows(text)
  for (const { head, values, at, end } of rows)
    head.forEach((label, i) => {
      const cells = fields.filter(({ field }) => fieldsOf(label).includes(field))
      const answers = cells.map((cell) => readCell(cell, values[i] ?? '', context))
      cells.forEach((cell, j) => {
        const answer = answers[j]
        if (answer && answer.kind !== 'misunderstood')
          claims.offers.push({
            field: cell.field,
            answer,
            at,
            end,
            labelled: true,
            doubtful: cells.length > 1,
          })
      })
      claims.foreign.push({ at, end })
    })
  for (const piece of labelledPieces(text)) {
    if (rows.some(({ at, end }) => piece.at >= at && piece.at < end)) continue
    const within = numbers
      .filter(({ at, end }) => at >= piece.valueAt && end <= piece.end)
      .map((one) => ({ ...one, at: one.at - piece.valueAt, end: one.end - piece.valueAt }))
    readPiece(text, piece, within, fields, context, claims)
  }
  return claims
}

function readPiece(
  text: CellText,
  piece: Labelled,
  numbers: readonly NumberFound[],
  fields: readonly CellField[],
  context: Context,
  claims: Claims,
) {
  const stretch = sliceOf(text, piece.valueAt, piece.end)
  const cells = candidatesOf(piece, stretch.said, fields)
  if (cells.length === 0) {
    const own = piece.fields.includes('sex') ? /^[男女]?性?/ : /^[^,，;；。\n]*/
    const first = own.exec(stretch.said)?.[0].length ?? 0
    claims.foreign.push({ at: piece.at, end: piece.valueAt + first })
    return
  }
  const read = cells.flatMap((cell) => {
    const value = readValue(cell, piece, stretch, numbers, context)
    return value ? [{ cell, ...value }] : []
  })
  const sure = read.filter(({ answer }) => answer.kind === 'understood')
  const chosen = settle(piece, sure.length > 0 ? sure : read)
  const said = text.said.slice(piece.at + piece.label.length, piece.end)
  const correction =
    mending.test(said) ||
    mending.test(stretch.said) ||
    asksToMend.test(text.said.slice(0, piece.at)) ||
    /不对|错了|改成|改为/.test(said)
  const isOpen =
    chosen.length > 1 ||
    isHomeless(piece, chosen) ||
    (piece.label === '地址' && piece.section !== 'agency')
  for (const { cell, answer, length } of chosen)
    claims.offers.push({
      field: cell.field,
      answer,
      at: piece.at,
      end: piece.valueAt + length,
      labelled: true,
      ...(isOpen && { doubtful: true }),
      ...(piece.label === '编号' && { labelled: false }),
      ...(correction && { correction: true }),
    })
  if (chosen.length === 0) {
    const first = /^[^,，;；。\n]*/.exec(stretch.said)?.[0] ?? ''
    // 河南户口: the value stands before the word.
    if (/^户[口籍]$/.test(piece.label) && /^[的了\s]*$/.test(first)) return
    claims.foreign.push({ at: piece.at, end: piece.valueAt + first.length })
  }
}

type Read = { cell: CellField; answer: Answer<unknown>; length: number }

/** 联系电话 with a mobile number is the person's; an address, a postcode or a landline without a heading stays open. */
function settle(piece: Labelled, read: readonly Read[]): readonly Read[] {
  const mobile = read.find(({ cell }) => cell.kind === 'mobile')
  if (mobile && piece.section !== 'agency') return [mobile]
  if (piece.fields[0] === 'householdAddress') return read.slice(0, 1)
  return read
}

/** A landline after a bare 电话 may be the person's own, for which there is no cell. */
const isHomeless = (piece: Labelled, chosen: readonly Read[]): boolean =>
  piece.fields.includes('mobile') &&
  !piece.ofAnother &&
  piece.section !== 'agency' &&
  chosen.every(({ cell }) => cell.kind === 'phone')

const isLandline = /^[(（]?0\d{2,3}[)）]?[- ]?\d{7,8}(?!\d)/
const isAgencyPhone = ({ field }: CellField) => field === 'agencyPhone'

function candidatesOf(piece: Labelled, stretch: string, fields: readonly CellField[]): CellField[] {
  if (piece.ofAnother) {
    const isForm = fields.some(({ field }) => field === 'contactPerson')
    return isForm && isLandline.test(stretch) ? fields.filter(isAgencyPhone) : []
  }
  const cells = fields.filter(({ field }) => piece.fields.includes(field))
  if (piece.fields.length < 2 || piece.section === undefined) return cells
  const own = cells.filter(({ field }) => agencyFields.has(field) === (piece.section === 'agency'))
  return own
}

/** What may follow a comma inside an address: a house, a street, nothing else. */
const further =
  /^(?:[,，]\s*[^,，]*(?:[\d一二三四五六七八九十]+[号室栋幢楼单元层座组]|[路街]|(?<!农)村)[^,，]*)+$/

const greedy = new Set(['address', 'organisation'])

/** The shortest stretch after the label that is a value; for addresses and names of agencies the longest in its line. */
function readValue(
  cell: CellField,
  piece: Labelled,
  stretch: CellText,
  numbers: readonly NumberFound[],
  context: Context,
): { answer: Answer<unknown>; length: number } | undefined {
  const isNamed =
    cell.kind === 'name' &&
    (/^(?:我叫|名叫|人叫|姓名叫)$/.test(piece.label) || /[:：=叫是]\s*$/.test(piece.lead))
  const lead = isNamed ? '姓名:' : ''
  let ambiguous: { answer: Answer<unknown>; length: number } | undefined
  for (const length of cutsOf(cell, stretch, numbers)) {
    const said = stretch.written
      .slice(0, length)
      .replace(/[(（\s]+$/, '')
      .replace(/^了[,，\s]*/, '')
    const isMended = mending.test(stretch.said.slice(0, length)) && !/^\s*不是/.test(said)
    for (const words of isMended ? [withoutMending(stretch, length), said] : [said]) {
      if (words.trim() === '') continue
      const answer = readCell(cell, lead + words.trim(), context)
      if (answer.kind === 'understood') return { answer, length }
      if (answer.kind === 'ambiguous') ambiguous ??= { answer, length }
    }
  }
  return ambiguous
}

const withoutMending = ({ written, said }: CellText, length: number): string =>
  written.slice(mended.exec(said.slice(0, length))?.[0].length ?? 0, length)

function cutsOf(
  cell: CellField,
  { said }: CellText,
  numbers: readonly NumberFound[],
): readonly number[] {
  const cuts: number[] = []
  for (const { index } of said.matchAll(/[;；。\n!！\0]|[,，](?!\d{3}(?!\d))|(?<!\d)[,，]/g))
    cuts.push(index)
  const all = [...cuts.slice(0, 5), said.length]
  if (greedy.has(cell.kind)) {
    const stop = endOfLine(said, numbers)
    // A line that wraps in the middle of an address ends nothing.
    const within = [...all.filter((cut) => cut < stop && said[cut] !== '\n'), stop]
    const first = within[0] ?? stop
    const going = within.filter((cut) => further.test(said.slice(first, cut)))
    return [...going.reverse(), first, ...all]
  }
  const blanks = [...said.matchAll(/\s+|[(（]/g)].map(({ index }) => index).filter(Boolean)
  if (cell.kind === 'name') return [...all, ...blanks.slice(0, 4), said.search(/[我的你\d]|$/)]
  const own = unsettled.test(said)
    ? []
    : numbers.filter(({ kind }) => (sixes.has(cell.kind) ? kind === 'six' : kind === cell.kind))
  const isWhole = ({ end }: NumberFound) => !goesOn.test(said.slice(end))
  return [
    ...own
      .slice(0, 1)
      .filter(isWhole)
      .map(({ end }) => end),
    ...all,
    ...blanks.slice(0, 4),
  ]
}

const sixes = new Set(['divisionCode', 'postcode'])

/** A number that goes on behind what was found of it. */
const goesOn = /^[\d零〇一二两三四五六七八九十百千万点.角毛分]/

/** More than one value is told, or what was told is taken back. */
const unsettled = /不对|错|不是|改|或|还是|换|正确/

/** Where a line ends that wraps in the middle of an address; a number of another kind ends it, too. */
function endOfLine(said: string, numbers: readonly NumberFound[]): number {
  const next = numbers.find(({ at }) => at > 0)
  const line = said.search(/[;；。\0]|\n(?!\p{Script=Han}{2,9}\d*号?(?:\n|$))/u)
  return Math.min(line < 0 ? said.length : line, next ? next.at : said.length)
}
