import { agencyFields, cellLabels, everyday, headings, type Section } from './cellLabels.ts'
import type { CellText } from './cellText.ts'
import { soundsOf } from './sound.ts'

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
  /^(?:[ *]*(?:[(](?:大写|小写|元|月|签章|盖章|必填)[)])?[ *]*(?:[:：=]|就?是|为|应该是|应为|叫做?|填|写的是|写|选|在(?=\p{Script=Han}{2}))?[ :：]*\n?)/u

type Match = { label: string; at: number; end: number }

/** The labels in a message, each with its stretch. */
export function labelledPieces({ said }: CellText): Labelled[] {
  const found = [...written(said), ...misspelt(said)].sort((a, b) => a.at - b.at)
  const pieces: Labelled[] = []
  let section: Section | undefined
  let afterAnother = false
  found.forEach(({ label, at, end: after }, i) => {
    const end = found[i + 1]?.at ?? said.length
    const heading = headings.get(label)
    if (heading) section = heading
    const fields = heading ? [] : (byWords.get(label) ?? [])
    if (fields.length === 1 && fields[0] && fields[0] !== 'contactPerson')
      section = agencyFields.has(fields[0]) ? 'agency' : sectionAfter(fields[0], section)
    const between = lead.exec(said.slice(after, end))?.[0] ?? ''
    const isOwn = /(?:我的?|本人)$/.test(said.slice(0, at))
    if (fields.length > 1 && isMobile(said.slice(after, end)) && section !== 'agency')
      section = 'person'
    const ofAnother = afterAnother && section !== 'agency' && fields.length > 1
    afterAnother = /联系人|经办人|代办人|委托人/.test(label) || (ofAnother && afterAnother)
    pieces.push({
      ...{ fields, label, at, lead: between, end, ofAnother },
      valueAt: after + between.length,
      section: isOwn && fields.length > 1 ? 'person' : section,
    })
  })
  return lookAhead(said, pieces)
}

const isMobile = (words: string) => /^[:：是 ]*(?:\+?86)?1[3-9]\d[ -]?\d{4}[ -]?\d{4}/.test(words)

const written = (said: string): Match[] =>
  [...said.matchAll(anyLabel)].flatMap((match) => {
    const label = match[0].replace(/[ \u3000]/g, '')
    const end = match.index + match[0].length
    return isLabel(said, match.index, match[0]) ? [{ label, at: match.index, end }] : []
  })

/** What a label of three characters and more sounds like. */
const bySound = new Map(
  cellLabels
    .filter(({ words }) => /^\p{Script=Han}{2,}$/u.test(words) && !everyday.has(words))
    .map(({ words }) => [soundsOf(words), words]),
)

/** Labels with a wrong character that sounds right (生份证, 手几号), where something can begin. */
function misspelt(said: string): Match[] {
  const found: Match[] = []
  for (const { index } of said.matchAll(/(?<=^|[\s,，。;；:：、\0\dXx的])\p{Script=Han}{2}/gu)) {
    const run = /^\p{Script=Han}{2,7}/u.exec(said.slice(index))?.[0] ?? ''
    for (let size = run.length; size >= 2; size--) {
      const words = run.slice(0, size)
      const label = byWords.has(words) ? undefined : bySound.get(soundsOf(words))
      const isNear = label && sharing(label, words) * 2 >= size
      const after = said.slice(index + size)
      const isValued = size > 2 || /^[:：是]? ?[\d\0]/.test(after) || isNamed(label, after)
      if (!isNear || !isValued) continue
      found.push({ label, at: index, end: index + size })
      break
    }
  }
  return found
}

const isNamed = (label: string | undefined, after: string): boolean =>
  label !== undefined &&
  byWords.get(label)?.[0] === 'name' &&
  /^[:：是叫]? ?\p{Script=Han}{2,4}(?=$|[\s,，。;；])/u.test(after)

const sharing = (a: string, b: string) => [...a].filter((char, at) => b[at] === char).length

const contacts = new Set(['agencyPhone', 'agencyAddress', 'agencyPostcode'])

/** 电话 and 地址 before the name of the agency, with nothing of the person's between, are the agency's. */
function lookAhead(said: string, pieces: readonly Labelled[]): Labelled[] {
  const isAnyAgency = pieces.some(
    ({ fields }) => fields.length === 1 && agencyFields.has(fields[0] ?? ''),
  )
  let following: Section | undefined
  return pieces
    .toReversed()
    .map((piece) => {
      const only = piece.fields.length === 1 ? piece.fields[0] : undefined
      if (only && only !== 'contactPerson')
        following = agencyFields.has(only) ? 'agency' : personal.has(only) ? 'person' : undefined
      const isOpen =
        piece.fields.length > 1 &&
        piece.section === undefined &&
        piece.fields.some((field) => contacts.has(field)) &&
        !isMobile(said.slice(piece.at + piece.label.length))
      if (!isOpen || (following === 'person' && isAnyAgency)) return piece
      const ofAnother = piece.ofAnother && following !== 'agency'
      return { ...piece, section: following, ofAnother }
    })
    .reverse()
}

const personal = new Set(
  'name idNumber sex personalNumber householdAddress householdType insuredPeriod paidMonths accountBalance mobile contactAddress relation'.split(
    ' ',
  ),
)
const sectionAfter = (field: string, section: Section | undefined): Section | undefined =>
  personal.has(field) ? 'person' : section

/** A label stands at the start of something or before its value, not inside another word. */
function isLabel(said: string, at: number, words: string): boolean {
  const before = said.slice(Math.max(0, at - 1), at)
  const after = said.slice(at + words.length)
  const demanded = everyday.get(words)
  if (demanded && !demanded.test(after)) return false
  if (words === '编号' && /凭证\s*$/.test(said.slice(0, at))) return false
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

/** Whether words are the label of a cell, or of something that is none of ours. */
export const isCellLabel = (words: string): boolean => byWords.has(words)

/** The fields that a label alone stands for. */
export const fieldsOf = (label: string): readonly string[] => byWords.get(label) ?? []
