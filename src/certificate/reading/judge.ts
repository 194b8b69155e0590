import { type Answer, type AnswerKind, type Context, understood } from '../../answers/answer.ts'
import { checks } from '../../answers/checks.ts'
import { isWithin, levelOf, parentOf } from '../../answers/divisions.ts'
import { findPlaces } from '../../answers/foundPlaces.ts'
import { sexOf } from '../../answers/identity.ts'
import { kinds } from '../../answers/kinds.ts'
import { papers } from '../papers.ts'
import { asPrinted } from './asPrinted.ts'
import type { RawCell } from './findCells.ts'
import { doubtOnPicture, type Evidence, isNumberedAt, isOtherDistrict, placeOf } from './proof.ts'
import type { Doubt, ReadCell, Reading } from './reading.ts'
import type { Recognised } from './recognise.ts'

/** How a form reads a field. */
export type FieldKind = { kind: string; choices?: Readonly<Record<string, string>> }

type Circumstances = {
  today: string
  /** The fields of the form that the certificate is for. */
  fields: Readonly<Record<string, FieldKind>>
}

/** Reads the printed cells as if a person had typed them, and marks what cannot be right. */
export function judge({ paper, source, raw }: Recognised, circumstances: Circumstances): Reading {
  const { today, fields } = circumstances
  const cells = new Map<string, ReadCell>()
  const evidence = new Map<string, Evidence>()
  for (const { id } of papers[paper].cells) {
    const own = raw.filter(({ cell }) => cell === id)
    const field = fields[id]
    if (!field || own.length === 0) continue
    const context = { today, field: id, ...(field.choices && { choices: field.choices }) }
    const read = readOne(own, field.kind, context, source)
    cells.set(id, read.cell)
    if (read.evidence) evidence.set(id, read.evidence)
  }
  const mark = (field: string, doubt: Doubt) => {
    const cell = cells.get(field)
    if (cell && cell.value !== undefined && !cell.doubt) cells.set(field, { ...cell, doubt })
  }
  const proved = provedIn(cells, raw)
  const onPicture = [...evidence].flatMap(([field, evidence]) => {
    const one = { kind: fields[field]!.kind, cell: cells.get(field)!, evidence }
    const doubt = source === 'text' ? null : doubtOnPicture({ ...one, isProved: proved.has(field) })
    return doubt ? [[field, doubt] as const] : []
  })
  for (const [field, doubt] of onPicture) if (doubt !== 'unproved') mark(field, doubt)
  for (const [field, doubt] of doubtsAbout(cells, raw, source)) mark(field, doubt)
  for (const [field, doubt] of onPicture) mark(field, doubt)
  return { paper, source, cells: [...cells.values()] }
}

/** One cell, of which there may be several copies. */
function readOne(
  own: readonly RawCell[],
  kind: string,
  context: Context & { field: string },
  source: Reading['source'],
): { cell: ReadCell; evidence?: Evidence } {
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
  if (!first) return { cell: { field, text: read[0]!.cell.text } }
  const alike = right.flatMap(({ cell, key }) => (key === first.key ? [cell] : []))
  const evidence = {
    isTwice: alike.some(({ look }) => look === 2) && alike.some(({ look }) => look !== 2),
    isParted: alike.every(({ parted }) => parted),
    sure: Math.min(...alike.map(({ sure }) => sure)),
  }
  const doubt = alike.length < right.length && { doubt: 'different' as const }
  return { cell: { field, text: first.cell.text, value: first.value, ...doubt }, evidence }
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

/** The fields for which a check digit, or another cell, speaks. */
function provedIn(cells: Cells, raw: readonly RawCell[]): ReadonlySet<string> {
  const said = (field: string) => cells.get(field)?.value
  const code = said('divisionCode')
  const isThere = (field: string) => placeOf(said(field)) === code
  const origin = (said('origin') as { code?: string } | undefined)?.code
  const proved = new Set(['idNumber'])
  if (capitalsIn(raw).includes(said('accountBalance') as number)) proved.add('accountBalance')
  if (typeof code !== 'string') return proved
  if (isThere('agencyName')) proved.add('agencyName')
  if (origin === code) proved.add('origin')
  if (origin === code || ['agencyName', 'agencyAddress'].some(isThere)) proved.add('divisionCode')
  return proved
}

/** The amounts that are printed in capitals. */
const capitalsIn = (raw: readonly RawCell[]): number[] =>
  raw.flatMap(({ cell, text }) => {
    const read = cell === 'balanceInWords' ? kinds.money.parse(text, { today: '' }) : null
    return read?.kind === 'understood' ? [read.value] : []
  })

/** What does not go together: by field, why. */
function doubtsAbout(
  cells: Cells,
  raw: readonly RawCell[],
  source: Reading['source'],
): (readonly [string, Doubt])[] {
  const answers = Object.fromEntries([...cells].map(([field, { value }]) => [field, value]))
  const doubts: (readonly [string, Doubt])[] = []
  const { idNumber, divisionCode, accountBalance, certificateNumber } = answers

  const sex = /^[男女]/.exec(raw.find(({ cell }) => cell === 'sex')?.text ?? '')?.[0]
  if (sex && typeof idNumber === 'string' && (sex === '男') !== (sexOf(idNumber) === 'M'))
    doubts.push(['idNumber', 'sex'])

  for (const [check, doubt] of [
    ['monthsWithinPeriod', 'months'],
    ['afterSixteenthBirthday', 'age'],
  ] as const) {
    const found = checks[check]?.(answers)
    for (const field of found?.fields ?? []) doubts.push([field, doubt])
  }
  const capitals = capitalsIn(raw)
  if (capitals.length > 0 && !capitals.includes(accountBalance as number))
    doubts.push(['accountBalance', 'different'])

  if (typeof divisionCode === 'string') {
    const isElse = source === 'text' ? isElsewhere : isOtherPlace
    const elsewhere = ['agencyName', 'agencyAddress'].filter((field) =>
      isElse(answers[field], divisionCode),
    )
    for (const field of elsewhere) doubts.push([field, 'place'])
    if (elsewhere.length > 0) doubts.push(['divisionCode', 'place'])
    if (source === 'picture' && !isNumberedAt(certificateNumber, divisionCode))
      doubts.push(['certificateNumber', 'unclear'])
  }
  return doubts
}

/** On a picture, where digits may be misread, another district of the same city as well. */
const isOtherPlace = (words: unknown, code: string): boolean =>
  isElsewhere(words, code) || isOtherDistrict(words, code)

/** Whether words name a city, or a province, other than that of a division code. */
function isElsewhere(words: unknown, code: string): boolean {
  if (typeof words !== 'string') return false
  const [first] = findPlaces(words)
  if (!first || first.at > 0 || first.reading.kind !== 'one') return false
  const named = first.reading.code
  const city = levelOf(named) === 'county' ? (parentOf(named) ?? named) : named
  return !isWithin(code, city)
}
