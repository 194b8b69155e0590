import { hasQuestions, isForm } from '../flow/traits.ts'
import { forWhom, saysOnlyForWhom } from '../wishes/forWhom.ts'
import { type Draft, lead, say, topFrame, update } from './draft.ts'
import { replyTo, sayReply } from './hearWish.ts'
import { nameFor, takeInHand, whoseIs } from './people.ts'
import type { Frame } from './state.ts'
import { compiledFlow, enter, hasEnded } from './walk.ts'

/** How sure a wish must be to be followed. */
const sure = 0.5

/** “给我妈办”, “给我自己办”: the errands that follow are for somebody else. False: nothing of the kind was said. */
export function hearForWhom(draft: Draft, text: string): boolean {
  const said = forWhom(text)
  if (!said) return false
  const open = draft.state.stack.findLast(
    (frame) => whoseIs(frame) === said.whose && !hasEnded(draft, frame),
  )
  if (said.whose === draft.state.whose && (open || said.only) && !said.another) {
    const again = saysOnlyForWhom(text)
    // Said once more, it answers nothing: the open question comes again, or what to do is asked.
    if (open || !again) return again && open === topFrame(draft)
  }
  const before = topFrame(draft)
  const wanted = wish(draft, text)
  if (open && !said.another && (!wanted || wanted === open.flow)) {
    resumeErrand(draft, open)
    return true
  }
  const whose = said.whose === null || said.only ? said.whose : nameFor(draft, said.whose)
  // What was sent just before, with nothing agreed to yet, is this person's.
  const { certificate, consentedOn } = draft.state
  const moves = certificate && consentedOn === null
  if (moves) update(draft, { certificate: null })
  takeInHand(draft, whose)
  if (moves) update(draft, { certificate })
  const flow = wanted ?? flowInHand(draft, before)
  if (flow) {
    if (before?.flow === flow && !hasEnded(draft, before) && before.path.length === 0)
      drop(draft, before)
    if (whose === null) lead(draft, 'forSelf')
    enter(draft, flow)
  } else {
    update(draft, { aside: null })
    // What is done in another way (给孩子转医保) is told, before it is asked what else to do.
    const reply = draft.catalogue.wishesOf(text)[0]?.wish === 'faq' && replyTo(draft, text)
    if (reply) sayReply(draft, reply)
    const sentence = whose === null ? 'whatForSelf' : 'whatForOther'
    say(draft, sentence, { whose }, { flow: null, choices: draft.catalogue.menu })
  }
  return true
}

/** Takes away an errand that was opened for the wrong person, before anything was answered. */
function drop(draft: Draft, errand: Frame): void {
  update(draft, { stack: draft.state.stack.filter((frame) => frame !== errand) })
}

/** Brings an errand that was interrupted to the top again. */
function resumeErrand(draft: Draft, errand: Frame): void {
  const below = draft.state.stack.filter((frame) => frame !== errand && !hasEnded(draft, frame))
  update(draft, { stack: [...below, errand], aside: null })
  takeInHand(draft, whoseIs(errand))
  if (errand.whose === undefined) lead(draft, 'forSelf')
  else lead(draft, 'forOther', { whose: errand.whose })
}

function wish(draft: Draft, text: string): string | null {
  const [best] = draft.catalogue.wishesOf(text)
  const flow = best && best.confidence >= sure && draft.catalogue.flows[best.wish]?.flow
  return flow && (isForm(flow) || flow.flow === 'need-transfer') ? flow.flow : null
}

/** The flow whose questions are being answered, which somebody else may want too. */
function flowInHand(draft: Draft, frame: Frame | undefined): string | null {
  if (!frame || hasEnded(draft, frame)) return null
  return hasQuestions(compiledFlow(draft, frame.flow).flow) ? frame.flow : null
}
