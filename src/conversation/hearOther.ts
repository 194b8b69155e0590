import { isForm } from '../flow/traits.ts'
import { isBareQuestion } from '../wishes/manner.ts'
import type { RankedWish } from '../wishes/recognise.ts'
import { saysBeforeConsent } from './consent.ts'
import { type Draft, update } from './draft.ts'
import { hearWish, replyTo, sayReply } from './hearWish.ts'
import { perform } from './repair.ts'
import { wishesHere } from './wanted.ts'

/** 不对 alone, where it answers nothing: something that was said before is wrong. */
const saysWrong = /^(?:哎呀?|哦|等等|等一下)?[,，\s]*不对[啊呀吧了哦,，。.!！\s]*$/u

/** How sure a wish must be to leave a form for another when it is only like an example, with no word that tells it. */
const sure = 0.7

/** What is said at a question of a form instead of an answer: that something was wrong, a question, another errand. */
export function hearOther(draft: Draft, text: string): boolean {
  if (saysWrong.test(text)) return perform(draft, { wish: 'change' })
  const [best] = wishesHere(draft, text)
  const isWish = best && best.wish !== 'faq' && best.confidence >= 0.5
  const reply = isBareQuestion(text) && !isWish ? replyTo(draft, text) : null
  if (reply) {
    sayReply(draft, reply)
    update(draft, { misses: 0 })
    return true
  }
  if (best && best.confidence < sure && isMereLikeness(draft, best) && !replyTo(draft, text))
    return saysBeforeConsent(draft, text)
  return hearWish(draft, text) || saysBeforeConsent(draft, text)
}

/** Wishes that leave a form for another, or throw it away, on nothing but being like an example. */
const isMereLikeness = ({ catalogue }: Draft, { wish, flow, evidence }: RankedWish): boolean => {
  const opened = flow === null ? undefined : catalogue.flows[flow]?.flow
  const leaves = wish === 'cancel' || (opened !== undefined && isForm(opened))
  return leaves && !evidence.words && !evidence.command
}
