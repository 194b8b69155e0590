import { asks, isAtALoss } from '../wishes/manner.ts'
import { type Draft, say, topFrame, update } from './draft.ts'
import { hasEnded, leave, rewalk } from './walk.ts'

const agreeing =
  /^(?:好吧?|那|那好|行吧?|算了|还是|我|就|[,，\s])*同意(?:了|吧|啊|填|办)*[。.!！\s]*$/u

/** “好吧同意” after a no: the form begins after all. */
export function agreesAfterAll(draft: Draft, text: string): boolean {
  const frame = topFrame(draft)
  if (!frame || frame.key || !hasEnded(draft, frame) || frame.path.length > 0) return false
  const { steps } = draft.catalogue.flows[frame.flow]!.flow
  if (!('consent' in steps) || !agreeing.test(text)) return false
  rewalk(draft)
  update(draft, { consentedOn: draft.event.today, misses: 0 })
  return leave(draft, 'agree')
}

/** What is told of the person, or asked in vain, where consent is asked: the long question need not come again. */
export function saysBeforeConsent(draft: Draft, text: string): boolean {
  if (topFrame(draft)?.step !== 'consent' || draft.state.aside || isAtALoss(text)) return false
  update(draft, { misses: draft.state.misses + 1 })
  say(draft, asks(text) ? 'cannotTell' : 'consentFirst')
  draft.asks = false
  return true
}
