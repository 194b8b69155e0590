import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { commandOf } from '../../src/wishes/command.ts'
import { lexicon, table, wishes } from './read.ts'

const told = (text: string) => {
  const command = commandOf(text, lexicon)
  if (!command) return 'none'
  const fields = command.field ?? command.fields?.join(',')
  const value = command.value === undefined ? '' : `=${command.value}`
  return fields ? `${command.wish} ${fields}${value}` : command.wish
}

describe('a message that as a whole is a command', () => {
  test.each(table('commands.tsv'))('%s ⇒ %s', (text, wanted) => {
    expect(told(text!)).toBe(wanted)
  })

  test('every command of the list is read as what it is', () => {
    for (const [id, { commands }] of Object.entries(wishes.wishes)) {
      for (const words of commands) expect(commandOf(words, lexicon)?.wish, words).toBe(id)
    }
  })

  test('a shared name means the field of the open form', () => {
    const fields = ['name', 'contactAddress', 'mobile']
    expect(commandOf('改地址', lexicon, { fields })).toEqual({
      wish: 'change',
      field: 'contactAddress',
    })
  })
})

describe('an answer', () => {
  test.each(table('answers.txt').map(([words]) => words!))('%s is no command', (words) => {
    expect(commandOf(words, lexicon)).toBeNull()
  })

  test('of digits alone is never a command', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^\d{1,20}$/), (digits) => {
        expect(commandOf(digits, lexicon)).toBeNull()
      }),
    )
  })

  test('of any kind never makes it throw', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const command = commandOf(text, lexicon)
        expect(command === null || command.wish in wishes.wishes).toBe(true)
      }),
    )
  })
})
