import { type Answer, type AnswerKind, misunderstood, notAnAnswer, understood } from './answer.ts'
import { askBack } from './askBack.ts'
import { dictation, digitRuns } from './digitRuns.ts'
import { told } from './told.ts'

function read(said: string): Answer<string> {
  const words = dictation(said)
  if (/区划|代码|编号|凭证号|验证码|身份证|手机/.test(words)) return notAnAnswer
  const runs = digitRuns(words, 6)
  const right = [...new Set(runs.filter((run) => /^\d{6}$/.test(run)))]
  if (right.length > 1)
    return askBack('several', { choices: right.map((value) => ({ value, label: value })) })
  if (right[0] === '000000') return misunderstood('nowhere')
  if (right[0] && runs.length === 1) return understood(right[0])
  if (right[0]) return askBack('several', { choices: [{ value: right[0], label: right[0] }] })
  const count = String(runs[0]?.length ?? 0)
  return /\d{3}/.test(words) || /^\d+$/.test(words)
    ? misunderstood('length', { count })
    : notAnAnswer
}

/** 邮政编码: six digits. */
export const postcode: AnswerKind<string> = {
  parse: (text) => told(text, (value) => value, read),
  write: (value) => value,
}
