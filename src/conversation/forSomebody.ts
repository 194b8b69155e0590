import { hasQuestions } from '../flow/traits.ts'
import { forWhom, saysOnlyForWhom } from '../wishes/forWhom.ts'
import { type Draft, lead, say, topFrame, update } from './draft.ts'
import { isOfOnePerson } from './errand.ts'
import { replyTo, sayReply } from './hearWish.ts'
import { nameFor, takeInHand, whoseIs } from './people.ts'
import type { Frame } from './state.ts'
import { compiledFlow, enter, hasEnded, rewalk } from './walk.ts'
import { wishesHere } from './wanted.ts'

/** How sure a wish must be to be followed. */
const sure = 0.5
const farSurer = 0.2

/** “给我妈办”, “给我自己办”: the errands that follow are for somebody else. False: nothing of the kind was said. */
export function hearForWhom(draft: Draft, text: string): boolean {
  const said = forWhom(text)
  if (!said) return false
  if (said.later) {
    lead(draft, 'othersLater', { whose: said.whose })
    return true
  }
  const open = draft.state.stack.findLast(
    (frame) => whoseIs(frame) === said.whose && !hasEnded(draft, frame),
  )
  if (said.ifOpen && (!open || open === topFrame(draft))) return false
  if (said.owns && !open && giveOver(draft, said.whose)) return true
  const wanted = wish(draft, text)
  if (said.whose === draft.state.whose && (open || said.only) && !said.another) {
    const again = saysOnlyForWhom(text) && (!wanted || wanted === open?.flow)
    // Said once more, it answers nothing: the open question comes again, or what to do is asked.
    if (open || !again) return again && open === topFrame(draft)
  }
  const before = topFrame(draft)
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
  const flow = wanted ?? flowInHand(draft, before) ?? (also.test(text) ? flowBefore(draft) : null)
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

/** Somebody else too: the same errand once more, where it has been filed for the one before. */
const also = /也|同样|一样/u

const flowBefore = ({ state }: Draft): string | null => state.dossiers.at(-1)?.flow ?? null

/**
 * Gives the form in hand, and what it told, to the one whose data they are; the consent is asked anew.
 * False: nothing was filled in yet, or it is this person's already.
 */
function giveOver(draft: Draft, whose: string | null): boolean {
  const frame = topFrame(draft)
  if (!frame || frame.key || frame.path.length === 0 || hasEnded(draft, frame)) return false
  const { flow } = compiledFlow(draft, frame.flow)
  if (whoseIs(frame) === whose || !hasQuestions(flow)) return false
  const { person, certificate } = draft.state
  const isOfForm = ([field, value]: [string, unknown]) => frame.answers[field] === value
  const own = Object.entries(person).filter((entry) => !isOfForm(entry))
  update(draft, { person: Object.fromEntries(own), certificate: null })
  takeInHand(draft, whose)
  const { relation: _, ...told } = frame.answers
  const relation = 'relation' in flow.steps ? { relation: whose === null ? 'self' : 'agent' } : {}
  const { whose: __, ...rest } = frame
  const given: Frame = {
    ...rest,
    ...{ answers: { ...told, ...relation }, past: [], future: [] },
    ...(whose !== null && { whose }),
  }
  update(draft, { stack: [...draft.state.stack.slice(0, -1), given], aside: null, misses: 0 })
  if (certificate) update(draft, { certificate })
  rewalk(draft)
  lead(draft, whose === null ? 'givenToSelf' : 'givenOver', { whose })
  return true
}

/** Takes away an errand that was opened for the wrong person, before anything was answered. */
function drop(draft: Draft, errand: Frame): void {
  update(draft, { stack: draft.state.stack.filter((frame) => frame !== errand) })
}

/** Brings an errand that was interrupted to the top again. */
function resumeErrand(draft: Draft, errand: Frame): void {
  const below = draft.state.stack.filter((frame) => frame !== errand && !hasEnded(draft, frame))
  update(draft, { stack: [...below, errand], aside: null, misses: 0 })
  takeInHand(draft, whoseIs(errand))
  if (errand.whose === undefined) lead(draft, 'forSelf')
  else lead(draft, 'forOther', { whose: errand.whose })
}

function wish(draft: Draft, text: string): string | null {
  // A question in it (帮我妈问下要不要转) is one of the errand, unless it is asked far more surely (给孩子转医保).
  const ranked = wishesHere(draft, text)
  const best = ranked.find(({ wish }) => wish !== 'faq')
  const isAsked = best !== undefined && ranked[0]!.confidence - best.confidence > farSurer
  const id = best && best.confidence >= sure && !isAsked ? best.flow : null
  const compiled = id ? draft.catalogue.flows[id] : undefined
  return compiled && isOfOnePerson(compiled) ? id : null
}

/** The flow whose questions are being answered, which somebody else may want too. */
function flowInHand(draft: Draft, frame: Frame | undefined): string | null {
  if (!frame || hasEnded(draft, frame)) return null
  return hasQuestions(compiledFlow(draft, frame.flow).flow) ? frame.flow : null
}
