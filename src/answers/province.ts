import { type Answer, type AnswerKind, type Context, understood } from './answer.ts'
import { askBack } from './askBack.ts'
import { provinceOf } from './divisions.ts'
import { parsePlace } from './place.ts'
import { comparable } from './plain.ts'

/** A province by its name without ending (河南, 内蒙古); a city or district stands for the province it lies in. */
export const province: AnswerKind<string> = {
  parse: parseProvince,
  write: (name) => name,
}

/** 我是河南人，户口也在河南; 以前在湖南，现在户口迁到广东了: of several clauses, the one that names the household. */
const household =
  /(?:户口|户籍)(?:本|簿)?(?:现在|如今)?(?:也|还|都|是|又|才|已经)*(?:迁到|迁往|转到|落到|落在|在|是)/

function parseProvince(text: string, context: Context): Answer<string> {
  const clauses = comparable(text).split(/[,，。;；\n]+|(?<=人)(?=户口|户籍)/)
  const own = clauses.length > 1 ? clauses.findLast((clause) => household.test(clause)) : undefined
  const answer = parsePlace(own ?? text, context)
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
