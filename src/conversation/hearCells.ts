import { askBack } from './askBack.ts'
import type { Cell, Cells } from './catalogue.ts'
import { type Draft, lead, topFrame, update, written, writtenValue } from './draft.ts'
import { fieldsNamed, readPart } from './mending.ts'
import { answerAll, reopen } from './walk.ts'

/** A value for each of several fields. */
export type Values = Readonly<Record<string, unknown>>

/**
 * What a message says about the cells of the form in hand; without `field`, no question stands open.
 * Cells that are filled are meant only by words that mend, or by those `among` which they are.
 */
export function cellsIn(
  draft: Draft,
  text: string,
  field?: string,
  among?: readonly string[],
): Cells {
  const frame = topFrame(draft)!
  const steps = draft.catalogue.flows[frame.flow]!.flow.steps
  const isMeant = (id: string) =>
    among?.includes(id) ?? (id === field || frame.answers[id] === undefined || mends(text))
  const cells: Cell[] = Object.entries(steps).flatMap(([id, step]) =>
    step.kind === 'ask' && step.answer !== 'file' && isMeant(id)
      ? [{ field: id, kind: step.answer, ...(step.choices && { choices: step.choices }) }]
      : [],
  )
  const read = draft.catalogue.readCells(text, cells, {
    today: draft.event.today,
    answers: frame.answers,
    ...(field && { field }),
  })
  return frame.listed ? withListed(read, frame.listed) : read
}

/** Words that only one of the listed fields can mean are no longer in doubt. */
function withListed({ found, unsure, rest }: Cells, listed: readonly string[]): Cells {
  const one = unsure.filter(
    ({ field, candidates }) => listed.includes(field) && candidates.length === 1,
  )
  const clear = one.filter(({ candidates }) => {
    const value = JSON.stringify(candidates[0]!.value)
    return one.filter((cell) => JSON.stringify(cell.candidates[0]!.value) === value).length === 1
  })
  return {
    found: [...found, ...clear.map(({ field, candidates }) => ({ field, ...candidates[0]! }))],
    unsure: unsure.filter((cell) => !clear.includes(cell)),
    rest,
  }
}

/** Words that say of a value before that it was wrong. */
export const mends = (text: string): boolean =>
  /不对|不是|错|改|换|更正|应该是|应为|有误|其实/u.test(text)

/** The values that may be taken: of cells still empty, and of those that the words put right. */
export function valuesOf(draft: Draft, text: string, { found }: Cells): Values {
  const { answers } = topFrame(draft)!
  const isMending = mends(text)
  const taken = found.filter(
    ({ field, correction }) => correction || isMending || answers[field] === undefined,
  )
  return Object.fromEntries(taken.map(({ field, value }) => [field, whole(draft, field, value)]))
}

/** A value with what it leaves out of the one that stands: an address of a house alone, one stint of several. */
export function whole(draft: Draft, field: string, value: unknown): unknown {
  const read = readPart(draft, field, writtenValue(draft, topFrame(draft)!, field, value, false))
  return read?.kind === 'understood' ? read.value : value
}

/** Takes several values at once, and says which. */
export function takeAll(draft: Draft, values: Values): void {
  answerAll(draft, values)
  const after = topFrame(draft)!
  const lines = Object.keys(values)
    .filter((field) => field in after.answers)
    .map((field) => ({
      label: draft.catalogue.label(field),
      value: written(draft, after, field, true),
    }))
  if (lines.length === 0) return
  const [only] = lines
  const head = draft.lead.splice(0)
  if (lines.length === 1 && only) lead(draft, 'noted', only)
  else lead(draft, 'notedSeveral', { lines })
  draft.lead.push(...head)
}

/** Several cells at once, or a correction of one that was filled before. */
export function hearCells(draft: Draft, text: string): boolean {
  const { step } = topFrame(draft)!
  const values = valuesOf(draft, text, cellsIn(draft, text, step))
  if (Object.keys(values).length === 0) return amendTail(draft, text)
  takeAll(draft, values)
  return true
}

/** 电话最后两位是88: the last digits of a number that was told before. */
function amendTail(draft: Draft, text: string): boolean {
  const { label } = draft.catalogue
  const thing =
    /(?<=^|[,，。\s])[^\d,，。\s]{2,10}?(?=的?(?:最后|末尾?|后面?|尾号))/u.exec(text)?.[0] ?? ''
  const read = fieldsNamed(draft, thing.replace(/^我的?/, '')).flatMap((field) => {
    const answer = readPart(draft, field, text)
    return answer ? [{ field, answer }] : []
  })
  const right = read.flatMap(({ field, answer }) =>
    answer.kind === 'understood' ? [{ field, value: answer.value, label: label(field) }] : [],
  )
  const [only, another] = right
  if (only && another)
    update(draft, { aside: { kind: 'doubt', doubts: [{ about: thing, options: right }] } })
  else if (only) takeAll(draft, { [only.field]: only.value })
  else if (read[0] && read[0].answer.kind !== 'understood') {
    reopen(draft, read[0].field)
    askBack(draft, read[0].field, read[0].answer, text)
  }
  return read.length > 0
}

/** What mends one cell and tells others too (名字错了，是李磊，月数54). False: it tells no more than one. */
export function hearSeveral(draft: Draft, text: string): boolean {
  const frame = topFrame(draft)
  if (!frame || frame.key) return false
  const cells = cellsIn(draft, text, frame.step)
  const values = valuesOf(draft, text, cells)
  if (Object.keys(values).length < 2) return false
  takeAll(draft, values)
  return true
}

/** New values for some cells, whether or not the words say that the old ones were wrong. */
export function hearCellsAmong(draft: Draft, text: string, only: readonly string[]): boolean {
  const { found: meant } = cellsIn(draft, text, undefined, only)
  if (meant.length === 0) return false
  takeAll(
    draft,
    Object.fromEntries(meant.map(({ field, value }) => [field, whole(draft, field, value)])),
  )
  return true
}
