import { readingChoices } from './ask.ts'
import { type Draft, update } from './draft.ts'
import { take } from './hearAnswer.ts'
import { readField } from './mending.ts'
import { pick, pickLine } from './offered.ts'
import type { Aside } from './state.ts'

type Reading = Extract<Aside, { kind: 'reading' }>

/**
 * What is said while readings of an answer are offered: the line of one, another value altogether, words
 * that tell one from the others, or that it is none of them. False: nothing of that.
 */
export function hearReading(draft: Draft, text: string, aside: Reading): boolean {
  const choices = readingChoices(aside)
  const assent = draft.catalogue.kinds.yesNo!.parse(text, { today: draft.event.today })
  const agrees = assent.kind === 'understood' ? assent.value : undefined
  const only = choices.length === 1 && agrees === true ? choices[0]!.value : null
  const line = pickLine(draft, text, choices) ?? only
  // 28650.5 is no part of 8,650.50: beside numbers, another number is another answer.
  const areNumbers = choices.every(({ label }) => /\d/.test(label))
  const anew = areNumbers && line === null ? readField(draft, aside.field, text) : null
  if (anew?.kind === 'understood') {
    take(draft, aside.field, anew.value)
    return true
  }
  if (anew?.kind === 'ambiguous') {
    update(draft, { aside: null })
    return false
  }
  const chosen = line ?? pick(draft, text, choices)
  const reading = aside.readings[choices.findIndex(({ value }) => value === chosen)]
  if (reading) take(draft, aside.field, reading.value)
  // Whoever has said no is not offered it again.
  else if (agrees === false) update(draft, { aside: null })
  return reading !== undefined || agrees === false
}
