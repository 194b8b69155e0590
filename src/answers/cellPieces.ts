import { agencyFields, cellLabels, headings, type Section } from './cellLabels.ts'

/** A label in a text with the stretch up to the next label, in which its value must stand. */
export type Labelled = {
  readonly fields: readonly string[]
  readonly label: string
  readonly at: number
  /** What stands between the label and its value: a colon, 是. */
  readonly lead: string
  readonly valueAt: number
  readonly end: number
  readonly section: Section | undefined
  /** A telephone or address after 联系人 or 经办人 without a heading: it may be anybody's. */
  readonly ofAnother: boolean
}

/** Short labels may be spaced out (姓 名); long ones would swallow what stands before them. */
const loose = (words: string) =>
  [...words]
    .map((char) => char.replace(/[()]/, '\\$&'))
    .join(words.length <= 4 ? '[ \\u3000]{0,3}' : '')

const anyLabel = new RegExp(
  [...cellLabels.map(({ words }) => words), ...headings.keys()]
    .sort((a, b) => b.length - a.length)
    .map((words) => `(?:${loose(words)})`)
    .join('|'),
  'g',
)
const byWords = new Map(cellLabels.map((label) => [label.words, label.fields]))

const lead =
  /^(?:[ *]*(?:[(](?:大写|小写|元|月|签章|盖章|必填)[)])?[ *]*(?:[:：=]|就?是|为|应该是|应为|叫做?|填|写的是|写)?[ :：]*\n?)/

/** The labels in plain text, each with its stretch. */
export function labelledPieces(text: string): Labelled[] {
  const found = [...text.matchAll(anyLabel)].filter((match) => isLabel(text, match.index, match[0]))
  const pieces: Labelled[] = []
  let section: Section | undefined
  let afterAnother = false
  found.forEach((match, i) => {
    const label = match[0].replace(/[ \u3000]/g, '')
    const end = found[i + 1]?.index ?? text.length
    const heading = headings.get(label)
    if (heading) section = heading
    const fields = heading ? [] : (byWords.get(label) ?? [])
    if (fields.length === 1 && fields[0] && fields[0] !== 'contactPerson')
      section = agencyFields.has(fields[0]) ? 'agency' : sectionAfter(fields[0], section)
    const after = match.index + match[0].length
    const between = lead.exec(text.slice(after, end))?.[0] ?? ''
    const ofAnother = afterAnother && section !== 'agency' && fields.length > 1
    afterAnother = /联系人|经办人|代办人|委托人/.test(label) || (ofAnother && afterAnother)
    pieces.push({
      ofAnother,
      fields,
      label,
      at: match.index,
      lead: between,
      valueAt: after + between.length,
      end,
      section,
    })
  })
  return pieces
}

const personal = new Set(
  'name idNumber sex personalNumber householdAddress householdType insuredPeriod paidMonths accountBalance mobile contactAddress'.split(
    ' ',
  ),
)
const sectionAfter = (field: string, section: Section | undefined): Section | undefined =>
  personal.has(field) ? 'person' : section

/** A label stands at the start of something or before its value, not inside another word. */
function isLabel(text: string, at: number, words: string): boolean {
  const before = text.slice(Math.max(0, at - 1), at)
  const after = text.slice(at + words.length)
  if (/^[ ]*[:：=]/.test(after)) return true
  if (/^[)）]/.test(after) && !words.endsWith(')')) return false
  if (/^[、的和与或及]/.test(after)) return false
  if (/^户[口籍]/.test(words) && /[业村镇非农市城地]/.test(before)) return false
  if (
    /^(?:户口|户籍地|住在|个人账户|电话|手机|余额|联系人|经办机构|社保机构|参保人|民族|说明|备注|密码|盖章)$/.test(
      words,
    ) &&
    /^(?:类|性|本|簿|的|里|上|开|丢|怎|在哪|没|员|信|局)/.test(after)
  )
    return false
  if (
    /^(?:转出地|转入地|经办机构|参保人|参保时间|单位名称)$/.test(words) &&
    /^(?:的|社|医|经办|和|给|要|会|那|怎|审|办|收|发|开)/.test(after)
  )
    return false
  return !/[哪找查看问]$/.test(before)
}

/**
 * Labels in one line over their values in the next (姓名 性别⏎张三 男), as text taken from a table comes:
 * label → value, where both lines have as many parts.
 */
export function tableRows(
  text: string,
): { head: readonly string[]; values: readonly string[]; at: number; end: number }[] {
  const rows: { head: string[]; values: string[]; at: number; end: number }[] = []
  const lines = text.split('\n')
  let at = 0
  lines.forEach((line, i) => {
    const next = lines[i + 1]
    const head = line.split(/[ |\t]+/).filter(Boolean)
    const values = next?.split(/[ |\t]+/).filter(Boolean) ?? []
    const known = head.every((one) => byWords.has(one.replace(/^\*/, '').replace(/[:：]$/, '')))
    if (
      head.length > 1 &&
      known &&
      values.length === head.length &&
      !values.some((one) => byWords.has(one))
    )
      rows.push({
        head: head.map((one) => one.replace(/^\*/, '').replace(/[:：]$/, '')),
        values,
        at,
        end: at + line.length + 1 + (next?.length ?? 0),
      })
    at += line.length + 1
  })
  return rows
}

/** The fields that a label alone stands for. */
export const fieldsOf = (label: string): readonly string[] => byWords.get(label) ?? []
