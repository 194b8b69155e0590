import { lineWidth, type Measure, wrap } from './wrap.ts'

type Room = { width: number; height: number }

/** Lines of text that fit a cell, and their size. */
export type Fitted = { lines: readonly string[]; size: number }

/** Line height, in sizes. */
export const leading = 1.3

const padding = 4

/** How much smaller a value may be for the sake of staying on one line, in points. */
const squeeze = 1.5

/** Sets a text into a cell as large as it fits, from `size` downwards, never below the half of it. */
export function fit(
  text: string,
  { width, height }: Room,
  size: number,
  measure: Measure = lineWidth,
): Fitted {
  const inner = width - 2 * padding
  for (let tried = size; tried >= size - squeeze; tried -= 0.5) {
    if (!text.includes('\n') && measure(text, tried) <= inner) return { lines: [text], size: tried }
  }
  for (let tried = size; ; tried -= 0.5) {
    const lines = wrap(text, inner, tried, measure)
    const fits =
      lines.length * tried * leading <= height &&
      lines.every((line) => measure(line, tried) <= inner)
    if (fits || tried <= size / 2) return { lines, size: tried }
  }
}

/** The baselines of a cell's lines, from its top, so that they stand in its middle. */
export const baselines = ({ lines, size }: Fitted, height: number): number[] =>
  lines.map((_, index) => {
    const block = (lines.length - 1) * size * leading
    return height / 2 - block / 2 + index * size * leading + size * 0.36
  })
