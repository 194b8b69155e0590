import { type Answer, type AnswerKind, notAnAnswer, understood } from './answer.ts'
import { askBack } from './askBack.ts'
import { fillerTest } from './filler.ts'
import { sexOf } from './identity.ts'
import { idNumber } from './idNumber.ts'
import { told } from './told.ts'

type Sex = 'M' | 'F'

const label = (value: Sex) => (value === 'M' ? '男' : '女')

const male =
  /男(?:性|士|生|人|的|同志|子|孩子?|娃|儿身|式)?|先生|小伙子?|帅哥|汉子|(?:大老|老)?爷们儿?|老头|♂|(?<![a-z])(?:m|male|man|boy)(?![a-z])/gi
const female =
  /女(?:性|士|生|人|的|同志|子|孩子?|娃|儿身|式|汉子)?|小姐|姑娘|美女|妇女|女汉子|老太太?|♀|(?<![a-z])(?:f|female|woman|girl)(?![a-z])/gi

const isFiller = fillerTest([
  '性别',
  '身份证',
  '一个',
  '一名',
  '一位',
  '个',
  '滴',
  '这还用问',
  '还用问',
  '普通',
  '真',
  '纯',
  '性',
])

function read(words: string): Answer<Sex> {
  const withoutFemale = words.replace(female, ' ')
  const rest = withoutFemale.replace(male, ' ')
  const sexes: Sex[] = []
  if (rest !== withoutFemale) sexes.push('M')
  if (withoutFemale !== words) sexes.push('F')
  if (sexes.length === 0 || (!isFiller(rest) && !/不是|并非/.test(rest))) return notAnAnswer
  if (sexes.length > 1 || /不是|并非/.test(rest)) {
    return askBack<Sex>('which', {
      choices: (['M', 'F'] as const).map((value) => ({ value, label: label(value) })),
    })
  }
  return understood(sexes[0]!)
}

/** `M` or `F`; an ID number tells it too. */
export const sex: AnswerKind<Sex> = {
  parse: (text, context) => {
    const number = idNumber.parse(text, context)
    if (number.kind === 'understood') return understood(sexOf(number.value))
    const offered = Object.keys(context.choices ?? {})
    const picked = offered[Number(text.normalize('NFKC').trim()) - 1]
    if (picked === 'M' || picked === 'F') return understood(picked)
    return told(text, label, read)
  },
  write: (value) => label(value),
}
