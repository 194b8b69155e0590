import { describe, expect, test } from 'vitest'
import { createCatalogue, type Generated } from '../src/assets/catalogue.ts'
import * as generated from '../src/assets/generated.ts'
import { writeLines } from '../src/conversation/transcript.ts'
import { expected, keepIfAsked, play, takeOn, transcripts } from './transcripts.ts'

const catalogue = createCatalogue(generated as unknown as Generated)

describe('on the pure core', () => {
  for (const [name, transcript] of Object.entries(transcripts)) {
    test(transcript.title, async () => {
      const heard = await play(transcript.lines, takeOn(catalogue))
      keepIfAsked(name, transcript, heard)
      expect(writeLines(heard)).toBe(expected(transcript.lines, heard))
    })
  }
})
