import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Answer, AnswerKind } from '../../src/answers/answer.ts'
import { kinds } from '../../src/answers/kinds.ts'

const today = '2026-11-23'
const folder = new URL('./tables/', import.meta.url)
const own =
  'birthDate choice date idNumber mobile money months period phone postcode sex yesNo'.split(' ')
/** Kinds have a table that grew with their parser, and one written before its rows were tried. */
const kindOf = (table: string) => table.replace(/-unseen$/, '')

type Row = { words: string; expected: string; choices?: Record<string, string> }

/** Rows of `words ⇥ expected`; a line that begins with # offers other choices from there on. */
function rowsOf(kind: string): Row[] {
  const rows: Row[] = []
  let choices: Record<string, string> | undefined
  for (const line of readFileSync(new URL(`${kind}.tsv`, folder), 'utf8').split('\n')) {
    if (line === '') continue
    if (line.startsWith('# ')) {
      const pairs = line
        .slice(2)
        .split(' | ')
        .map((pair) => pair.split('=') as [string, string])
      choices = Object.fromEntries(pairs)
      continue
    }
    const [words = '', expected = ''] = line.split('\t')
    rows.push({ words: words.replaceAll('\\n', '\n'), expected, ...(choices && { choices }) })
  }
  return rows
}

function outcome(answer: Answer<unknown>, expected: string): string {
  if (answer.kind === 'understood') return JSON.stringify(answer.value)
  return expected.includes(' ') ? `${answer.kind} ${answer.reason}` : answer.kind
}

const tables = readdirSync(folder)
  .map((name) => name.replace(/\.tsv$/, ''))
  .filter((table) => own.includes(kindOf(table)))

describe.each(tables)('%s is read as people write it', (table) => {
  const { parse } = kinds[kindOf(table) as keyof typeof kinds] as AnswerKind<unknown>
  it.each(rowsOf(table))('$words → $expected', ({ words, expected, choices }) => {
    const answer = parse(words, { today, ...(choices && { choices }) })
    const normal = /^(?:ambiguous|misunderstood)/.test(expected)
      ? expected
      : JSON.stringify(JSON.parse(expected))
    expect(outcome(answer, expected)).toBe(normal)
  })
})

it('every kind of this table test has a table', () => {
  expect([...new Set(tables.map(kindOf))].sort()).toEqual(own)
})
