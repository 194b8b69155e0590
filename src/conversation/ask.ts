import type { StepOf } from '../flow/schema.ts'
import { pictureOfCell } from './cellPicture.ts'
import { doubtChoices } from './doubt.ts'
import { askStep, choicesOf, type Draft, openStep, sentenceOf, topFrame, written } from './draft.ts'
import type { Choice, Saying } from './effect.ts'
import { partsOf } from './narrow.ts'
import { proposalQuestion } from './proposal.ts'
import { filledIn } from './standing.ts'
import type { Aside, Frame } from './state.ts'
import { wordsOf } from './walk.ts'

/** The question that stands open now, in words; null where none does. */
export function question(draft: Draft): Saying | null {
  const { aside } = draft.state
  if (aside) return asideQuestion(draft, aside)
  const frame = topFrame(draft)
  const step = openStep(draft)
  if (!frame || !step) return null
  switch (step.kind) {
    case 'ask':
      return fieldQuestion(draft, frame, step)
    case 'confirm':
      return frame.step === 'review'
        ? review(draft, frame, step)
        : {
            flow: frame.flow,
            text: wordsOf(draft, frame, frame.step),
            choices: choicesOf(step.choices),
          }
    case 'submit':
      return { flow: frame.flow, text: sentenceOf(draft, 'filing') }
    case 'lookUp':
      return { flow: frame.flow, text: sentenceOf(draft, 'lookingUp') }
    case 'wait': {
      const text = wordsOf(draft, frame, frame.step)
      return text ? { flow: frame.flow, text } : null
    }
    default:
      return null
  }
}

function fieldQuestion(draft: Draft, frame: Frame, step: StepOf<'ask'>): Saying {
  const example = !isExampleGiven(draft) && step.example && exampleOf(draft, step.example)
  const text = [wordsOf(draft, frame, frame.step), example].filter(Boolean).join('\n')
  const choices = fieldChoices(draft, step)
  return {
    ...{ flow: frame.flow, text },
    ...(choices.length > 0 && { choices }),
    ...(step.answer === 'file' && { wants: 'file' }),
    ...pictureOfCell(draft, step.cell),
  }
}

const exampleOf = (draft: Draft, example: string) => sentenceOf(draft, 'example', { example })

/** Whether the sentence before the question, about what was wrong, ends with an example already. */
const isExampleGiven = (draft: Draft): boolean =>
  draft.lead.some((line) => line.includes(exampleOf(draft, '')))

/** The choices that go with a question: its own, yes and no, and skipping what is optional. */
export function fieldChoices(draft: Draft, step: StepOf<'ask'>): Choice[] {
  const own = step.answer === 'yesNo' ? yesOrNo(draft, step) : choicesOf(step.choices)
  return step.optional ? [...own, { value: 'skip', label: sentenceOf(draft, 'skip') }] : own
}

/** Yes and no bear the name of what they answer: the buttons of another question are told from these. */
function yesOrNo(draft: Draft, { choices }: StepOf<'ask'>): Choice[] {
  const labels = choices ?? { yes: sentenceOf(draft, 'yes'), no: sentenceOf(draft, 'no') }
  const field = topFrame(draft)!.step
  return choicesOf(labels).map(({ value, label }) => ({ value: `${field}:${value}`, label }))
}

/** Every answer of the form so far, in full, in its own order. */
export const reviewLines = (draft: Draft, frame: Frame) =>
  frame.path.map((field) => ({
    label: draft.catalogue.label(field),
    value: written(draft, frame, field, false),
  }))

/** Every answer of the form in full, in its own order, each of which can be changed. */
function review(draft: Draft, frame: Frame, step: StepOf<'confirm'>): Saying {
  const lines = reviewLines(draft, frame)
  const words = wordsOf(draft, frame, frame.step)
  const text = sentenceOf(draft, 'review', { lines, words })
  return { flow: frame.flow, text, choices: choicesOf(step.choices) }
}

function asideQuestion(draft: Draft, aside: Aside): Saying {
  const frame = topFrame(draft)
  const flow = frame?.flow ?? null
  const { label } = draft.catalogue
  switch (aside.kind) {
    case 'reading':
      return {
        ...{ flow, text: '', choices: readingChoices(aside) },
        ...pictureOfCell(draft, askStep(draft, aside.field)?.cell),
      }
    case 'doubt':
      return {
        flow,
        text: sentenceOf(draft, 'doubt', { about: aside.doubts[0]?.about ?? '' }),
        choices: doubtChoices(aside, sentenceOf(draft, 'noneOfThese')),
      }
    case 'choose': {
      const { choices } = aside
      const mayStay = choices.some(({ value }) => value === 'leave')
      const isMend = choices.every(({ value }) => value.startsWith('change:'))
      // The others are led to by words of their own.
      const words = mayStay ? 'mendThis' : isMend ? 'whichField' : null
      return { flow, text: words ? sentenceOf(draft, words) : '', choices }
    }
    case 'contradiction': {
      const [first, second] = aside.fields as [string, string]
      const found = draft.catalogue.checks[aside.check]?.(frame!.answers)
      const text = sentenceOf(draft, `contradiction.${aside.check}`, {
        ...found?.facts,
        [first]: written(draft, frame!, first, true),
        [second]: written(draft, frame!, second, true),
      })
      const change = (field: string) => ({
        value: `change:${field}`,
        label: sentenceOf(draft, 'changeField', { field: label(field) }),
      })
      const asked = aside.fields.filter((field) => askStep(draft, field)).map(change)
      return {
        flow,
        text,
        choices: [...asked, { value: 'keep', label: sentenceOf(draft, 'keep') }],
      }
    }
    case 'whichField':
      return {
        flow,
        text: sentenceOf(draft, 'whichField'),
        choices: frame!.path.map((field) => ({ value: `change:${field}`, label: label(field) })),
      }
    case 'narrow':
      return {
        flow,
        text: sentenceOf(draft, 'narrow', { place: aside.within.name }),
        choices: partsOf(aside),
        ...pictureOfCell(draft, askStep(draft, aside.field)?.cell),
      }
    case 'proposal':
      return proposalQuestion(draft, aside)
    case 'flaw':
      return {
        ...{ flow, text: '' },
        choices: [{ value: 'flaw:use', label: sentenceOf(draft, 'useFile') }],
      }
    case 'page':
      return {
        ...{ flow, text: sentenceOf(draft, 'page') },
        choices: ['add', 'swap', 'keep'].map((way) => ({
          value: `page:${way}`,
          label: sentenceOf(draft, `page.${way}`),
        })),
      }
    case 'cancel':
      return {
        flow,
        text: sentenceOf(draft, 'cancel', {
          title: draft.catalogue.flows[frame!.flow]!.flow.title,
          count: filledIn(draft, frame!),
        }),
        choices: [
          { value: 'cancel', label: sentenceOf(draft, 'cancelYes') },
          { value: 'resume', label: sentenceOf(draft, 'cancelNo') },
        ],
      }
  }
}

export const readingChoices = (aside: Extract<Aside, { kind: 'reading' }>): Choice[] =>
  aside.readings.map(({ label }, index) => ({ value: `reading:${aside.field}:${index}`, label }))
