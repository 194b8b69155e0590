import { type Command, type CommandOptions, commandOf } from './command.ts'
import { type Sighting, sight } from './concepts.ts'
import type { Lexicon } from './lexicon.ts'
import { nearest } from './nearest.ts'
import { normalise, withoutNumbers } from './normal.ts'
import type { WishKind } from './schema.ts'

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
  const normal = withoutNumbers(normalise(text))
  const command = commandOf(text, lexicon, options)
  if (command) {
    const first = ranked(command.wish, 1, { command: true }, lexicon)
    return { ranked: [first], command }
  }
  const sightings = sight(normal, lexicon.concepts)
  const concepts = new Set(sightings.map(({ concept }) => concept))
  const told = tellings(concepts, sightings, lexicon)
  const scores = new Map<string, RankedWish>()
  for (const { label, nearness, example } of nearest(normal, [...concepts], lexicon.examples)) {
    const tell = told.get(label)
    const evidence = {
      ...(tell && { words: tell.words }),
      example: { text: example, nearness },
    }
    scores.set(label, ranked(label, together(nearness, tell?.weight ?? 0), evidence, lexicon))
  }
  for (const [wish, { weight, words }] of told) {
    if (!scores.has(wish)) scores.set(wish, ranked(wish, together(0, weight), { words }, lexicon))
  }
  const wishes = [...scores.values()]
    .filter(({ confidence }) => confidence >= floor)
    .sort((a, b) => b.confidence - a.confidence)
  return { ranked: wishes }
}

/** Two independent reasons make surer than either; a distant example is no reason. */
function together(nearness: number, weight: number): number {
  const near = Math.max(0, Math.min(1, (nearness - 0.2) / 0.7))
  return 1 - (1 - near * 0.9) * (1 - weight)
}

function tellings(concepts: ReadonlySet<string>, sightings: readonly Sighting[], lexicon: Lexicon) {
  const told = new Map<string, { weight: number; words: string[] }>()
  for (const { wish, all, none, weight } of lexicon.tells) {
    if (weight <= (told.get(wish)?.weight ?? 0)) continue
    if (none.some((name) => concepts.has(name))) continue
    if (!all.every((either) => either.some((name) => concepts.has(name)))) continue
    const telling = new Set(all.flat())
    const words = sightings.filter(({ concept }) => telling.has(concept)).map(({ words }) => words)
    told.set(wish, { weight, words: [...new Set(words)] })
  }
  return told
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
