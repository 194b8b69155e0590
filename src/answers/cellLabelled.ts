import type { Answer, Context } from './answer.ts'
import { agencyFields } from './cellLabels.ts'
import { type Offer, readCell } from './cellOffers.ts'
import { fieldsOf, type Labelled, labelledPieces, tableRows } from './cellPieces.ts'
import type { CellField } from './cells.ts'

const mending =
  /^[^\d]{0,6}?(?:[写填输弄打说搞记]?错了?|不对|有误|改一?下|改成|改为|改了|换成|换了|变了|变更为|更正(?:为|一下)?|要改|应该是|应为|不是)/
const mended =
  /^.*?(?:[写填输弄打说搞记]?错了?|不对|有误|改一?下|改成|改为|改了|换成|换了|变了|变更为|更正为?|要改|应该是|应为)[,，。!！\s]*(?:应该|应当|现在|正确的|新的|新号|现|应)?(?:是|为|改成|改为|[:：])?\s*/s
const asksToMend = /(?:把|将|修改|更改|更正|变更|改)(?:一下|下)?(?:我的|我)?$/

/** Stretches that labels claim: what they offer, and those that belong to no cell of this form. */
export type Claims = { offers: Offer[]; foreign: { at: number; end: number }[] }

/** Reads every labelled value of a text. */
export function readLabelled(text: string, fields: readonly CellField[], context: Context): Claims {
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
    readPiece(text, piece, fields, context, claims)
  }
  return claims
}

function readPiece(
  text: string,
  piece: Labelled,
  fields: readonly CellField[],
  context: Context,
  claims: Claims,
) {
  const cells = candidatesOf(piece, fields)
  const stretch = text.slice(piece.valueAt, piece.end)
  if (cells.length === 0) {
    const first = /^[^,，;；。\n]*/.exec(stretch)?.[0].length ?? 0
    claims.foreign.push({ at: piece.at, end: piece.valueAt + first })
    return
  }
  const read = cells.flatMap((cell) => {
    const value = readValue(cell, piece, stretch, context)
    return value ? [{ cell, ...value }] : []
  })
  const sure = read.filter(({ answer }) => answer.kind === 'understood')
  const chosen = settle(piece, sure.length > 0 ? sure : read)
  const said = text.slice(piece.at + piece.label.length, piece.end)
  const correction =
    mending.test(said) ||
    mending.test(stretch) ||
    asksToMend.test(text.slice(0, piece.at)) ||
    /不对|错了/.test(said)
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
      ...(correction && { correction: true }),
    })
  if (chosen.length === 0) {
    const first = /^[^,，;；。\n]*/.exec(stretch)?.[0].length ?? 0
    claims.foreign.push({ at: piece.at, end: piece.valueAt + first })
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
  piece.section !== 'agency' &&
  chosen.every(({ cell }) => cell.kind === 'phone')

function candidatesOf(piece: Labelled, fields: readonly CellField[]): CellField[] {
  if (piece.ofAnother) return []
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
  stretch: string,
  context: Context,
): { answer: Answer<unknown>; length: number } | undefined {
  const isNamed =
    cell.kind === 'name' && (piece.label === '我叫' || /[:：=叫是]\s*$/.test(piece.lead))
  const lead = isNamed ? '姓名:' : ''
  let ambiguous: { answer: Answer<unknown>; length: number } | undefined
  for (const length of cutsOf(cell, stretch)) {
    const said = stretch.slice(0, length).replace(/[(（\s]+$/, '')
    for (const words of mending.test(said) && !/^\s*不是/.test(said)
      ? [said.replace(mended, ''), said]
      : [said]) {
      if (words.trim() === '') continue
      const answer = readCell(cell, lead + words.trim(), context)
      if (answer.kind === 'understood') return { answer, length }
      if (answer.kind === 'ambiguous') ambiguous ??= { answer, length }
    }
  }
  return ambiguous
}

function cutsOf(cell: CellField, stretch: string): number[] {
  const cuts: number[] = []
  for (const { index } of stretch.matchAll(/[;；。\n!！]|[,，](?!\d{3}(?!\d))|(?<!\d)[,，]/g))
    cuts.push(index)
  const all = [...cuts.slice(0, 5), stretch.length]
  if (greedy.has(cell.kind)) {
    const line = stretch.search(/[\n;；。]/)
    const within = all.filter((cut) => line < 0 || cut <= line)
    const first = within[0] ?? stretch.length
    const going = within.filter((cut) => further.test(stretch.slice(first, cut)))
    return [...going.reverse(), first, ...all]
  }
  const blanks = [...stretch.matchAll(/\s+/g)].map(({ index }) => index)
  return [...all, ...blanks.slice(0, 4)]
}
