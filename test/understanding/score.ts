import { readdirSync, readFileSync } from 'node:fs'
import type { AnswerKind } from '../../src/answers/answer.ts'
import { kinds } from '../../src/answers/kinds.ts'
import type { Cell } from '../../src/conversation/catalogue.ts'
import { catalogue, today } from '../everything/conversation.ts'
import { outcomeOf, remarks } from './midForm.ts'

/** How a table of what people say was understood; `askedBack` are rows that should have been taken and were not. */
export type Score = {
  table: string
  rows: number
  right: number
  wrong: number
  askedBack: number
  /** Microseconds of processor time a message, whatever else the machine does. */
  microseconds: number
}

type Verdict = 'right' | 'wrong' | 'askedBack'

/** Every table of what people say, read again: answers to one question, wishes, questions, remarks in mid-form. */
export function scoreAll(): Score[] {
  return [
    ...tablesIn('answers').map((table) => scoreOf(`answers/${table}`, answersOf(table))),
    ...['cells', 'cells-unseen', 'cells-blind'].map((table) =>
      scoreOf(`answers/${table}`, cells(table)),
    ),
    ...tablesIn('wishes').map((table) => scoreOf(`wishes/${table}`, wishesOf(table))),
    scoreOf(
      'mid-form',
      remarks.map((remark) => () => {
        const heard = outcomeOf(remark)
        if (heard === remark.expected) return 'right'
        return /^(?:ask-back|refused|help)$/.test(heard) ? 'askedBack' : 'wrong'
      }),
    ),
  ]
}

/** Each row once to warm up, then once by the processor's clock. */
function scoreOf(table: string, rows: readonly (() => Verdict)[]): Score {
  const verdicts = rows.map((read) => read())
  const start = process.cpuUsage()
  for (const read of rows) read()
  const { user, system } = process.cpuUsage(start)
  const microseconds = (user + system) / Math.max(1, rows.length)
  const count = (verdict: Verdict) => verdicts.filter((one) => one === verdict).length
  return {
    ...{ table, rows: rows.length, right: count('right'), wrong: count('wrong') },
    ...{ askedBack: count('askedBack'), microseconds },
  }
}

const folderOf = (concept: string) => new URL(`../${concept}/tables/`, import.meta.url)

const tablesIn = (concept: string): string[] =>
  readdirSync(folderOf(concept))
    .filter((name) => name.endsWith('.tsv'))
    .map((name) => name.replace('.tsv', ''))
    .filter((name) => concept !== 'answers' || kindOf(name) !== undefined)
    .sort()

const linesOf = (concept: string, table: string): string[] =>
  readFileSync(new URL(`${table}.tsv`, folderOf(concept)), 'utf8')
    .split('\n')
    .filter(Boolean)

/** `money-heldout.tsv` is a table of the kind `money`. */
const kindOf = (table: string): AnswerKind<unknown> | undefined =>
  (kinds as unknown as Record<string, AnswerKind<unknown>>)[table.split('-')[0] ?? '']

function answersOf(table: string): (() => Verdict)[] {
  let choices: Record<string, string> | undefined
  return linesOf('answers', table).flatMap((line) => {
    if (line.startsWith('# ')) {
      if (line.includes('=')) choices = Object.fromEntries(line.slice(2).split(' | ').map(pairOf))
      return []
    }
    const [words = '', expected = ''] = line.split('\t')
    const offered = choices
    return [() => verdictOf(table, words.replaceAll('\\n', '\n'), expected, offered)]
  })
}

const pairOf = (pair: string) => pair.split('=') as [string, string]

function verdictOf(
  table: string,
  words: string,
  expected: string,
  choices: Record<string, string> | undefined,
): Verdict {
  const read = kindOf(table)!.parse(words, { today, ...(choices && { choices }) })
  const isValue = !/^(?:ambiguous|misunderstood)/.test(expected)
  if (read.kind === 'understood') {
    const heard = JSON.stringify(read.value)
    return isValue && heard === JSON.stringify(JSON.parse(expected)) ? 'right' : 'wrong'
  }
  if (isValue) return 'askedBack'
  return read.kind === expected.split(' ')[0] ? 'right' : 'wrong'
}

/** A message with several cells is right where all of them are found and no other; fewer are asked for later. */
function cells(table: string): (() => Verdict)[] {
  let form = ''
  return linesOf('answers', table).flatMap((line) => {
    if (line.startsWith('# ')) form = `${line.slice(2)}-in`
    const [words = '', expected] = line.split('\t')
    if (line.startsWith('#') || expected === undefined) return []
    const steps = Object.entries(catalogue.flows[form]?.flow.steps ?? {})
    const fields: Cell[] = steps.flatMap(([field, step]) =>
      step.kind === 'ask' && step.answer !== 'file'
        ? [{ field, kind: step.answer, ...(step.choices && { choices: step.choices }) }]
        : [],
    )
    const asked = new Set(fields.map(({ field }) => field))
    const wanted = Object.entries(JSON.parse(expected) as object).filter(([id]) => asked.has(id))
    return [() => compare(wanted, words, fields)]
  })
}

function compare(wanted: [string, unknown][], words: string, fields: readonly Cell[]): Verdict {
  const text = words.replaceAll('\\n', '\n')
  const { found } = catalogue.readCells(text, fields, { today })
  const values = new Map(wanted.map(([field, value]) => [field, JSON.stringify(value)]))
  const isRight = ({ field, value }: (typeof found)[number]) =>
    values.get(field) === JSON.stringify(isPlace(value) ? value.code : value)
  if (!found.every(isRight)) return 'wrong'
  return found.length === wanted.length ? 'right' : 'askedBack'
}

const isPlace = (value: unknown): value is { code: string } =>
  typeof value === 'object' && value !== null && 'code' in value

/** Wishes by the surest one, questions by any of the answers that the table allows. */
function wishesOf(table: string): (() => Verdict)[] {
  const asksFaq = table.startsWith('questions')
  return linesOf('wishes', table).flatMap((line) => {
    const [words = '', expected = ''] = line.split('\t')
    if (line.startsWith('#') || expected === '') return []
    return [
      () => {
        const heard = asksFaq
          ? catalogue.replyTo(words)?.id
          : (catalogue.commandOf(words, [])?.wish ?? catalogue.wishesOf(words)[0]?.wish)
        if (heard === undefined) return expected === 'none' ? 'right' : 'askedBack'
        const wanted = expected.split('|').map((one) => one.split(' ')[0])
        return wanted.includes(heard) ? 'right' : 'wrong'
      },
    ]
  })
}
