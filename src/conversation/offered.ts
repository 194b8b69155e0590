import { question } from './ask.ts'
import type { Draft } from './draft.ts'
import type { Choice, Saying } from './effect.ts'

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
