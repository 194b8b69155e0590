import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'

const sentences: Record<string, Record<string, string>> = parse(
  readFileSync(new URL('../../flows/misunderstandings.yaml', import.meta.url), 'utf8'),
)
const kindsHere =
  'birthDate choice date idNumber mobile money months period phone postcode sex yesNo'.split(' ')

const answers = new URL('../../src/answers/', import.meta.url)
const source = (name: string) => readFileSync(new URL(name, answers), 'utf8')

/** Every reason that a file of parsers can give, read off its calls. */
function reasonsIn(name: string): string[] {
  const calls = source(name).matchAll(
    /(?:misunderstood|askBack(?:<\w+>)?)\(\s*(?:'(\w+)'|\w+ \? '(\w+)' : '(\w+)')/g,
  )
  return [...calls].flatMap(([, one, two, three]) =>
    [one, two, three].filter((each) => each !== undefined),
  )
}

const more: Readonly<Record<string, readonly string[]>> = {
  birthDate: reasonsIn('date.ts'),
  idNumber: ['checksum', 'date', 'province'],
  money: ['grouping', 'decimals'],
}

describe.each(kindsHere)('%s', (kind) => {
  const own = sentences[kind] ?? {}

  it('has a sentence for every reason its parser gives', () => {
    const reasons = new Set([
      ...reasonsIn(`${kind}.ts`),
      ...(more[kind] ?? []),
      'notAnAnswer',
      'unsure',
    ])
    expect(Object.keys(own).sort()).toEqual([...reasons].sort())
  })

  it.each(Object.entries(own))(
    '%s: says what is wrong, how to mend it, and an example',
    (_, sentence) => {
      expect(sentence).toMatch(/例：[^。]+$/)
      expect(sentence).not.toContain('输入有误')
      expect(sentence.replace(/例：.*$/, '').length).toBeGreaterThan(5)
      expect(sentence.length).toBeLessThanOrEqual(60)
    },
  )
})
