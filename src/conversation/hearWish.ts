import type { CompiledFlow } from '../flow/compile.ts'
import { hasQuestions, isMedical } from '../flow/traits.ts'
import { aboutWhom, asksForSelf } from '../wishes/forWhom.ts'
import { asks, isBareQuestion, isBlocked } from '../wishes/manner.ts'
import type { QuestionAnswer } from '../wishes/question.ts'
import { agreesAfterAll } from './consent.ts'
import { type Draft, lead, replaceTop, say, titleOf, topFrame, update } from './draft.ts'
import { isOfOnePerson, openErrand } from './errand.ts'
import { takeAll } from './hearCells.ts'
import { hearOfFiled } from './hearOfFiled.ts'
import { serialElsewhere } from './lookUp.ts'
import { readField } from './mending.ts'
import { takeInHand } from './people.ts'
import { greet, perform } from './repair.ts'
import { takeTold } from './takeTold.ts'
import { enter, hasEnded, rewalk } from './walk.ts'
import { wishesHere } from './wanted.ts'

/** Repairs that act on what was filed. */
const keepsakes: ReadonlySet<string> = new Set(['copy', 'receipt', 'papers'])

/** How sure a wish must be to be followed, and to interrupt a form. */
const sure = 0.5

const whyWrong =
  /^(?:这|那|它)?(?:为什么|为啥|为何|怎么|咋|哪里?|哪儿)(?:就|会|了)?(?:不对|错|不行|矛盾|不符|不一致)/u

/** A question in between, or another errand. False: nothing of the kind was said. */
export function hearWish(draft: Draft, text: string): boolean {
  if (agreesAfterAll(draft, text) || hearOfFiled(draft, text)) return true
  // What does not go together is said once more, with the values.
  if (draft.state.aside?.kind === 'contradiction' && whyWrong.test(text)) return true
  const reply = replyTo(draft, text)
  const [best, second] = wishesHere(draft, text)
  const frame = topFrame(draft)
  // Where nothing is in hand, a repair has nothing to act on: what sounds like one is a question.
  const isIdle = !frame || hasEnded(draft, frame) || frame.key !== undefined
  const isMoot = isIdle && best?.kind === 'repair' && !keepsakes.has(best.wish)
  if (reply && (isMoot || reply.confidence >= (best?.confidence ?? 0))) {
    sayReply(draft, reply)
    update(draft, { misses: 0 })
    return true
  }
  if (!best || best.confidence < sure) return false
  const { flows, has } = draft.catalogue
  if (
    second &&
    isErrand(flows[best.wish]) &&
    isErrand(flows[second.wish]) &&
    best.confidence - second.confidence < 0.05
  ) {
    const choices = [best.wish, second.wish].map((wish) => ({
      value: wish,
      label: flows[wish]!.flow.title,
    }))
    draft.said.push({ flow: null, text: draft.catalogue.render('common/whichWish', {}), choices })
    return true
  }
  const serial = best.wish === 'progress' && serialElsewhere(draft, text)
  if (serial) {
    enter(draft, 'look-up', { serial })
    return true
  }
  const flow = best.flow !== null && flows[best.flow]
  if (flow) {
    const whose = isOfOnePerson(flow) ? aboutWhom(text) : null
    const isSelf = isOfOnePerson(flow) && draft.state.whose !== null && asksForSelf(text)
    const isAnother = isSelf || (whose !== null && whose !== draft.state.whose)
    if (isAnother) takeInHand(draft, whose)
    if (isSelf) lead(draft, 'forSelf')
    const inHand = frame?.flow === flow.id && !hasEnded(draft, frame)
    const isAdvice = flow.loops && frame?.flow === flow.id && !isAnother
    if (isAdvice && inHand) lead(draft, 'verdictWaits')
    else if (isAdvice) rewalk(draft)
    else if (inHand && !isAnother) lead(draft, 'alreadyHere', { title: flow.flow.title })
    else {
      openErrand(draft, flow.id)
      takeAlong(draft, flow, text)
    }
    update(draft, { misses: 0 })
    return true
  }
  // Only a command or a choice answers whether a form is to be given up.
  const isHalfAWord = best.wish === 'cancel' && draft.state.aside?.kind === 'cancel'
  if (!isHalfAWord && perform(draft, { wish: best.wish })) return true
  if (best.wish === 'greeting' && draft.state.stack.length === 0) {
    greet(draft)
    return true
  }
  if (has(`common/topic.${best.wish}`)) {
    say(draft, `topic.${best.wish}`, {}, { flow: null })
    update(draft, { misses: 0 })
    return true
  }
  return false
}

/** Whether a flow is one that somebody may choose to go through. */
const isErrand = (flow: CompiledFlow | undefined): boolean =>
  flow !== undefined && hasQuestions(flow.flow)

/** What the wish itself said already (在广东交了10年，要不要转); a form asks for consent before anything. */
function takeAlong(draft: Draft, { id, flow }: CompiledFlow, text: string): void {
  const frame = topFrame(draft)
  if (frame?.flow !== id || frame.path.length > 0) return
  if ('consent' in flow.steps) takeKind(draft, text)
  else takeTold(draft, text)
}

/**
 * Of which kind the errand is, where the wish named it (退役军人保险转入). The first kind is the usual one, and
 * asked all the same: words of where somebody works now sound like it.
 */
function takeKind(draft: Draft, text: string): void {
  const frame = topFrame(draft)!
  const steps = Object.entries(draft.catalogue.flows[frame.flow]!.flow.steps)
  const [field, step] = steps.find(([, { kind }]) => kind === 'ask') ?? []
  if (!field || step?.kind !== 'ask' || step.answer !== 'choice' || !step.choices) return
  const { choices } = step
  const read = readField(draft, field, text)
  if (read.kind !== 'understood' || read.value === Object.keys(choices)[0]) return
  if (frame.step === field) return takeAll(draft, { [field]: read.value })
  replaceTop(draft, { answers: { ...frame.answers, [field]: read.value } })
  const label = draft.catalogue.label(field)
  lead(draft, 'noted', { label, value: choices[String(read.value)] })
}

/** What a question is about that names no subject (要多久), where nothing is filled in: the advice is about it too. */
const usual = '养老保险转移'

/**
 * The answer to a question. One that names no insurance is about the form in hand, or the one filed
 * last: what holds for the other insurance only is no answer to it.
 */
export function replyTo(draft: Draft, text: string): QuestionAnswer | null {
  const reply = sureReply(draft, text)
  const frame = topFrame(draft)
  const inHand = frame && !hasEnded(draft, frame) ? frame.flow : null
  const flow = inHand ?? draft.state.dossiers.at(-1)?.flow
  const ours = flow && isMedical(flow) ? 'medical' : 'pension'
  const isAboutPage = inHand !== null && isBlocked(text)
  const fits = reply && (reply.named || !reply.insurance || reply.insurance === ours)
  if (fits && !isAboutPage) return reply
  if (!reply && !isAboutPage && !(inHand && isBareQuestion(text))) return null
  const isAdvice = flow && draft.catalogue.flows[flow]?.loops
  const subject = flow && !isAdvice ? titleOf(draft, flow) : usual
  const about = sureReply(draft, subject + text)
  if (!about) return flow ? null : reply
  // That it is a question the words alone must tell, and not the subject that is put before them.
  return { ...about, ...(reply && !isAboutPage && { confidence: reply.confidence }) }
}

function sureReply({ catalogue }: Draft, text: string): QuestionAnswer | null {
  const reply = catalogue.replyTo(text)
  return reply && reply.confidence >= sure ? reply : null
}

/** Whether the words are a question that can be answered. */
export const isAnswerable = (draft: Draft, text: string): boolean =>
  asks(text) && replyTo(draft, text) !== null

/** Says an answer with its source, in a bubble of its own. */
export function sayReply(draft: Draft, reply: QuestionAnswer): void {
  say(draft, 'reply', reply, { flow: 'faq' })
}
