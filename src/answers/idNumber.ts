import {
  type Answer,
  type AnswerKind,
  type Context,
  misunderstood,
  notAnAnswer,
  understood,
} from './answer.ts'
import { askBack } from './askBack.ts'
import { dictation, digitRuns } from './digitRuns.ts'
import { flaw } from './identity.ts'
import { mendTail } from './mendTail.ts'
import { told } from './told.ts'

const mask = (value: string) =>
  `${value.slice(0, 3)}${'*'.repeat(value.length - 7)}${value.slice(-4)}`

/** 尾号是X, 最后一位叉, 大写X after the seventeenth digit. */
const lastIsX =
  /(\d)[\s,，。.]*(?:(?:尾号|最后(?:一位)?|末位|末尾|尾数|后面|结尾|再加)(?:是|为)?(?:个|字母|大写的?|小写的?|英文)*(?:[xX叉]|艾克斯|埃克斯)|(?:个|字母|大写的?|小写的?|英文)*(?:叉|艾克斯|埃克斯)|(?:个|字母|大写的?|小写的?|英文)+[xX])(?![a-zA-Z])/g

function read(said: string, today: string): Answer<string> {
  const words = dictation(said)
    .replace(/[хХχΧ×✕✖╳]/g, 'X')
    .replace(lastIsX, '$1X')
  if (/\d[*●•]{2,}|[*●•]{4,}\d|\d[xX]{3,}|\d某{2,}/.test(words)) return misunderstood('masked')
  const runs = digitRuns(words, 18)
  const full = [...new Set(runs.filter((run) => /^\d{17}[\dX]$/.test(run)))]
  const right = full.filter((run) => !flaw(run, today))
  if (right.length === 1) return understood(right[0]!)
  if (right.length > 1)
    return askBack('several', { choices: right.map((value) => ({ value, label: value })) })
  if (full[0]) return misunderstood(flaw(full[0], today) ?? 'checksum')
  if (/护照|通行证|passport/i.test(words) || /(?<![a-z\d])[a-z]{1,2}\d{7,9}(?![\dx])/i.test(words))
    return misunderstood('passport')
  const longest = runs.reduce((best, run) => (run.length > best.length ? run : best), '')
  if (/^\d{15}$/.test(longest)) return misunderstood('fifteen')
  if (/^1[3-9]\d{9}$/.test(longest)) return misunderstood('mobile')
  if (longest.length >= 6) return misunderstood('length', { count: String(longest.length) })
  return /^[\d\sxX]+$/.test(words)
    ? misunderstood('length', { count: String(longest.length) })
    : notAnAnswer
}

/** What else is copied from the card beside the number. */
const validity = /(?<=[\dXx])[\s,，。;；(（]*有效期.*$/s

function parse(text: string, { today }: Context): Answer<string> {
  return told(text.replace(validity, ''), mask, (words) => read(words, today))
}

/** 公民身份号码, 18 characters with X in upper case; residence permits (81, 82, 83, 9…) too. */
export const idNumber: AnswerKind<string> = {
  parse,
  mend: (before, words, context) => mendTail(before, words, (whole) => parse(whole, context)),
  write: (value) => value,
  mask,
}
