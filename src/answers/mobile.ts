import { type Answer, type AnswerKind, misunderstood, notAnAnswer, understood } from './answer.ts'
import { askBack } from './askBack.ts'
import { dictation, digitRuns } from './digitRuns.ts'
import { mendTail } from './mendTail.ts'
import { comparable } from './plain.ts'
import { told } from './told.ts'

const mask = (value: string) => `${value.slice(0, 3)}****${value.slice(-4)}`

function read(said: string): Answer<string> {
  const words = dictation(said)
    .replace(/[()]/g, ' ')
    .replace(/(?<!\d)(?:\+|00) ?86[ -]*(?=1)/g, ' ')
    .replace(/(?<!\d)86[ .-]*(?=1[3-9](?:[ .-]?\d){9}(?!\d))/g, ' ')
  if (/\d[*●•xX]{2,}\d?/.test(words)) return misunderstood('masked')
  if (/\+ ?(?!86)[1-9]|(?<!\d[ ,.-]{0,2})00(?!86)[1-9]/.test(words)) return misunderstood('foreign')
  const runs = digitRuns(words, 11)
  const right = [...new Set(runs.filter((run) => /^1[3-9]\d{9}$/.test(run)))]
  if (right.length === 1) return understood(right[0]!)
  if (right.length > 1)
    return askBack('several', { choices: right.map((value) => ({ value, label: value })) })
  const longest = runs.reduce((best, run) => (run.length > best.length ? run : best), '')
  if (/^0[1-9]\d{8,10}$|^[48]00\d{7}$|^[2-8]\d{6,7}$/.test(longest))
    return misunderstood('landline')
  if (/^\d{17}[\dX]$/.test(longest)) return misunderstood('idNumber')
  if (longest.length === 11) return misunderstood('prefix')
  if (longest.length >= 5) return misunderstood('length', { count: String(longest.length) })
  return /^[\d\s-]+$/.test(words)
    ? misunderstood('length', { count: String(longest.length) })
    : notAnAnswer
}

const kin =
  '(?:儿子|女儿|闺女|孩子|娃|儿媳妇?|女婿|孙子|孙女|侄子|侄女|外甥|老伴|老公|老婆|丈夫|妻子|爱人|媳妇|对象|爸爸?|妈妈?|父亲|母亲|哥哥?|姐姐?|弟弟?|妹妹?|朋友|同事|家人|家里人|亲戚)'

/** Whose the number is: it may be a child's, as long as somebody can be reached on it. */
const owner = new RegExp(
  [
    `(?:这|那)个?是?(?:我|俺|咱)?(?:家|们)?的?(?:大|小)?${kin}的?(?:号码?|手机号?码?|电话)?`,
    `(?:是|[用留填写打换找]成?)?(?:我|俺|咱)?(?:家|们)?的?(?:大|小)?${kin}(?:那个|这个|的)*(?:手机号?码?|电话号?码?|号码?)?`,
    '[他她](?:的)?(?:名字)?叫\\p{Script=Han}{2,3}',
  ].join('|'),
  'gu',
)

/** What is said of a number that does not serve (儿子那个打不通). */
const dead = /^[^\d]{0,12}(?:打不通|停机|不用了|停用|换了|丢了|没电)了?[\s,，。;；]+(?=.*\d)/u

function parse(text: string): Answer<string> {
  const own = told(text, mask, read)
  if (own.kind !== 'misunderstood' || own.reason !== 'notAnAnswer') return own
  const others = told(comparable(text).replace(dead, '').replace(owner, ''), mask, read)
  return others.kind === 'understood' ? others : own
}

/** A mobile number of the mainland: 11 digits. */
export const mobile: AnswerKind<string> = {
  parse,
  mend: (before, words) => mendTail(before, words, parse),
  write: (value) => value,
  mask,
}
