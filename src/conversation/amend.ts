import { askBack } from './askBack.ts'
import { askStep, type Draft, topFrame, update } from './draft.ts'
import { cellsIn, takeAll } from './hearCells.ts'
import { fieldsNamed, readField, readMended, readPart } from './mending.ts'
import { reopen } from './walk.ts'

/** What a message says of an answer before it: `thing` names it, `isSure` where the words say that it was wrong. */
type Correction = { thing: string; said: string; isSure: boolean }

const pause =
  '(?:(?:哎呀?|哦|噢|喔|啊|诶|呃|额|等等|等一?下|等会儿?|不好意思|抱歉|刚才|刚刚|上面|前面|之前|我|那个)[,，\\s]*)'
const wrong = '(?:不对|错了|[说写填打选看弄搞输记报]错了?|更正(?:一下)?)'
const saysWrong = new RegExp(
  `^${pause}*(?<thing>[^\\d,，。\\s]{0,8}?)的?${wrong}[,，。!！\\s啊呀了]*(?:应该|应当|其实)?是?(?<said>.+)$`,
  'su',
)
const saysOther = new RegExp(`^(?:${pause}*(?:应该|应当|其实)是?|${pause}+是)(?<said>.+)$`, 'su')
const notButBe = /^(?:哦|噢)?不是(?<old>.+?)[,，。\s]*而?是(?<said>.+)$/su

/** Kinds that take nearly any words: a mere 应该是 before them corrects nothing. */
const free: ReadonlySet<string> = new Set('name contactPerson code yesNo file'.split(' '))

/** Kinds whose values are told in parts (就到上个月) or roundly at first (2.8万, 28650). */
const gradual: ReadonlySet<string> = new Set(['period', 'money'])

/** Puts right an answer that was given before, mostly the last: “不对，是……”, “应该是……”. */
export function amend(draft: Draft, text: string): boolean {
  const { step: open, path } = topFrame(draft)!
  const last = path.at(-1)
  const heard = last === undefined ? null : correctionIn(draft, text, last)
  if (!heard || last === undefined) return false
  const named = fieldsNamed(draft, heard.thing)
  if (draft.unfinished && named.length === 0) return false
  if (cellsIn(draft, text, open).found.length > 0) return false
  const [field = last] = named
  const kind = askStep(draft, field)?.answer
  if (!kind || kind === 'file' || (!heard.isSure && free.has(kind))) return false
  if (amendField(draft, field, heard)) return true
  if (!heard.isSure) return false
  // 时间不对，2003年7月开始, said after more was answered: an end of a period tells which field it is.
  const periods = path.filter((one) => askStep(draft, one)?.answer === 'period')
  return (
    periods.some((one) => amendPart(draft, one, heard.said)) || askAgain(draft, field, heard.said)
  )
}

/** What goes on with the answer before, and answers nothing that is asked now: 就到上个月. */
export function amendBeside(draft: Draft, text: string): boolean {
  const { step: open, path } = topFrame(draft)!
  const last = path.at(-1)
  const kind = last === undefined ? undefined : askStep(draft, last)?.answer
  if (last === undefined || !kind || !gradual.has(kind)) return false
  return readField(draft, open, text).kind === 'misunderstood' && amendPart(draft, last, text)
}

function correctionIn(draft: Draft, text: string, last: string): Correction | null {
  const { old, said } = notButBe.exec(text)?.groups ?? {}
  if (old && said) {
    const before = askStep(draft, last)?.answer === 'file' ? null : readField(draft, last, old)
    const isLast = before?.kind === 'understood' && stands(draft, last, before.value)
    if (isLast) return { thing: '', said, isSure: true }
  }
  const sure = saysWrong.exec(text)?.groups
  if (sure?.said) return { thing: sure.thing ?? '', said: sure.said, isSure: true }
  const other = saysOther.exec(text)?.groups
  return other?.said ? { thing: '', said: other.said, isSure: false } : null
}

const stands = (draft: Draft, field: string, value: unknown): boolean =>
  JSON.stringify(topFrame(draft)!.answers[field]) === JSON.stringify(value)

function amendField(draft: Draft, field: string, { said, isSure }: Correction): boolean {
  const { step: open, answers } = topFrame(draft)!
  const read = readMended(draft, field, said)
  if (read.kind !== 'understood' || stands(draft, field, read.value)) return false
  const own = isSure ? null : readField(draft, open, said)
  if (own?.kind === 'understood' && !isAlike(answers[field], read.value)) {
    const options = [
      { field, value: read.value, label: draft.catalogue.label(field) },
      { field: open, value: own.value, label: draft.catalogue.label(open) },
    ]
    update(draft, { aside: { kind: 'doubt', doubts: [{ about: said, options }] } })
    return true
  }
  takeAll(draft, { [field]: read.value })
  return true
}

/** 98 and 96: numbers of one length of which half the digits are the same. */
function isAlike(before: unknown, after: unknown): boolean {
  const [a, b] = [String(before), String(after)]
  if (typeof after !== 'number' || a.length !== b.length) return false
  return [...a].filter((digit, at) => digit === b[at]).length * 2 >= a.length
}

function amendPart(draft: Draft, field: string, said: string): boolean {
  const read = askStep(draft, field) ? readPart(draft, field, said) : null
  if (read?.kind !== 'understood') return false
  takeAll(draft, { [field]: read.value })
  return true
}

/** A correction that leaves the right value open: its question is asked once more. */
function askAgain(draft: Draft, field: string, said: string): boolean {
  const { step: open } = topFrame(draft)!
  const read = readMended(draft, field, said)
  const tells =
    read.kind === 'ambiguous' || (read.kind === 'misunderstood' && read.reason !== 'notAnAnswer')
  if (!tells || readField(draft, open, said).kind === 'understood') return false
  reopen(draft, field)
  askBack(draft, field, read, said)
  return true
}
