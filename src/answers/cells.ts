import type { Context } from './answer.ts'
import { readLabelled } from './cellLabelled.ts'
import { readLoose } from './cellLoose.ts'
import { type NameOffer, readNames } from './cellNames.ts'
import { type NumberFound, numbersIn } from './cellNumbers.ts'
import { type Offer, ofKind, writeCell } from './cellOffers.ts'
import { blank, type CellText, cellText } from './cellText.ts'
import type { KindName } from './kinds.ts'
import { stints } from './stints.ts'

/** A cell of a form: its field, the kind of its answer and, for `choice`, what can be chosen. */
export type CellField = {
  readonly field: string
  readonly kind: KindName
  readonly choices?: Readonly<Record<string, string>>
}

/** A cell that the words fill; `correction` where they say that what stood there was wrong. */
export type FoundCell = { field: string; value: unknown; correction?: true }

/** A cell that the words may fill: to be asked back, never filled. */
export type UnsureCell = {
  field: string
  reason: string
  candidates: readonly { value: unknown; label: string }[]
}

/** What several cells' worth of words say; `rest` is what belongs to none. */
export type Cells = { found: FoundCell[]; unsure: UnsureCell[]; rest: string }

/**
 * Reads several cells out of one message or out of a certificate's text, in any order, with labels or
 * without. Nothing is filled in doubt: what may belong to two cells is unsure, all else is rest.
 */
export function readCells(text: string, fields: readonly CellField[], context: Context): Cells {
  const words = cellText(text)
  const aside = [...words.said.matchAll(others)].map(({ index, 0: said }) => ({
    at: index,
    end: index + said.length,
  }))
  const open = blank(words, aside)
  const numbers = numbersIn(open)
  const { offers: labelled, foreign } = readLabelled(open, numbers, fields, context)
  const claimed = [...labelled, ...foreign]
  const loose = [
    ...readLoose(blank(open, claimed), numbers, fields, context),
    ...readHidden(open, claimed, numbers, fields, context),
  ]
  const named = readNames(blank(open, [...claimed, ...loose]), open, fields)
  const all = [
    ...labelled,
    ...withCompany(loose, labelled),
    ...named.filter((name) => isTrusted(name, [...labelled, ...loose], open)),
    ...readHistory(words.written, fields, context),
  ]
  const isMending =
    /^(?:不对|错了|[写填输弄打说]错了|更正|改一下|改下|纠正|[^\d,，]{2,14}都[写填输弄打说]?错了[,，])|都[写填输弄打说]错了[。!！]?$/.test(
      words.said,
    )
  const { found, unsure } = settle(all, fields, context, isMending)
  const used = all.filter(({ field }) => found.some((cell) => cell.field === field))
  return { found, unsure, rest: leftOver(blank(words, used).written) }
}

/** ID numbers show what they are wherever they stand, even in the stretch of another cell's label. */
function readHidden(
  text: CellText,
  claimed: readonly { at: number; end: number; field?: string }[],
  numbers: readonly NumberFound[],
  fields: readonly CellField[],
  context: Context,
): Offer[] {
  const cells = ofKind(fields, 'idNumber').map(({ field }) => field)
  const others = claimed.filter(({ field }) => field !== undefined && !cells.includes(field))
  const hidden = numbers.filter(
    ({ kind, at, end }) =>
      kind === 'idNumber' && others.some((other) => at >= other.at && end <= other.end),
  )
  return readLoose(text, hidden, ofKind(fields, 'idNumber'), context)
}

/** 本人 alone answers what was asked; it does not say whose application this is. */
const withCompany = (loose: readonly Offer[], labelled: readonly Offer[]): readonly Offer[] =>
  labelled.length === 0 && loose.length === 1 && loose[0]!.field === 'relation' ? [] : loose

/** A word alone may be the person's name beside what only she would tell, or at the head of several cells. */
function isTrusted(name: NameOffer, beside: readonly Offer[], text: CellText): boolean {
  const fields = new Set(beside.map(({ field }) => field))
  if ([...fields].some((field) => personal.has(field))) return true
  if (fields.size === 0) return false
  if (name.told || (name.at === 0 && fields.size > 1)) return true
  const sure = beside.filter(({ doubtful, answer }) => !doubtful && answer.kind === 'understood')
  return leftOver(blank(text, [...sure, name]).written) === ''
}

/** Beside one of these a word alone may be the person's name. */
const personal = new Set([
  'idNumber',
  'mobile',
  'personalNumber',
  'medicalNumber',
  'householdAddress',
  'contactAddress',
])

const kin =
  '(?:我|他|她|俺|咱)(?:家|的)?(?:爸|妈|父亲|母亲|爹|娘|老公|老婆|爱人|丈夫|妻子|媳妇|对象|老伴|老头|老太|儿子|女儿|闺女|孩子|哥|姐|弟|妹|爷|奶|朋友|同事|邻居|领导|老板)'
/** 孩子户口在北京: a relative at the head of a clause, with what is told of her. */
const ofKin =
  '(?<=^|[,，。;；\\s])(?:父母|爸妈|老公|老婆|爱人|丈夫|妻子|媳妇|对象|老伴|儿子|女儿|闺女|孩子)的?(?=户口|户籍|身份证|电话|手机|今年|叫|是|在|交)'
const asking =
  '怎么|为什么|哪里|哪儿|在哪|什么|多少|能不能|可不可以|是不是|还是|至少|最少|必须|才能|才可以|吗|[?？]'
/** Where one speaks of oneself again. */
const oneself =
  '(?![,，。]关系|[,，。]?(?:我(?!们|家|爸|妈|老)|本人)(?:自己)?(?:的|叫|是|电话|手机|身份证))'

/** What is said of somebody else, or asked, or supposed. */
const others = new RegExp(
  [
    `[^,，。;；\\n]*(?:${kin}|${ofKin}|[他她]|别人|人家|朋友|如果|假如|比如|例如)(?:${oneself}[^。;；\\n])*`,
    `(?:${oneself}[^,，。;；\\n])*(?:${asking})(?:${oneself}[^,，。;；?？\\n])*[?？]?`,
  ].join('|'),
  'g',
)

function settle(
  offers: readonly Offer[],
  fields: readonly CellField[],
  context: Context,
  isMending: boolean,
): Omit<Cells, 'rest'> {
  const found: FoundCell[] = []
  const unsure: UnsureCell[] = []
  for (const cell of fields) {
    const mine = offers.filter(({ field }) => field === cell.field)
    const trusted = mine.filter(({ labelled }) => labelled)
    const firm = mine.filter(({ doubtful, answer }) => !doubtful && answer.kind === 'understood')
    const considered = trusted.length > 0 ? trusted : firm.length > 0 ? firm : mine
    const mended = considered.filter(({ correction }) => correction)
    const counted = mended.length > 0 ? mended : considered
    const values = new Map(
      counted.flatMap(({ answer }) =>
        answer.kind === 'understood' ? [[JSON.stringify(answer.value), answer.value] as const] : [],
      ),
    )
    const sure = counted.filter(({ answer, doubtful }) => answer.kind === 'understood' && !doubtful)
    const only = sure[0]
    if (values.size === 1 && only?.answer.kind === 'understood') {
      const correction = isMending || counted.some((offer) => offer.correction)
      found.push({
        field: cell.field,
        value: only.answer.value,
        ...(correction && { correction: true as const }),
      })
      continue
    }
    const listed = [...values.values()].map((value) => ({
      value,
      label: writeCell(cell, value, context),
    }))
    const asked = counted.find(({ answer }) => answer.kind === 'ambiguous')?.answer
    if (listed.length > 0)
      unsure.push({
        field: cell.field,
        reason: listed.length > 1 ? 'several' : 'whichCell',
        candidates: listed,
      })
    else if (asked?.kind === 'ambiguous')
      unsure.push({ field: cell.field, reason: asked.reason, candidates: asked.choices ?? [] })
  }
  return { found, unsure }
}

/** The whole message as a history, where the form asks for one. */
function readHistory(words: string, fields: readonly CellField[], context: Context): Offer[] {
  const cell = fields.find(({ kind }) => kind === 'stints')
  if (!cell) return []
  const answer = stints.parse(words, context)
  if (answer.kind !== 'understood' || answer.value.length === 0) return []
  return [{ field: cell.field, answer, at: 0, end: 0, labelled: false }]
}

const filler =
  /^(?:我|我的|本人|是|就是|在|从|到|的|了|和|与|一共|总共|共|累计|交|缴|交的|缴的|交了|缴了|缴纳|参保|社保|养老|保险|那里|那边|以前|之前|年|止|起|至|您好|你好|谢谢|麻烦|好的|嗯|号|号码|元|个月|转|凭证|[\s\-—~*()（）.·])*$/

function leftOver(text: string): string {
  return text
    .split(/[,，。;；、\n\0:：]+|对了|另外|顺便/)
    .map((piece) => piece.trim())
    .filter((piece) => piece !== '' && !filler.test(piece))
    .join('，')
}
