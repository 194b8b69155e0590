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
