import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import type { AnswerKind } from '../../src/answers/answer.ts'
import { type KindName, kinds } from '../../src/answers/kinds.ts'

const today = '2026-11-23'
const own = [
  'name',
  'contactPerson',
  'division',
  'province',
  'divisionCode',
  'address',
  'organisation',
  'code',
  'stints',
] as const satisfies readonly KindName[]

const sentences: Record<string, Record<string, string>> = parse(
  readFileSync(new URL('../../flows/misunderstandings.yaml', import.meta.url), 'utf8'),
)

/** Rows of `words ⇥ expected`: a value as JSON, `ambiguous` or `misunderstood`. */
const rowsOf = (kind: string) =>
  [kind, `${kind}-unseen`]
    .filter((table) => existsSync(new URL(`./tables/${table}.tsv`, import.meta.url)))
    .flatMap((table) =>
      readFileSync(new URL(`./tables/${table}.tsv`, import.meta.url), 'utf8').split('\n'),
    )
    .filter((line) => line !== '')
    .map((line) => {
      const [words = '', expected = ''] = line.split('\t')
      return { words: words.replaceAll('\\n', '\n'), expected }
    })

describe.each(own)('%s is read as people write it', (name) => {
  const kind: AnswerKind<unknown> = kinds[name]
  const rows = rowsOf(name)

  it.each(rows)('$words → $expected', ({ words, expected }) => {
    const answer = kind.parse(words, { today })
    if (!/^[[{"]/.test(expected)) return expect(answer.kind).toBe(expected)
    expect(answer).toEqual({ kind: 'understood', value: JSON.parse(expected) })
  })

  it('has a sentence for what it cannot take, with every fact that the sentence wants', () => {
    for (const { words } of rows) {
      const answer = kind.parse(words, { today })
      if (answer.kind === 'understood') continue
      const sentence = sentences[name]?.[answer.reason]
      expect(sentence, `${name}.${answer.reason} (${words})`).toBeTypeOf('string')
      const wanted = [...(sentence ?? '').matchAll(/\{\{(\w+)\}\}/g)].map(([, fact]) => fact)
      expect(Object.keys(answer.facts ?? {}), `${name}.${answer.reason}`).toEqual(
        expect.arrayContaining(wanted),
      )
    }
  })

  it('says what is wrong, how to mend it, and an example', () => {
    for (const sentence of Object.values(sentences[name] ?? {})) {
      expect(sentence).toMatch(/例：[^。]+$/)
      expect(sentence).not.toContain('输入有误')
    }
  })

  it('offers values that read back as themselves', () => {
    // A word of four characters is taken for a name only where the person says that it is one.
    const frame = (words: string) => (name === 'name' ? `我叫${words}` : words)
    for (const { words } of rows) {
      const answer = kind.parse(words, { today })
      if (answer.kind !== 'ambiguous' || name === 'code') continue
      for (const { value } of answer.choices ?? [])
        expect(kind.parse(frame(kind.write(value, { today })), { today })).toEqual({
          kind: 'understood',
          value,
        })
    }
  })
})
