import { type Answer, type Context, understood } from './answer.ts'
import { type Offer, ofKind, readCell } from './cellOffers.ts'
import {
  type Candidate,
  kindsOfSix,
  nameCandidates,
  numberCandidates,
  placeCandidates,
  segments,
} from './cellReaders.ts'
import type { CellField } from './cells.ts'
import { findPlaces } from './foundPlaces.ts'
import { roundsOff } from './rounding.ts'

/** Reads what stands without a label; `pool` has NUL for characters that are spoken for. */
export function readLoose(pool: string, fields: readonly CellField[], context: Context): Offer[] {
  const offers: Offer[] = []
  const offer = (
    cell: CellField,
    answer: Answer<unknown>,
    { at, end }: { at: number; end: number },
    doubtful = false,
  ) => {
    if (answer.kind !== 'misunderstood')
      offers.push({
        field: cell.field,
        answer,
        at,
        end,
        labelled: false,
        ...(doubtful && { doubtful }),
      })
  }
  for (const candidate of numberCandidates(pool)) {
    const clause = clauseOf(pool, candidate)
    for (const { cell, doubtful } of cellsFor(candidate, clause, fields)) {
      const answer = readCell(cell, candidate.words, context)
      if (answer.kind === 'understood' || candidate.kind === 'period')
        offer(cell, answer, candidate, doubtful)
    }
  }
  const ranges = offers.filter(({ field }) =>
    ofKind(fields, 'period').some((cell) => cell.field === field),
  )
  const marked = blank(pool, ranges)
  for (const candidate of placeCandidates(marked)) {
    const cell = fields.find(({ field }) => field === candidate.field)
    if (cell)
      offer(
        cell,
        candidate.value === undefined
          ? readCell(cell, candidate.words, context)
          : understood(candidate.value),
        candidate,
      )
  }
  readSegments(blank(pool, offers), fields, context, offer)
  return offers
}

/** Names alone between separators; to be trusted only beside other cells. */
export function readNames(pool: string, fields: readonly CellField[]): Offer[] {
  const cell = fields.find(({ field }) => field === 'name')
  if (!cell) return []
  return nameCandidates(pool).map(({ value, at, end }) => ({
    field: cell.field,
    answer: understood(value),
    at,
    end,
    labelled: false,
  }))
}

/** The text with every stretch that has been read as NUL. */
export function blank(text: string, read: readonly { at: number; end: number }[]): string {
  let left = text
  for (const { at, end } of read) left = left.slice(0, at) + '\0'.repeat(end - at) + left.slice(end)
  return left
}

const clauseOf = (pool: string, { at, end }: { at: number; end: number }) => ({
  before: pool.slice(0, at).replace(/^.*[,，。;；\n\0]/su, ''),
  after: pool.slice(end).replace(/[,，。;；\n\0].*$/su, ''),
})

type Clause = { before: string; after: string }

function cellsFor(
  { kind, words }: Candidate,
  { before, after }: Clause,
  fields: readonly CellField[],
): { cell: CellField; doubtful: boolean }[] {
  const around = before + after
  const only = (cells: readonly CellField[]) =>
    cells.map((cell) => ({ cell, doubtful: cells.length > 1 }))
  const [left = '', right = ''] = [before.split(/\s+/).at(-1), after.split(/\s+/)[0]]
  const isRough = roundsOff(left + words + right) || /大概|大约|差不多|估计/.test(before)
  switch (kind) {
    case 'idNumber':
      return only(ofKind(fields, 'idNumber'))
    case 'mobile': {
      const own = ofKind(fields, 'mobile')
      return own.length > 0
        ? only(own)
        : only(ofKind(fields, 'phone')).map(({ cell }) => ({ cell, doubtful: true }))
    }
    case 'phone': {
      const isAgency = /社保|机构|经办|单位|医保|人社|中心|局/.test(around)
      return ofKind(fields, 'phone').map((cell) => ({ cell, doubtful: !isAgency }))
    }
    case 'period':
      return /出生|有效|合同|居住证|学|贷|失业|公积金|租/.test(around)
        ? []
        : only(ofKind(fields, 'period'))
    case 'months': {
      const isOther = /断|欠|差|还有|再|补|每|前|后|试用|失业|中断|少|隔|孕|休/.test(around)
      const isPaid =
        /共|交|缴|累计|实际|参保|合计|总/.test(around) ||
        (left + right).replace(/[了的整是]/g, '') === ''
      return isOther || !isPaid || isRough ? [] : only(ofKind(fields, 'months'))
    }
    case 'money': {
      const isOther = /工资|基数|每月|每个月|月缴|补|花|罚|手续费|费用|退|贷|房|公积金/.test(around)
      const isBalance =
        /储存|账户|帐户|余额|里面?有|还有/.test(around) ||
        (left + right).replace(/[是的]/g, '') === ''
      return isOther || !isBalance || isRough ? [] : only(ofKind(fields, 'money'))
    }
    default:
      return ofKind(fields, ...(kindsOfSix(words) as ('divisionCode' | 'postcode')[])).map(
        (cell) => ({ cell, doubtful: true }),
      )
  }
}

function readSegments(
  pool: string,
  fields: readonly CellField[],
  context: Context,
  offer: (
    cell: CellField,
    answer: Answer<unknown>,
    at: { at: number; end: number },
    doubtful?: boolean,
  ) => void,
) {
  for (const segment of segments(pool)) {
    const { words } = segment
    if (
      /第\s*[\dA-Za-z]+\s*号/.test(words) &&
      /字|[(（\]〔]|\d{4}\s*年/.test(words) &&
      !/[路街巷弄村镇]/.test(words)
    )
      for (const cell of fields.filter(({ field }) => field === 'certificateNumber'))
        offer(cell, readCell(cell, words, context), segment)
    if (
      /社保|社会保险|医保|医疗保|人社|人力资源|养老/.test(words) &&
      findPlaces(words)[0]?.at === 0
    )
      for (const cell of ofKind(fields, 'organisation'))
        offer(cell, sureOnly(readCell(cell, words, context)), segment)
    else if (words.length >= 7) {
      const cells = ofKind(fields, 'address')
      for (const cell of cells) offer(cell, sureOnly(readCell(cell, words, context)), segment, true)
    }
    if (words.length <= 24 && !/\d/.test(words)) {
      readPlaceAlone(words, fields, context, (cell, answer) => offer(cell, answer, segment, true))
      readChoice(words, fields, context, (cell, answer, doubtful) =>
        offer(cell, answer, segment, doubtful),
      )
    }
  }
}

const sureOnly = (answer: Answer<unknown>): Answer<unknown> =>
  answer.kind === 'understood' ? answer : { kind: 'misunderstood', reason: 'notAnAnswer' }

function readPlaceAlone(
  words: string,
  fields: readonly CellField[],
  context: Context,
  offer: (cell: CellField, answer: Answer<unknown>) => void,
) {
  if (/^(?:男|女)$|[转到去回]|社保|保险|医保|中心|局$/.test(words)) return
  for (const cell of ofKind(fields, 'division'))
    offer(cell, sureOnly(readCell(cell, words, context)))
}

/** A stretch that is what a choice is called, in no other choice's words. */
function readChoice(
  words: string,
  fields: readonly CellField[],
  context: Context,
  offer: (cell: CellField, answer: Answer<unknown>, doubtful: boolean) => void,
) {
  if (!/^[\p{Script=Han}()（）]{2,14}$|^[男女]$/u.test(words)) return
  const fitting = fields.flatMap((cell) => {
    if (cell.kind === 'sex')
      return /^[男女]性?$/.test(words) ? [{ cell, answer: readCell(cell, words, context) }] : []
    if (cell.kind !== 'choice' || !names(words, cell)) return []
    const answer = readCell(cell, words, context)
    return answer.kind === 'understood' ? [{ cell, answer }] : []
  })
  for (const { cell, answer } of fitting) offer(cell, answer, fitting.length > 1)
}

/** Whether the words are a choice's label, its first or its bracketed part, or the larger half of it. */
const names = (words: string, { choices = {} }: CellField): boolean =>
  Object.values(choices).some((label) => {
    const [, bare = label, inner = ''] = /^([^(（]+)(?:[(（]([^)）]+)[)）])?$/.exec(label) ?? []
    const said = words.replace(/^(?:我是|是|属于|参加的?)/, '')
    if ([label, bare, inner, `${bare}户口`].includes(said)) return true
    return said.length >= 4 && bare.includes(said) && said.length * 2 >= bare.length
  })
