import type { StepOf } from '../flow/schema.ts'
import { hasQuestions } from '../flow/traits.ts'
import type { Command } from '../wishes/command.ts'
import { asks, isAtALoss } from '../wishes/manner.ts'
import { asInsured } from './asInsured.ts'
import { fieldChoices, question, readingChoices } from './ask.ts'
import { settleDoubt } from './doubt.ts'
import { choicesOf, type Draft, lead, openStep, say, topFrame, update } from './draft.ts'
import { openErrand } from './errand.ts'
import { hearForWhom } from './forSomebody.ts'
import { hearAnswer, hearManner, take, takeChosen } from './hearAnswer.ts'
import { hearCells, hearCellsAmong, hearSeveral } from './hearCells.ts'
import { hearFile, settlePage } from './hearFile.ts'
import { hearAfterRefusal, hearMend, hearSomethingWrong } from './hearMend.ts'
import { hearMore } from './hearMore.ts'
import { hearOther } from './hearOther.ts'
import { hearProposal, settleProposal } from './hearProposal.ts'
import { hearReading } from './hearReading.ts'
import { hearWish } from './hearWish.ts'
import { hearCode } from './join.ts'
import { hearPart } from './narrow.ts'
import { pick, pickOffered } from './offered.ts'
import { isForLater } from './plainly.ts'
import { keepContradiction, perform } from './repair.ts'
import type { Aside } from './state.ts'
import { hasEnded, leave, returnTo } from './walk.ts'

/** What a person said in words. */
export function hearText(draft: Draft, written: string): void {
  const text = asInsured(draft, written)
  if (hearCode(draft, text)) return
  const { aside } = draft.state
  if (aside?.kind === 'proposal' && hearProposal(draft, text, aside)) return
  if (aside?.kind === 'reading' && hearReading(draft, text, aside)) return
  const offered = (aside && aside.kind !== 'reading' && question(draft)?.choices) || []
  const picked = offered.length > 0 ? pick(draft, text, offered) : null
  if (picked) return hearChoice(draft, picked)

  if (draft.state.aside?.kind === 'cancel' && keepsOn.test(text)) return hearChoice(draft, 'resume')

  const asksWhich = aside?.kind === 'whichField' || aside?.kind === 'choose'
  if (asksWhich && nothingElse.test(text)) return update(draft, { aside: null })

  const again = pickOffered(draft, text)
  if (again !== null) return hearChoice(draft, again)

  const command = draft.catalogue.commandOf(text, fieldsInForm(draft))
  if (command?.value && hearSeveral(draft, text)) return
  if (command && isMendOfSomething(draft, command) && hearCells(draft, text)) return
  if (command && perform(draft, command)) return

  if (aside?.kind === 'contradiction') return hearWhichIsWrong(draft, text, aside.fields)
  if (hearForWhom(draft, written)) return
  if (aside?.kind === 'proposal') return hearBeside(draft, text)
  if (aside?.kind === 'narrow') return hearWhichPart(draft, text, aside)
  const step = openStep(draft)
  const line = step?.kind === 'ask' && !aside && lineOf(draft, step, text)
  if (line) return hearChoice(draft, line)
  if (step?.kind === 'ask') return hearAnswer(draft, step, text)
  if (step?.kind === 'confirm') return hearDecision(draft, step, text)
  if (!hearMore(draft, text) && !hearWish(draft, text) && !hearAfterRefusal(draft, text))
    missed(draft)
}

/** 改成53个月 names no field, but the value may show which one it is. */
const isMendOfSomething = (draft: Draft, { wish, field, fields }: Command): boolean =>
  wish === 'change' && !field && !fields && topFrame(draft)?.key === undefined && !!topFrame(draft)

/** What takes back the wish to give a form up: nothing is thrown away on half a word. */
const keepsOn =
  /不(?:想|要|是要?)?(?:放弃|取消|退出)|别(?:放弃|取消)|还(?:要|想|是)?(?:接着|继续)?(?:办|填)|^[不别没]/u

/** Which cell? None, after all. */
const nothingElse =
  /^(?:都?没有?(?:了|错|问题|要改的)?|都?不(?:用|要|想)?改了?|都?对的?)[了的呀啊吧。.!！\s]*$/u

/** The choice that stands on a line of that number, where a question lists its answers. */
function lineOf(draft: Draft, step: StepOf<'ask'>, text: string): string | undefined {
  const number = /^\s*(\d{1,2})\s*[.、。)）号]?\s*$/.exec(text.normalize('NFKC'))?.[1]
  const choices = fieldChoices(draft, step)
  return number !== undefined && choices.length > 1 ? choices[Number(number) - 1]?.value : undefined
}

/** What a person chose: a choice of the open question, a command, or a flow. */
export function hearChoice(draft: Draft, value: string, button: Button = {}): void {
  const { aside } = draft.state
  if (isAnother(draft, value, button)) return stale(draft)
  if (aside?.kind === 'reading' && value.startsWith('reading:')) {
    const index = readingChoices(aside).findIndex((choice) => choice.value === value)
    const reading = aside.readings[index]
    if (reading) return take(draft, aside.field, reading.value)
  }
  if (aside?.kind === 'doubt' && settleDoubt(draft, value, aside)) return
  if (aside?.kind === 'contradiction' && value === 'keep') return keepContradiction(draft)
  if (aside?.kind === 'proposal' && settleProposal(draft, value)) return
  if (aside?.kind === 'page' && settlePage(draft, value, aside.file)) return
  if (aside?.kind === 'page' && value === 'page:keep') return update(draft, { aside: null })
  if (aside?.kind === 'flaw' && value === 'flaw:use') {
    const { flaw: _, ...file } = aside.file
    return hearFile(draft, file)
  }
  if (aside?.kind === 'narrow' && hearPart(draft, value, aside)) return
  if (aside?.kind === 'choose' && value === 'leave') return update(draft, { aside: null })
  if (aside?.kind === 'cancel' && value === 'cancel') return void perform(draft, { wish: 'cancel' })

  const step = openStep(draft)
  if (!aside && step?.kind === 'ask') {
    const { step: field } = topFrame(draft)!
    const own = fieldChoices(draft, step).some((choice) =>
      [value, `${field}:${value}`].includes(choice.value),
    )
    if (own && value !== 'skip') return takeChosen(draft, step, value)
  }
  if (!aside && step?.kind === 'confirm' && Object.hasOwn(step.next, value)) {
    return decide(draft, step, value)
  }

  const [command, field] = value.split(':', 2) as [string, string | undefined]
  if (perform(draft, { wish: command, ...(field && { field }) })) return
  if (Object.hasOwn(draft.catalogue.flows, value)) return openErrand(draft, value)
  stale(draft)
}

/** The button that was pressed: what stood on it, and what was said above it. */
type Button = { label?: string; asked?: string }

/** Whether a value that is offered now stood on a button of an older question, or of this one as it was. */
function isAnother(draft: Draft, value: string, { label, asked }: Button): boolean {
  const open = question(draft)
  const offered = open?.choices?.find((choice) => choice.value === value)
  if (!open || !offered) return false
  if (label !== undefined && label !== offered.label) return true
  // An example may have stood elsewhere; all that is to be confirmed must have been read.
  const isAsk = openStep(draft)?.kind === 'ask' && !draft.state.aside
  const words = isAsk ? open.text.split('\n')[0]! : open.text
  return asked !== undefined && !asked.includes(words)
}

function stale(draft: Draft): void {
  const frame = topFrame(draft)
  if (frame && !hasEnded(draft, frame)) lead(draft, 'staleChoice')
  else say(draft, 'staleChoice')
}

/** Words while two cells do not go together: they may mend one of these, and answer nothing else. */
function hearWhichIsWrong(draft: Draft, text: string, fields: readonly string[]): void {
  if (hearCellsAmong(draft, text, fields) || hearManner(draft, text) || hearWish(draft, text))
    return
  update(draft, { misses: draft.state.misses + 1 })
  lead(draft, 'chooseOne')
}

/** Words beside the cells of a certificate, which say nothing of them. */
function hearBeside(draft: Draft, text: string): void {
  if (hearManner(draft, text) || hearWish(draft, text)) return
  update(draft, { misses: draft.state.misses + 1 })
  lead(draft, 'proposalHow')
}

/** Words while a place is too wide: which part of it, or another wish. */
function hearWhichPart(
  draft: Draft,
  text: string,
  aside: Extract<Aside, { kind: 'narrow' }>,
): void {
  if (hearPart(draft, text, aside) || hearWish(draft, text)) return
  update(draft, { misses: draft.state.misses + 1 })
  lead(draft, 'misunderstood/division.notAnAnswer', { text })
}

function hearDecision(draft: Draft, step: StepOf<'confirm'>, text: string): void {
  const typed = Object.entries(step.typed ?? {}).find(([, words]) => words === bare(text))
  if (typed) return decide(draft, step, typed[0], true)
  const value = pick(draft, text, choicesOf(step.choices))
  // While something else is asked, what is to be confirmed is shown once more.
  if (value && draft.state.aside) return update(draft, { aside: null })
  if (value) return decide(draft, step, value)
  const isAboutToFile = topFrame(draft)!.step === 'review' || step.typed !== undefined
  if (isAboutToFile && hearCells(draft, text)) return
  if (hearManner(draft, text) || (isAboutToFile && hearMend(draft, text))) return
  if (topFrame(draft)!.path.length > 0 && isForLater(text) && !asks(text))
    return void perform(draft, { wish: 'pause' })
  if (hearOther(draft, text)) return
  if (isAtALoss(text)) return void perform(draft, { wish: 'help' })
  if (isAboutToFile && hearSomethingWrong(draft, text)) return
  if (hearBelow(draft, text)) return
  update(draft, { misses: draft.state.misses + 1 })
  const [words] = Object.values(step.typed ?? {})
  if (words) lead(draft, 'typeIt', { words })
  else lead(draft, 'chooseOne')
}

/** What only shows something (我的数据) gives way to the form below it, when the words are not about it. */
function hearBelow(draft: Draft, text: string): boolean {
  const { stack } = draft.state
  const top = topFrame(draft)!
  const below = stack.at(-2)
  if (!below || hasEnded(draft, below) || hasQuestions(draft.catalogue.flows[top.flow]!.flow))
    return false
  update(draft, { stack: stack.slice(0, -1), aside: null })
  returnTo(draft, below)
  const step = openStep(draft)
  // What is to be confirmed there is shown again before a word can confirm it.
  if (step?.kind === 'ask' || below.step === 'consent') hearText(draft, text)
  return true
}

/** Words without the marks around them: “确认中断。” */
const bare = (text: string): string => text.replaceAll(/[\s“”"'「」『』。．.，,！!]/g, '')

function decide(draft: Draft, step: StepOf<'confirm'>, value: string, typed = false): void {
  if (value === 'change') return void perform(draft, { wish: 'change' })
  const words = step.typed?.[value]
  if (words && !typed) return lead(draft, 'typeIt', { words })
  if (topFrame(draft)!.step === 'consent' && value === 'agree') {
    update(draft, { consentedOn: draft.event.today })
  }
  update(draft, { misses: 0 })
  leave(draft, value)
}

/** Nothing was understood, and no question stands open. */
function missed(draft: Draft): void {
  update(draft, { misses: draft.state.misses + 1 })
  const { menu, render } = draft.catalogue
  const person = { value: 'handoff', label: render('common/askForPerson', {}).trim() }
  const choices = menu.some(({ value }) => value === person.value) ? menu : [...menu, person]
  say(draft, 'notUnderstood', {}, { flow: null, choices })
}

const fieldsInForm = (draft: Draft): string[] => {
  const frame = topFrame(draft)
  return Object.keys(frame ? draft.catalogue.flows[frame.flow]!.flow.steps : {})
}
