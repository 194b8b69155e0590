import { isAtALoss, isBareQuestion } from '../wishes/manner.ts'
import { mend, mendChoices, wordsOfStatus } from './dossiers.ts'
import type { Draft } from './draft.ts'
import { enter } from './walk.ts'
import { isInHand, refusedLast, wishesHere } from './wanted.ts'

/** How sure a wish must be to be followed. */
const sure = 0.5

/**
 * What is said after an application went to the agency, or came back, and names no matter of its own: 再交一次,
 * 号码没错啊, 要等几天, 然后呢. False: it is about something else.
 */
export function hearOfFiled(draft: Draft, text: string): boolean {
  if (draft.state.dossiers.length === 0 || isInHand(draft)) return false
  const [best] = wishesHere(draft, text)
  const wish = best && best.confidence >= sure ? best.wish : null
  if (refusedLast(draft)) {
    if (wish === 'mend') return mend(draft, '')
    if (wish === 'settled' || (wish === null && isAtALoss(text))) return sayRefusal(draft)
  }
  const isAboutIt =
    wish === 'next' || ((wish === null || wish === 'progress') && isBareQuestion(text))
  if (!isAboutIt || (wish === null && draft.catalogue.replyTo(text))) return false
  enter(draft, 'progress')
  return true
}

/** Why the application came back and what to do, once more. False: none did. */
export function sayRefusal(draft: Draft): boolean {
  const refused = refusedLast(draft)
  if (!refused) return false
  const choices = mendChoices(draft, refused)
  draft.said.push({ flow: refused.flow, text: wordsOfStatus(draft, refused), choices })
  return true
}
