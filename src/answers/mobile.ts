import { type Answer, type AnswerKind, misunderstood, notAnAnswer, understood } from './answer.ts'
import { askBack } from './askBack.ts'
import { dictation, digitRuns } from './digitRuns.ts'
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

/** A mobile number of the mainland: 11 digits. */
export const mobile: AnswerKind<string> = {
  parse: (text) => told(text, mask, read),
  write: (value) => value,
  mask,
}
