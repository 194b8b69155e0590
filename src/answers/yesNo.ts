import { type Answer, type AnswerKind, notAnAnswer, understood } from './answer.ts'
import { askBack } from './askBack.ts'
import { comparable } from './plain.ts'
import { polarity } from './polarity.ts'
import { tooLong } from './told.ts'

const label = (value: boolean) => (value ? '是' : '否')

const question =
  /[?？]|吗|么$|怎么|为什么|为啥|什么|啥|哪(?!有$)|多少|多久|是不是|(?<!没)有没有|要不要|能不能|对不对|咋|如何|谁|如果|要是|假如/
const waiting = /^(?:好|好的|嗯)?[,， ]*(?:等|稍等|我找|我看|我查)|^对了[,， ]/

/** What takes back something said before, where more follows; by itself it is an answer. */
const correcting = /^(?:不对|错了|[说写填打选]错了|更正)[啊呀了,，.。!！ ]+(?=.)/

/** 算了 gives something up, and says yes to nothing. */
const givingUp = /^(?:唉|哎|那|还是)*算了[吧啊,，.。!！ ]*/

/** 嗯 before a sentence (嗯 我在厂里干了) only begins it. */
const humming = /^(?:嗯+|恩+)$/
const courtesy = /^(?:谢谢|多谢|麻烦|老师|您好|你好|好的?|哦|啊|呢|的)*$/

function answering(clauses: readonly string[]): readonly string[] {
  const [first = '', ...rest] = clauses
  return humming.test(first) && rest.some((clause) => !courtesy.test(clause)) ? rest : clauses
}

/** 是 or 否, in the words people use for them; what concerns somebody else is no answer. */
export const yesNo: AnswerKind<boolean> = {
  parse: (text, { choices }): Answer<boolean> => {
    if (text.length > tooLong) return notAnAnswer
    const both = [true, false].map((value) => ({
      value,
      label: choices?.[value ? 'yes' : 'no'] ?? label(value),
    }))
    const words = comparable(text).toLowerCase()
    const offered = Object.keys(choices ?? {})
    const picked = offered.length === 2 ? (offered[Number(words) - 1] ?? words) : words
    if (picked === 'yes' || picked === 'true') return understood(true)
    if (picked === 'no' || picked === 'false') return understood(false)
    if (waiting.test(words) || question.test(words)) return notAnAnswer
    const found = answering(
      words
        .replace(givingUp, '')
        .replace(correcting, '')
        .split(/[,，.。;；!！\n、~ ]+|(?<=[了的])(?=我[没不还])/),
    ).map(polarity)
    if (found.includes('double')) return askBack('unclear', { choices: both })
    if (found.includes('unknown')) return askBack('unsure', { choices: both })
    const clear = new Set(found.filter((each) => typeof each === 'boolean'))
    if (clear.size === 2 || (clear.size === 0 && found.includes('assent')))
      return askBack('unclear', { choices: both })
    if (clear.size === 0 || (clear.has(true) && found.includes('aside'))) return notAnAnswer
    return understood(clear.has(true))
  },
  write: (value) => label(value),
}
