import { type Command, type CommandOptions, commandOf } from './command.ts'
import { sight } from './concepts.ts'
import { inStandard } from './dialect.ts'
import { isSpeech } from './familiar.ts'
import type { Lexicon } from './lexicon.ts'
import { nearest } from './nearest.ts'
import { normalise, withoutNumbers } from './normal.ts'
import { answerQuestion } from './question.ts'
import type { WishKind } from './schema.ts'
import { tell, together } from './tells.ts'

/** One thing the person may want, how sure we are (0 to 1), and why. */
export type RankedWish = {
  wish: string
  kind: WishKind
  /** The flow that serves it, or null. */
  flow: string | null
  confidence: number
  evidence: Evidence
}

/** Why a wish was recognised: a whole-message command, telling words, the nearest example. */
export type Evidence = {
  command?: true
  words?: readonly string[]
  example?: { text: string; nearness: number }
  /** For `faq`: the question that it is. */
  question?: string
}

/** What a free message wants, surest first; nothing where nothing was recognised. */
export type Recognition = {
  ranked: readonly RankedWish[]
  /** For a message that as a whole is a command: the command with its field and value. */
  command?: Command
}

/** Below this confidence a wish is not worth naming. */
const floor = 0.3

/**
 * Reads a free message leniently. Deterministic; confidence at or above 0.6 may be acted on, below it
 * asks back with the titles of the first two or three.
 */
export function recogniseWish(
  text: string,
  lexicon: Lexicon,
  options: CommandOptions = {},
): Recognition {
  const command = commandOf(text, lexicon, options)
  if (command) {
    const first = ranked(command.wish, 1, { command: true }, lexicon)
    return { ranked: [first], command }
  }
  const normal = withoutNumbers(normalise(text))
  const standard = inStandard(normal, lexicon.dialect)
  const readings = [normal, standard].flatMap((words) =>
    words === null ? [] : [rankedIn(words, lexicon)],
  )
  const surest = (wishes: readonly RankedWish[]) => wishes[0]?.confidence ?? 0
  return { ranked: readings.sort((a, b) => surest(b) - surest(a))[0] ?? [] }
}

/** What a normalised message wants, surest first. */
function rankedIn(normal: string, lexicon: Lexicon): readonly RankedWish[] {
  if (!isSpeech(normal, lexicon.familiar)) return []
  const sightings = sight(normal, lexicon.concepts)
  const concepts = new Set(sightings.map(({ concept }) => concept))
  const told = tell(sightings, lexicon.tells)
  const scores = new Map<string, RankedWish>()
  const near = nearest(normal, [...concepts], lexicon.examples)
  // An example that is alone in being near says more than the first of many.
  const lead = Math.min(0.2, (near[0]?.nearness ?? 0) - (near[1]?.nearness ?? 0)) / 2
  for (const { label, nearness: seen, example } of near) {
    const nearness = seen + (label === near[0]?.label ? lead : 0)
    const known = told.get(label)
    const evidence = {
      ...(known && { words: known.words }),
      example: { text: example, nearness },
    }
    scores.set(label, ranked(label, together(nearness, known?.weight ?? 0), evidence, lexicon))
  }
  for (const [wish, { weight, words }] of told) {
    if (!scores.has(wish)) scores.set(wish, ranked(wish, together(0, weight), { words }, lexicon))
  }
  return [...withQuestions(scores, normal, lexicon).values()]
    .filter(({ confidence }) => confidence >= floor)
    .sort((a, b) => b.confidence - a.confidence)
}

/** A wish for `faq` is as sure as its answer is; where there is none, it is a weak one. */
function withQuestions(scores: Map<string, RankedWish>, text: string, lexicon: Lexicon) {
  if (!lexicon.book) return scores
  const answer = answerQuestion(text, lexicon.book)
  const seen = scores.get('faq')
  if (answer) {
    scores.set('faq', ranked('faq', answer.confidence, { question: answer.id }, lexicon))
  } else if (seen) {
    scores.set('faq', { ...seen, confidence: seen.confidence * 0.6 })
  }
  return scores
}

function ranked(
  wish: string,
  confidence: number,
  evidence: Evidence,
  { wishes }: Lexicon,
): RankedWish {
  const { kind, flow } = wishes[wish] ?? { kind: 'flow' as const, flow: wish }
  return { wish, kind, flow: flow ?? null, confidence, evidence }
}
