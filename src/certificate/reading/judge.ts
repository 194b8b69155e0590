import { type Answer, type AnswerKind, type Context, understood } from '../../answers/answer.ts'
import { checks } from '../../answers/checks.ts'
import { isWithin, levelOf, parentOf } from '../../answers/divisions.ts'
import { findPlaces } from '../../answers/foundPlaces.ts'
import { sexOf } from '../../answers/identity.ts'
import { kinds } from '../../answers/kinds.ts'
import { papers } from '../papers.ts'
import { asPrinted } from './asPrinted.ts'
import type { RawCell } from './findCells.ts'
import type { Doubt, ReadCell, Reading } from './reading.ts'
import type { Recognised } from './recognise.ts'

/** How a form reads a field. */
export type FieldKind = { kind: string; choices?: Readonly<Record<string, string>> }

type Circumstances = {
  today: string
  /** The fields of the form that the certificate is for. */
  fields: Readonly<Record<string, FieldKind>>
}

/** Below this, recognition itself is not sure of a character. */
const surely = 0.6

/** Reads the printed cells as if a person had typed them, and marks what cannot be right. */
export function judge({ paper, source, raw }: Recognised, circumstances: Circumstances): Reading {
  const { today, fields } = circumstances
  const cells = new Map<string, ReadCell>()
  for (const { id } of papers[paper].cells) {
    const own = raw.filter(({ cell }) => cell === id)
    const field = fields[id]
    if (!field || own.length === 0) continue
    const context = { today, field: id, ...(field.choices && { choices: field.choices }) }
    cells.set(id, readOne(own, field.kind, context, source))
  }
  const mark = (field: string, doubt: Doubt) => {
    const cell = cells.get(field)
    if (cell && cell.value !== undefined && !cell.doubt) cells.set(field, { ...cell, doubt })
  }
  for (const [field, doubt] of doubtsAbout(cells, raw)) mark(field, doubt)
  return { paper, source, cells: [...cells.values()] }
}

/** One cell, of which there may be several copies. */
function readOne(
  own: readonly RawCell[],
  kind: string,
  context: Context & { field: string },
  source: Reading['source'],
): ReadCell {
  const { field } = context
  const read = own.map((raw) => {
    const text = source === 'picture' && placed.has(kind) ? asPrinted(close(raw.text)) : raw.text
    const cell = { ...raw, text }
    return { cell, answer: understand(text, kind, context) }
  })
  const right = read.flatMap(({ cell, answer }) =>
    answer.kind === 'understood'
      ? [{ cell, value: answer.value, key: JSON.stringify(answer.value) }]
      : [],
  )
  const [first] = right
  if (!first) return { field, text: read[0]!.cell.text }
  const differs = right.some(({ key }) => key !== first.key)
  const isSeenTwice = right.some(({ cell, key }) => cell.look === 2 && key === first.key)
  const isSure = source === 'text' || (isSeenTwice && first.cell.sure >= surely)
  const doubt: Doubt | null = differs ? 'different' : isSure ? null : 'unclear'
  return { field, text: first.cell.text, value: first.value, ...(doubt && { doubt }) }
}

/** Kinds whose words are kept as they are, so that a gap in print must not become a blank. */
const written: ReadonlySet<string> = new Set('address organisation code contactPerson'.split(' '))

/** Kinds whose words begin with a place. */
const placed: ReadonlySet<string> = new Set(['address', 'organisation', 'division'])

const close = (words: string): string => words.replaceAll(' ', '')

/** The printed words as the form's answer; some kinds want to hear what they are. */
function understand(text: string, kind: string, context: Context): Answer<unknown> {
  const { parse } = (kinds as unknown as Readonly<Record<string, AnswerKind<unknown>>>)[kind]!
  const printed = text
    .replace(/^[:_\s]+|[_\s]+$/g, '')
    .replace(/[^\p{L}\d)]*(?:盖 ?章|签 ?章).{0,2}$/u, '')
  const words = written.has(kind) ? close(printed) : printed
  const answer = parse(words, context)
  if (answer.kind === 'understood') return answer
  const joined = parse(words.replaceAll(' ', ''), context)
  if (joined.kind === 'understood') return joined
  const named = kind === 'name' ? parse(`姓名：${words}`, context) : answer
  // Asked back only because of what it might be without its label.
  const only = named.kind === 'ambiguous' && named.choices?.length === 1 ? named.choices[0] : null
  return only ? understood(only.value) : named
}

type Cells = ReadonlyMap<string, ReadCell>

/** What does not go together: by field, why. */
function doubtsAbout(cells: Cells, raw: readonly RawCell[]): (readonly [string, Doubt])[] {
  const answers = Object.fromEntries([...cells].map(([field, { value }]) => [field, value]))
  const printed = (cell: string) => raw.find((one) => one.cell === cell)?.text ?? ''
  const doubts: (readonly [string, Doubt])[] = []
  const { idNumber, divisionCode } = answers

  const sex = /^[男女]/.exec(printed('sex'))?.[0]
  if (sex && typeof idNumber === 'string' && (sex === '男') !== (sexOf(idNumber) === 'M'))
    doubts.push(['idNumber', 'sex'])

  for (const [check, doubt] of [
    ['monthsWithinPeriod', 'months'],
    ['afterSixteenthBirthday', 'age'],
  ] as const) {
    const found = checks[check]?.(answers)
    for (const field of found?.fields ?? []) doubts.push([field, doubt])
  }

  const inWords = kinds.money.parse(printed('balanceInWords'), { today: '' })
  const { accountBalance } = answers
  if (inWords.kind === 'understood' && typeof accountBalance === 'number')
    if (inWords.value !== accountBalance) doubts.push(['accountBalance', 'different'])

  if (typeof divisionCode === 'string') {
    const elsewhere = ['agencyName', 'agencyAddress'].filter((field) =>
      isElsewhere(answers[field], divisionCode),
    )
    for (const field of elsewhere) doubts.push([field, 'place'])
    if (elsewhere.length > 0) doubts.push(['divisionCode', 'place'])
  }
  return doubts
}

/** Whether words name a city, or a province, other than that of a division code. */
function isElsewhere(words: unknown, code: string): boolean {
  if (typeof words !== 'string') return false
  const [first] = findPlaces(words)
  if (!first || first.at > 0 || first.reading.kind !== 'one') return false
  const named = first.reading.code
  const city = levelOf(named) === 'county' ? (parentOf(named) ?? named) : named
  return !isWithin(code, city)
}
