import type { Answer, Context } from './answer.ts'
import { readCell } from './cellOffers.ts'
import type { CellField } from './cells.ts'

/** One choice that a stretch of a message names. */
export type ChoiceRead = { cell: CellField; answer: Answer<unknown>; isDoubtful: boolean }

/** A stretch that is what a choice is called, in no other choice's words. */
export function readChoices(
  words: string,
  fields: readonly CellField[],
  context: Context,
): ChoiceRead[] {
  if (!/^[\p{Script=Han}()（）]{2,14}$/u.test(words)) return []
  const fitting = fields.flatMap((cell) => {
    if (cell.kind !== 'choice' || !(names(words, cell) || isDrawn(words, cell, context))) return []
    const answer = readCell(cell, words, context)
    return answer.kind === 'understood' ? [{ cell, answer }] : []
  })
  const meant = fitting.length > 1 ? atItsTime(words, fitting) : fitting
  return meant.map((one) => ({ ...one, isDoubtful: meant.length > 1 }))
}

/** Whether the words are a choice's label, its first or its bracketed part, or the larger half of it. */
function names(words: string, { field, choices = {} }: CellField): boolean {
  if (field === 'relation' && forWhom.test(words)) return true
  const said = words.replace(before, '').replace(/的$/, '')
  return Object.values(choices).some((label) => {
    const [, bare = label, inner = ''] = /^([^(（]+)(?:[(（]([^)）]+)[)）])?$/.exec(label) ?? []
    if ([label, bare, inner, `${bare}户口`].includes(said)) return true
    if (inner !== '' && said.length >= 2 && inner.startsWith(said) && said !== '农业') return true
    if (/^企业[交缴]?$/.test(said) && bare.includes('企业')) return true
    return said.length >= 4 && bare.includes(said) && said.length * 2 >= bare.length
  })
}

/** 领的是新农保: which pension is drawn, where it is drawing that the words or the question are about. */
const isDrawn = (words: string, { field }: CellField, { field: open, answers }: Context): boolean =>
  field === 'drawnScheme' &&
  /居民|农保|农村养老|城居保/u.test(words) &&
  !/[没交缴]/u.test(words) &&
  (/[领拿]/u.test(words) || open === 'drawing' || answers?.drawing === true)

const before =
  /^(?:我|本人|现在|目前|以前|原来|之前|在?老家|单位|参加|交|缴|的|是|属于|在)*(?=[^参加交缴的是在]{2})/u
const forWhom = /^(?:我)?(?:[给帮替]?(?:我)?自己|本人|代|[给帮替]别?人)办?(?:理|的)*$/

const now = /现|目前|单位/
const then = /以前|原来|之前|老家|过去/

/** 现在参加的是职工医保，以前是居民医保: of two cells alike, the one whose time is named. */
function atItsTime<Read extends { cell: CellField }>(words: string, fitting: Read[]): Read[] {
  const [current, former] = ['currentScheme', 'scheme'].map((field) =>
    fitting.find(({ cell }) => cell.field === field),
  )
  if (!current || !former) return fitting
  if (now.test(words) && !then.test(words)) return [current]
  if (then.test(words) && !now.test(words)) return [former]
  return fitting
}
