import { fullName, levelOf } from '../../answers/divisions.ts'
import { findPlaces } from '../../answers/foundPlaces.ts'
import type { Doubt, ReadCell } from './reading.ts'

/** How a value was read off a picture: by both looks, whole, how sure its least sure character is. */
export type Evidence = { isTwice: boolean; isParted: boolean; sure: number }

export type OnPicture = {
  kind: string
  cell: ReadCell
  evidence: Evidence
  /** Whether something else on the paper, or a check digit, says the same. */
  isProved: boolean
}

/** Recognition is this sure of what it reads well; wrong characters are rarely as sure. */
const surely = 0.96
/** One of a few choices needs less to be told from the others. */
const nearly = 0.85
/** Enough where something else says the same. */
const barely = 0.6

/** Why what was read off a picture wants a look, as far as the cell itself tells. */
export function doubtOnPicture({ kind, cell, evidence, isProved }: OnPicture): Doubt | null {
  const { isTwice, isParted, sure } = evidence
  if (!isTwice || isParted || sure < (isProved ? barely : kind === 'choice' ? nearly : surely))
    return 'unclear'
  if (isOdd[kind]?.(String(cell.value), cell.text)) return 'unclear'
  return !isProved && unprovable[kind]?.(String(cell.value)) ? 'unproved' : null
}

/** Kinds whose characters nothing speaks for, however sure they seem: one name is as good as another. */
const unprovable: Readonly<Record<string, (value: string) => boolean>> = {
  name: () => true,
  money: () => true,
  contactPerson: (value) => !ofOffice.test(value),
}

/** What is hardly printed so, by kind. */
const isOdd: Readonly<Record<string, (value: string, text: string) => boolean>> = {
  address: (value) => /[A-Za-z]/.test(value) || placeOf(value) === null,
  division: (_, text) => !/\d{6}/.test(text) && placeOf(text) === null,
  organisation: (value) => !isOffice(value),
}

/** The words that names of agencies and of their departments are made of. */
const ofOffice =
  /^(?:社会|保险|保障|医疗|基本|养老|基金|事业|管理|中心|服务|经办|结算|事务|社保|医保|人力|资源|和|城镇|城乡|职工|居民|劳动|就业|机构|分|局|处|所|科|股|部|厅|办公室|稽核|征缴|账户|关系|转移|接续|待遇|业务|综合|窗口|大厅|公共|[省市区县()])+$/

function isOffice(name: string): boolean {
  const [first] = findPlaces(name)
  return first?.at === 0 && ofOffice.test(name.slice(first.end))
}

/** The place that words begin with; null where there is none, or it may be several. */
export function placeOf(words: unknown): string | null {
  const [first] = typeof words === 'string' ? findPlaces(words) : []
  return first?.at === 0 && first.reading.kind === 'one' ? first.reading.code : null
}

/** Whether words begin with another district than a code's, both being districts. */
export function isOtherDistrict(words: unknown, code: string): boolean {
  const place = placeOf(words)
  return place !== null && place !== code && [place, code].every((one) => levelOf(one) === 'county')
}

/** Whether the place in a number (津宝坻2018年第…) may be the agency's; its first character stands for a province. */
export function isNumberedAt(number: unknown, code: string): boolean {
  const place = typeof number === 'string' ? /^\p{Script=Han}+/u.exec(number)?.[0] : undefined
  if (place === undefined) return true
  const known = `${fullName(code)}字第医保社养老转凭证`
  return [...place].slice(1).every((char) => known.includes(char))
}
