import { type Answer, type AnswerKind, type Context, understood } from './answer.ts'
import { askBack } from './askBack.ts'
import { provinceOf } from './divisions.ts'
import { parsePlace } from './place.ts'
import { comparable } from './plain.ts'
import { stance, supposes } from './stance.ts'

/** A province by its name without ending (河南, 内蒙古); a city or district stands for the province it lies in. */
export const province: AnswerKind<string> = {
  parse: parseProvince,
  write: (name) => name,
}

/** 我是河南人，户口也在河南; 以前在湖南，现在户口迁到广东了: of several clauses, the one that names the household. */
const household = /(?:户口|户籍)(?!$)|[^体]户口$/
/** 户口跟着学校迁到上海了: where it is now. */
const moved = /^(?!.*[没不]).*?(?:迁到|迁往|迁去|转到|落到|落在|落户到?)(?:了)?(?<to>.+)$/u
/** Where somebody works or lives tells no household: 我在北京工作. */
const elsewhere = /工作|上班|打工|干活|单位|公司|厂|做生意|就业|住|生活|人在|交的|参保|社保/
const ofHousehold = /户|籍|老家|家乡|出生|[^工]人(?:$|[,，。])/

function parseProvince(text: string, context: Context): Answer<string> {
  const clauses = comparable(text).split(/[,，。;；\n]+| +(?=\p{Script=Han})|(?<=人)(?=户口|户籍)/u)
  const told = clauses.filter((clause) => !supposes(clause) && stance(clause) !== 'aside')
  const own =
    clauses.length > 1
      ? (told.findLast((clause) => household.test(clause)) ??
        told.findLast((clause) => moved.test(clause)))
      : undefined
  const named = (own ?? text).replace(/(?<=我)(?:自己|本人)/u, '')
  const direct = parsePlace(named, context)
  const to = direct.kind === 'misunderstood' ? moved.exec(own ?? clauses[0] ?? '')?.groups?.to : ''
  const answer = to && told.length > 0 ? parsePlace(to, context) : direct
  if (answer.kind === 'understood') {
    const value = provinceOf(answer.value.code)
    return elsewhere.test(named) && !ofHousehold.test(named)
      ? askBack('unsure', { choices: [{ value, label: value }] })
      : understood(value)
  }
  if (answer.kind === 'misunderstood') return answer
  const names = [...new Set(answer.choices?.map(({ value }) => provinceOf(value.code)))]
  const only = names[0]
  if (only && names.length === 1 && answer.reason !== 'unsure') return understood(only)
  return askBack(answer.reason === 'abolished' ? 'shared' : answer.reason, {
    ...(answer.facts && { facts: answer.facts }),
    ...(only && { choices: names.map((value) => ({ value, label: value })) }),
  })
}
