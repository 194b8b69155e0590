import { type Answer, type AnswerKind, misunderstood, notAnAnswer, understood } from './answer.ts'
import { askBack } from './askBack.ts'
import { dictation } from './digitRuns.ts'
import { fillerTest } from './filler.ts'
import { mendTail } from './mendTail.ts'
import { told } from './told.ts'

const extension = '(?:\\s*(?:[-转*#]|转分机|分机|ext\\.?)\\s*(\\d{1,6}))?'

/** A number with what people write between its digits, and its extension. */
const number = new RegExp(
  `(?<![\\d])(?:\\+?86[- ]?)?\\(?(?:0\\d{2,3}|1[3-9]\\d|[48]00)\\)?(?:[ .-]{0,2}\\d){6,9}(?!\\d)${extension}|(?<![\\d-])(?:[2-9]\\d{2,3}[ -]?\\d{4}|1\\d{4}|9[56]\\d{3,4})(?![\\d])${extension}`,
  'gi',
)

/** The digits before the extension: an area code with 7 or 8 more, a mobile, a service number, a local number. */
const shape =
  /^(?:86)?(?:0(?:10|2\d)\d{8}|0[3-9]\d{2}\d{7,8}|1[3-9]\d{9}|[48]00\d{7}|[2-9]\d{6,7}|12\d{3}|9[56]\d{3,4}|10\d{3}|11\d{3})$/

const withoutExtension = /\s*(?:转分机|转|分机|ext\.?|[*#]|(?<=\d{7})-)\s*\d{1,6}$/i

const isFiller = fillerTest(['电话', '号码', '座机', '热线', '联系', '机构', '打', '服务'])

function read(said: string): Answer<string> {
  const words = dictation(said)
    .replace(
      /(?<=区号[是为:： ]*\(?0\d{2,3}\)?)(?:[,，;； ]+|(?=[电号座]))(?:电话|号码|座机)?(?:号码)?[是为:： ]*(?=\d)/g,
      '-',
    )
    .replace(/(\d)\s*-\s*(?=\d)/g, '$1-')
  if (/\d[*●•xX]{2,}\d?/.test(words)) return misunderstood('masked')
  const found = [...words.matchAll(number)].map((match) => match[0].trim())
  const right = [
    ...new Set(
      found.filter((each) => shape.test(each.replace(withoutExtension, '').replace(/\D/g, ''))),
    ),
  ]
  if (right.length > 1)
    return askBack('several', { choices: right.map((value) => ({ value, label: value })) })
  const short = right.length === 1 && right[0]!.replace(/\D/g, '').length < 7
  if (short && !isFiller(words.replace(right[0]!, ''))) return notAnAnswer
  if (right.length === 1 && found.length === 1) {
    return right[0]!.length > 20 ? misunderstood('tooLong') : understood(right[0]!)
  }
  const digits = words.replace(/\D/g, '')
  return digits.length >= 3
    ? misunderstood('length', { count: String(digits.length) })
    : notAnAnswer
}

/** 12333行不行 asks whether the hotline will do; it tells no number of the agency's own. */
const asksLeave = /^\D*\d{5}\D*(?:行不行|[行能可]吗|可以[吗么不]|能不能|好不好)[?？!！。\s]*$/u

const parse = (text: string): Answer<string> =>
  asksLeave.test(text) ? misunderstood('hotline') : told(text, (value) => value, read)

/** A telephone number as printed: landline or mobile, with its extension, 20 characters at most. */
export const phone: AnswerKind<string> = {
  parse,
  complete: ([...messages]) => {
    const [last = '', before = ''] = messages.reverse().map((words) => words.trim())
    const isParted = /^0\d{2,3}$/.test(before) && /^[2-9]\d{6,7}$/.test(last)
    return isParted ? parse(`${before}-${last}`) : null
  },
  mend: (before, words) => mendTail(before, words, parse),
  write: (value) => value,
}
