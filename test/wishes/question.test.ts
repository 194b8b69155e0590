import { describe, expect, test } from 'vitest'
import { answerQuestion } from '../../src/wishes/question.ts'
import { book, faq, glossary, table } from './read.ts'

const idOf = (text: string) => answerQuestion(text, book)?.id ?? 'none'

describe('a frequent question', () => {
  test.each(['known', 'heldout', 'unseen', 'blind'])('is answered as people ask it: %s', (name) => {
    const rows = table(`questions-${name}.tsv`)
    const missed = rows.filter(([text, wanted]) => !wanted!.split('|').includes(idOf(text!)))
    const told = missed.map(([text, wanted]) => `${text} ⇒ ${idOf(text!)}, not ${wanted}`)
    expect(missed.length / rows.length, told.join('\n')).toBeLessThanOrEqual(0.05)
  })

  test('is answered under each of its own phrasings', () => {
    const asks = Object.entries(faq.questions).flatMap(([id, { asks }]) =>
      asks.map((text) => ({ id, text })),
    )
    const missed = asks.filter(({ id, text }) => ![id, 'none'].includes(idOf(text).split('.')[0]!))
    const told = missed.map(({ id, text }) => `${text} ⇒ ${idOf(text)}, not ${id}`)
    expect(
      missed.filter(({ text }) => !idOf(text).startsWith('term.')).length / asks.length,
      told.join('\n'),
    ).toBeLessThanOrEqual(0.02)
  })

  test('has an answer of at most 150 characters with its source, and no phrasing twice', () => {
    const entries = Object.entries(faq.questions)
    expect(entries.length).toBeGreaterThanOrEqual(60)
    expect(entries.filter(([, { answer }]) => [...answer].length > 150)).toEqual([])
    expect(entries.filter(([, { source }]) => source.length < 3)).toEqual([])
    const asks = entries.flatMap(([, { asks }]) => asks)
    expect(asks.filter((ask, at) => asks.indexOf(ask) !== at)).toEqual([])
  })
})

describe('a term', () => {
  test('is explained under every name it has, in every way of asking', () => {
    for (const [id, { name, aliases }] of Object.entries(glossary)) {
      for (const words of [name, ...aliases]) {
        const answers = [`什么是${words}`, `${words}是什么意思`, `${words}啥意思？`].map(idOf)
        const isTerm = answers.every(
          (answer) => answer.startsWith('term.') || answer in faq.questions,
        )
        expect(isTerm, `${words} (${id}): ${answers}`).toBe(true)
      }
    }
  })

  test('that names a document and a field is the document', () => {
    expect(idOf('什么是凭证')).toBe('term.contributionCertificate')
  })

  test('is explained with its source', () => {
    const answer = answerQuestion('联系函是什么', book)!
    expect(answer.answer).toMatch(/^联系函：.*转入地/)
    expect(answer.source).toBe('国办发〔2009〕66号 第八条')
  })
})
