import { describe, expect, test } from 'vitest'
import { createCatalogue } from '../src/assets/catalogue.ts'
import * as built from '../src/assets/generated.js'
import { writeLines } from '../src/conversation/transcript.ts'
import { expected, keepIfAsked, play, takeOn, transcripts } from './transcripts.ts'

const catalogue = createCatalogue(built)

describe('on the pure core', () => {
  for (const [name, transcript] of Object.entries(transcripts)) {
    test(transcript.title, async () => {
      const heard = await play(transcript.lines, takeOn(catalogue))
      keepIfAsked(name, transcript, heard)
      expect(writeLines(heard)).toBe(expected(transcript.lines, heard))
    })
  }
})

/** What somebody hears whose words led nowhere. */
const lost = /没有听懂|选项已经过去/

describe('what is recorded', () => {
  test.each(Object.entries(transcripts))(
    'in %s loses nobody three times on end',
    (_, { lines }) => {
      const answers = lines.flatMap(({ who, what }) => (who === '助手' ? [lost.test(what)] : []))
      const inARow = answers.filter((one, at) => one && answers[at + 1] && answers[at + 2])
      expect(inARow).toEqual([])
    },
  )
})
