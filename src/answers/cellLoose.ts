import type { Answer, Context } from './answer.ts'
import { readChoices } from './cellChoices.ts'
import type { NumberFound } from './cellNumbers.ts'
import { type Offer, ofKind, readCell } from './cellOffers.ts'
import { readPlaceAlone, readPlaces } from './cellPlaces.ts'
import type { CellField } from './cells.ts'
import { blank, type CellText } from './cellText.ts'
import { isPublished } from './divisions.ts'
import { findPlaces } from './foundPlaces.ts'
import type { KindName } from './kinds.ts'
import { roundsOff } from './rounding.ts'

/** Reads what stands without a label; `text` has NUL for characters that are spoken for. */
export function readLoose(
  text: CellText,
  numbers: readonly NumberFound[],
  fields: readonly CellField[],
  context: Context,
): Offer[] {
  const free = numbers.filter(({ at, end }) => !text.said.slice(at, end).includes('\0'))
  const offers = readNumbers(text, free, fields, context)
  const marked = blank(text, offers)
  const periods = free.filter(({ kind }) => kind === 'period')
  offers.push(...readPlaces(marked, periods, fields, context))
  const left = blank(marked, offers)
  offers.push(...readSegments(left, fields, context), ...readSex(left, fields, context))
  return offers
}

type Clause = { before: string; after: string }

/** The words of the same clause on either side, up to the numbers beside it. */
const clauseOf = (said: string, { at, end }: { at: number; end: number }): Clause => ({
  before: said.slice(0, at).replace(/^.*[,，。;；\n\0]/su, ''),
  after: said.slice(end).replace(/[,，。;；\n\0].*$/su, ''),
})

function readNumbers(
  text: CellText,
  numbers: readonly NumberFound[],
  fields: readonly CellField[],
  context: Context,
): Offer[] {
  const { said } = blank(text, numbers)
  const isActual = ({ before }: Clause) => /实际|实缴|实交/.test(before)
  const isTotalToo = numbers.some((one) => one.kind === 'months' && isActual(clauseOf(said, one)))
  return numbers.flatMap((number): Offer[] => {
    const clause = clauseOf(said, number)
    if (number.kind === 'months' && isTotalToo && !isActual(clause)) return []
    if (/(?<!是)不是 ?$/.test(clause.before)) return []
    const correction = correctsBefore(text.said, number)
    return cellsFor(number, clause, fields).flatMap(({ cell, isDoubtful, isRough }): Offer[] => {
      const answer = readCell(cell, `${isRough ? '大概' : ''}${number.words}`, context)
      const isTold =
        answer.kind === 'understood' || (answer.kind === 'ambiguous' && isAskedBack(number))
      if (!isTold) return []
      return [
        {
          ...{ field: cell.field, answer, at: number.at, end: number.end, labelled: false },
          ...(isDoubtful && { doubtful: true }),
          ...(correction && { correction: true }),
        },
      ]
    })
  })
}

const isAskedBack = ({ kind }: NumberFound) => kind === 'period' || kind === 'months'

/** …不是54个月，是58个月: what follows puts right what was named before. */
const correctsBefore = (said: string, { at }: NumberFound): boolean =>
  /(?<!是)不是[^,，。;；是]{2,20}[,，]?(?:而是|应该是|是) ?$/.test(said.slice(0, at))

const saysNothing = (words: string): boolean =>
  words.replace(
    /[了的整是哦嗯我有查看和()（）]|所以|就是|应该|本人|改成|改为|换成|更正为|不对|错了|其实/g,
    '',
  ) === ''

const roughly = /大概|大约|差不多|估计/

type Fitting = { cell: CellField; isDoubtful?: boolean; isRough?: boolean }

function cellsFor(
  { kind, words }: NumberFound,
  { before, after }: Clause,
  fields: readonly CellField[],
): Fitting[] {
  const around = before + after
  const ofKinds = (...names: KindName[]): Fitting[] => {
    const cells = ofKind(fields, ...names)
    return cells.map((cell) => ({ cell, isDoubtful: cells.length > 1 }))
  }
  const [left = '', right = ''] = [
    before.split(/\s+/).at(-1)?.replace(/^之间/, ''),
    after.split(/\s+/)[0],
  ]
  const isRough = roundsOff(left + words + right) || roughly.test(before)
  switch (kind) {
    case 'idNumber':
      return ofKinds('idNumber')
    case 'mobile': {
      const own = ofKinds('mobile')
      return own.length > 0 ? own : doubtful(ofKinds('phone'))
    }
    case 'phone': {
      const isAgency = /社保|机构|经办|单位|医保|人社|中心|局/.test(around)
      return ofKinds('phone').map(({ cell }) => ({ cell, isDoubtful: !isAgency }))
    }
    case 'period':
      return /出生|有效|合同|居住证|学|贷|失业|公积金|租/.test(around)
        ? []
        : ofKinds('period').map((one) => ({ ...one, isRough: roughly.test(before) }))
    case 'months': {
      const isOther =
        /断|欠|差|还有|再|补|每|(?<![之以])前|后|试用|失业|少|隔|孕|休|应缴|应交/.test(
          around.replace(/没断过?|不间断/g, ''),
        )
      const isPaid = /共|交|缴|累计|实际|参保|合计|总/.test(around) || saysNothing(left + right)
      return isOther || !isPaid ? [] : ofKinds('months').map((one) => ({ ...one, isRough }))
    }
    case 'money': {
      const isOther = /工资|基数|每月|每个月|月缴|补|花|罚|手续费|费用|退|贷|房|公积金/.test(around)
      const isBalance =
        /储存|账户|余额|里面?有|里头|里边|还有/.test(around) || saysNothing(left + right)
      return isOther || !isBalance || isRough ? [] : ofKinds('money')
    }
    case 'six':
      return doubtful(
        ofKinds(...(isPublished(words) ? (['divisionCode'] as const) : []), 'postcode'),
      )
  }
}

const doubtful = (cells: readonly Fitting[]): Fitting[] =>
  cells.map((one) => ({ ...one, isDoubtful: true }))

/** Names of agencies, addresses, certificate numbers, places and choices, each alone between separators. */
function readSegments(text: CellText, fields: readonly CellField[], context: Context): Offer[] {
  return segmentsOf(text).flatMap((segment): Offer[] => {
    const { words, said, at, end } = segment
    const offers: Offer[] = []
    const offer = (cell: CellField, answer: Answer<unknown>, isDoubtful = false) => {
      if (answer.kind === 'understood')
        offers.push({
          ...{ field: cell.field, answer, at, end, labelled: false },
          ...(isDoubtful && { doubtful: true }),
        })
    }
    if (isCertificateNumber(said))
      for (const cell of fields.filter(({ field }) => field === 'certificateNumber'))
        offer(cell, readCell(cell, words, context))
    if (isAgencyName(said))
      for (const cell of ofKind(fields, 'organisation')) offer(cell, readCell(cell, words, context))
    else if (words.length >= 7)
      for (const cell of ofKind(fields, 'address'))
        offer(cell, readCell(cell, words, context), true)
    if (words.length > 24 || /\d/.test(words)) return offers
    if (text.said[end] !== '\0')
      for (const { cell, answer } of readPlaceAlone(said, fields, context))
        offer(cell, answer, true)
    for (const { cell, answer, isDoubtful } of readChoices(said, fields, context))
      offer(cell, answer, isDoubtful)
    return offers
  })
}

/** 男 or 女 between separators, blanks, or in brackets. */
function readSex({ said }: CellText, fields: readonly CellField[], context: Context): Offer[] {
  const sexes = /(?<=^|[\s,，、;；(（/\0])[男女](?=$|[\s,，、。;；)）/\0])/g
  return [...said.matchAll(sexes)].flatMap(({ index, 0: words }) =>
    ofKind(fields, 'sex').map((cell) => ({
      ...{ field: cell.field, answer: readCell(cell, words, context) },
      ...{ at: index, end: index + 1, labelled: false },
    })),
  )
}

const isCertificateNumber = (words: string): boolean =>
  /第\s*[\dA-Za-z]+\s*号/.test(words) &&
  /字|[(（\]〔]|\d{4}\s*年/.test(words) &&
  !/[路街巷弄村镇]/.test(words)

const isAgencyName = (words: string): boolean =>
  /社保|社会保险|医保|医疗保|人社|人力资源|养老/.test(words) &&
  /(?:中心|局|处|所|厅|科|室|部)(?:[(][^()]{1,12}[)])?$/.test(words) &&
  findPlaces(words)[0]?.at === 0

type Segment = { words: string; said: string; at: number; end: number }

/** Stretches between separators; of those with blanks in them, the parts as well. */
function segmentsOf({ written, said }: CellText): Segment[] {
  return [...said.matchAll(/[^,，。;；、\n\0:：!！?？/]+/g)].flatMap(({ index, 0: stretch }) => {
    const parts = [...stretch.matchAll(/[^\s]+/g)].map((part) => ({
      at: index + part.index,
      end: index + part.index + part[0].length,
    }))
    const whole = { at: parts[0]?.at ?? index, end: parts.at(-1)?.end ?? index }
    const all = parts.length > 1 && stretch.length > 6 ? [...parts, whole] : [whole]
    return all
      .map(trimmed(said))
      .filter(({ at, end }) => end > at)
      .map(({ at, end }) => ({ at, end, words: written.slice(at, end), said: said.slice(at, end) }))
  })
}

/** Without a bracket that stands at one end only, and without a bracketed heading. */
const trimmed =
  (said: string) =>
  ({ at, end }: { at: number; end: number }) => {
    const words = said.slice(at, end)
    const head =
      /^(?:[(（](?:凭证|机构)?[)）]?|[)）])(?![^()]*[)）]第)/.exec(words)?.[0].length ?? 0
    const tail = /[(（]$/.test(words) || (/[)）]$/.test(words) && !/[(（]/.test(words)) ? 1 : 0
    return { at: at + Math.min(head, words.length), end: Math.max(at + head, end - tail) }
  }
