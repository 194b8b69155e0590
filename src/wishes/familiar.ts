import { normalise } from './normal.ts'

/** Every two Chinese characters that stand side by side in the phrases we know. */
export type Familiar = ReadonlySet<string>

/** Collects them from data of any shape: every text in it is a phrase, a word list or what stands in a gap apart. */
export function compileFamiliar(...data: readonly unknown[]): Familiar {
  const familiar = new Set<string>()
  for (const phrase of data.flatMap((one) => [...textsIn(one)]))
    for (const pair of pairsOf(normalise(phrase))) familiar.add(pair)
  return familiar
}

function* textsIn(data: unknown): Generator<string> {
  if (typeof data === 'string') yield* data.split(/…|\{[^}]*\}/)
  else if (typeof data === 'object' && data !== null)
    for (const one of Object.values(data)) yield* textsIn(one)
}

const pairsOf = (normal: string): string[] =>
  [...normal.matchAll(/(?=(\p{Script=Han}{2}))/gu)].map(([, pair]) => pair ?? '')

/** Whoever writes about these matters writes a third of known pairs and more; random characters a tenth. */
const least = 0.27

/**
 * Whether a normalised message is strung together as speech is: one telling word among characters that never
 * stand side by side (广织收钱扇) says nothing. Too short a message shows no order.
 */
export function isSpeech(normal: string, familiar: Familiar): boolean {
  const pairs = pairsOf(normal)
  if (pairs.length < 4) return true
  return pairs.filter((pair) => familiar.has(pair)).length >= pairs.length * least
}
