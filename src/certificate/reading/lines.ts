import type { Span } from './span.ts'

/** One character where it stands. */
export type Char = {
  char: string
  x: number
  right: number
  y: number
  bottom: number
  sure: number
}

/**
 * Characters side by side, from left to right, blanks left out. `height` is that of its letters; what
 * lies further apart than `gap` is not one stretch.
 */
export type Line = { chars: readonly Char[]; middle: number; height: number; gap: number }

/** Rebuilds lines out of words in whatever order they come; `gap` is in heights of letters. */
export function linesOf(spans: readonly Span[], gap: number): Line[] {
  const rows: { chars: Char[]; middle: number; height: number }[] = []
  const filled = spans.filter(({ text, height }) => text.trim() !== '' && height > 0)
  for (const span of [...filled].sort((a, b) => a.y + a.height / 2 - (b.y + b.height / 2))) {
    const middle = span.y + span.height / 2
    const row = rows.findLast(
      (one) => Math.abs(one.middle - middle) < 0.45 * Math.min(one.height, span.height),
    )
    if (row) row.chars.push(...charsOf(span))
    else rows.push({ chars: charsOf(span), middle, height: span.height })
  }
  return rows.map((row) => ({
    ...row,
    gap: gap * row.height,
    chars: row.chars.sort((a, b) => a.x - b.x),
  }))
}

/** A Han or full-width character is as wide as two others. */
const weightOf = (char: string): number => (/[\u2e80-\uffef]/.test(char) ? 2 : 1)

function charsOf({ text, x, y, width, height, sure }: Span): Char[] {
  const chars = [...text]
  const total = chars.reduce((sum, char) => sum + weightOf(char), 0)
  let at = x
  return chars.flatMap((original) => {
    const right = at + (width * weightOf(original)) / total
    const place = { x: at, right, y, bottom: y + height, sure }
    at = right
    // What compatibility writes in several characters (㎡, （) shares the place.
    return [...original.normalize('NFKC')]
      .filter((char) => !/[\s\u200b\ufeff]/.test(char))
      .map((char) => ({ ...place, char }))
  })
}

/** Characters of a line without a gap between them. */
export type Run = { line: number; from: number; to: number }

/** Parts a line wherever there is a gap. */
export function runsOf(line: Line, number: number): Run[] {
  const runs: Run[] = []
  line.chars.forEach((char, index) => {
    const last = runs.at(-1)
    const before = line.chars[index - 1]
    const gap = before ? char.x - before.right : Number.POSITIVE_INFINITY
    if (last && gap < line.gap) last.to = index + 1
    else runs.push({ line: number, from: index, to: index + 1 })
  })
  return runs
}
