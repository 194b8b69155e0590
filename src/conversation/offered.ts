import { question } from './ask.ts'
import type { Draft } from './draft.ts'
import type { Choice, Saying } from './effect.ts'
import { isBareLine, isWeighty, saysOnly } from './plainly.ts'

/** The choices that stood beside the open question: what could come next, what could be mended. */
export const offeredIn = (said: readonly Saying[]): readonly Choice[] =>
  said.flatMap(({ choices }) => choices ?? [])

const plain = (text: string): string => text.normalize('NFKC').trim()

/** A plain yes to giving a form up; 嗯 and 好的 are too little to throw anything away. */
const givesUp =
  /^(?:(?:是|对|没错|确定|确认)的?(?:放弃|取消|不要了)?|我?(?:要|确定|真的)(?:放弃|取消|不要了))(?:吧|了|啊)*[。.!！]*$/u

/**
 * The choice offered last that somebody means who has no buttons: by its very words, or by its number
 * where no question stands open.
 */
export function pickOffered(draft: Draft, text: string): string | null {
  if (draft.state.aside?.kind === 'cancel' && givesUp.test(plain(text))) return 'cancel'
  const offered = draft.state.offered ?? []
  const words = plain(text)
  const says = (choice: Choice) => plain(choice.label) === words
  const meant = offered.find(says)
  const numbered = /^\d{1,2}$/.test(words) ? offered[Number(words) - 1] : undefined
  if (!meant && !numbered) return null
  const open = question(draft)
  if (meant && !open?.choices?.some(says)) return meant.value
  return open ? null : (numbered?.value ?? null)
}

/** The choice that words mean, by its line or by what it says; never one that says another number. */
export function pick(draft: Draft, text: string, offered: readonly Choice[]): string | null {
  const line = pickLine(draft, text, offered)
  if (line !== null && (isBareLine(text) || !(isWeighty(line) || mends.test(text)))) return line
  const value = chosen(draft, text, labelsOf(offered))
  const label = offered.find((choice) => choice.value === value)?.label
  if (value === null || label === undefined || (value === line && mends.test(text))) return null
  if (isWeighty(value) && !saysOnly(text, label)) return null
  const told = numbersIn(label)
  const saysAnother = told.length > 0 && numbersIn(text).some((number) => !told.includes(number))
  return saysAnother ? null : value
}

/** A number after these is a value, and no line. */
const mends = /改成|改为|不是|不对|错/

/** The choice that words mean by nothing but its place among the others: 2, 第一个. */
export const pickLine = (draft: Draft, text: string, offered: readonly Choice[]): string | null =>
  chosen(draft, text, labelsOf(offered.map(({ value }, at) => ({ value, label: unsayable(at) }))))

const unsayable = (at: number): string => String.fromCharCode(0xe000 + at)

const labelsOf = (offered: readonly Choice[]) =>
  Object.fromEntries(offered.map(({ value, label }) => [value, label]))

function chosen(draft: Draft, text: string, choices: Record<string, string>): string | null {
  const read = draft.catalogue.kinds.choice!.parse(text, { today: draft.event.today, choices })
  return read.kind === 'understood' ? String(read.value) : null
}

/** Amounts of money are written with commas: 8,650.50. */
const numbersIn = (text: string): number[] =>
  (
    plain(text)
      .replaceAll(/(?<=\d)[,，](?=\d)/g, '')
      .match(/\d+(?:\.\d+)?/g) ?? []
  ).map(Number)
