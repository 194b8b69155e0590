import { type Answer, type AnswerKind, type Context, understood } from './answer.ts'
import { askBack } from './askBack.ts'
import { provinceOf } from './divisions.ts'
import { parsePlace } from './place.ts'

/** A province by its name without ending (河南, 内蒙古); a city or district stands for the province it lies in. */
export const province: AnswerKind<string> = {
  parse: parseProvince,
  write: (name) => name,
}

function parseProvince(text: string, context: Context): Answer<string> {
  const answer = parsePlace(text, context)
  if (answer.kind === 'understood') return understood(provinceOf(answer.value.code))
  if (answer.kind === 'misunderstood') return answer
  const names = [...new Set(answer.choices?.map(({ value }) => provinceOf(value.code)))]
  const only = names[0]
  if (only && names.length === 1 && answer.reason !== 'unsure') return understood(only)
  return askBack(answer.reason === 'abolished' ? 'shared' : answer.reason, {
    ...(answer.facts && { facts: answer.facts }),
    ...(only && { choices: names.map((value) => ({ value, label: value })) }),
  })
}
