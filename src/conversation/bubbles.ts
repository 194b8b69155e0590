import type { Saying } from './effect.ts'

/** The most that is said in one bubble, where it can be parted, and the most bubbles of one turn. */
export const longestBubble = 120
const mostBubbles = 2

/** A line that parts what a template says into two bubbles. */
const parting = /\n+---\n+/

/** The parts of a longer text, a bubble each. */
export const bubblesIn = (text: string): string[] => text.split(parting)

/** How long a text looks: without the marks of Markdown and the addresses of links. */
export const lengthOf = (text: string): number =>
  [...text.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').replace(/\*\*|^- /gm, '')].length

/**
 * What was said as bubbles: what goes together and is short in one, the open question last. Lines that
 * introduce a question stand in its bubble, unless that grows too long and another has room.
 */
export function inBubbles(
  said: readonly Saying[],
  lead: readonly string[],
  open: Saying | null,
  flow: string | null,
): Saying[] {
  const head = lead.map((line) => line.trim()).filter(Boolean)
  const text = [...head, open?.text ?? ''].filter(Boolean).join('\n\n')
  const last = open ?? { flow, text: '' }
  const hasTail = open !== null || head.length > 0
  const before = together(said, hasTail ? mostBubbles - 1 : mostBubbles)
  if (!hasTail) return before
  if (lengthOf(text) > longestBubble && open?.text && head.length > 0) {
    const lines = { flow: last.flow, text: head.join('\n\n') }
    const parted = together([...said, lines], mostBubbles - 1)
    const longest = Math.max(...parted.map((one) => lengthOf(one.text)))
    if (parted.length < mostBubbles && longest < lengthOf(text)) return [...parted, last]
  }
  if (before.length < mostBubbles) return [...before, { ...last, text }]
  return withOwn(before, { ...last, text })
}

/** What an answer in between keeps from its question goes with it: an answer stands by itself. */
function withOwn(before: readonly Saying[], last: Saying): Saying[] {
  // The question keeps its picture: only what stands above it grows.
  const { picture: _, ...words } = last
  const at = before.findIndex((one) => areAlike(one, words))
  if (at < 0) return [...before, last]
  return [...before.toSpliced(at, 1), joined(before[at]!, last)]
}

/** Several sayings in fewer bubbles: first what fits in one, then whatever there are too many of. */
function together(said: readonly Saying[], most: number): Saying[] {
  let bubbles: Saying[] = []
  for (const next of said) {
    const last = bubbles.at(-1)
    const fits = last && lengthOf(last.text) + lengthOf(next.text) <= longestBubble
    if (fits && areAlike(last, next)) bubbles[bubbles.length - 1] = joined(last, next)
    else bubbles.push(next)
  }
  while (bubbles.length > most) {
    const at = bubbles.findIndex((one, i) => bubbles[i + 1] && areAlike(one, bubbles[i + 1]!))
    if (at < 0) break
    bubbles = bubbles.toSpliced(at, 2, joined(bubbles[at]!, bubbles[at + 1]!))
  }
  return bubbles
}

/** Whether two sayings can stand in one bubble: nothing but words, but for the choices of the second. */
const areAlike = (one: Saying, next: Saying): boolean =>
  !one.choices &&
  !one.file &&
  !one.picture &&
  !one.offersExport &&
  !next.file &&
  !next.picture &&
  !one.notice &&
  !next.notice &&
  one.everywhere === next.everywhere &&
  one.from === next.from &&
  one.flow === next.flow

/** What is new beside a question that only comes back makes the bubble no mere repetition. */
function joined(one: Saying, { again: _, ...next }: Saying): Saying {
  return { ...next, text: `${one.text}\n\n${next.text}` }
}
