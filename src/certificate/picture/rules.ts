import type { Gray } from './gray.ts'

const dark = 150

/**
 * Wipes out ruled lines, which recognition takes for strokes: runs of ink far longer than any stroke,
 * and as thin as a line. What stands on either side stays.
 */
export function withoutRules(picture: Gray): Gray {
  const { width, height } = picture
  const data = Uint8Array.from(picture.data)
  const long = Math.round(Math.max(width, height) / 32)
  const thick = Math.max(5, Math.round(Math.max(width, height) / 300))
  const down = { count: height, length: width, along: 1, across: width }
  const right = { count: width, length: height, along: width, across: 1 }
  for (const way of [down, right]) wipe(picture.data, data, way, long, thick)
  return { width, height, data }
}

type Way = { count: number; length: number; along: number; across: number }

function wipe(from: Uint8Array, to: Uint8Array, way: Way, long: number, thick: number): void {
  const { count, length, along, across } = way
  const mask = new Uint8Array(from.length)
  for (let line = 0; line < count; line++) {
    let begun = -1
    let gap = 0
    for (let at = 0; at <= length; at++) {
      const isInk = at < length && from[line * across + at * along]! < dark
      if (isInk) {
        if (begun < 0) begun = at
        gap = 0
      } else if (begun >= 0 && (++gap > 2 || at === length)) {
        const end = at - gap + 1
        if (end - begun >= long) {
          for (let one = begun; one < end; one++) mask[line * across + one * along] = 1
        }
        begun = -1
        gap = 0
      }
    }
  }
  // A line is thin: where so many lie side by side, it is a blot, a photograph, the edge of a table.
  for (let at = 0; at < length; at++) {
    let begun = -1
    for (let line = 0; line <= count; line++) {
      const isOn = line < count && mask[line * across + at * along] === 1
      if (isOn && begun < 0) begun = line
      if (!isOn && begun >= 0) {
        if (line - begun <= thick) {
          const [first, last] = [Math.max(0, begun - 1), Math.min(count - 1, line)]
          for (let one = first; one <= last; one++) to[one * across + at * along] = 255
        }
        begun = -1
      }
    }
  }
}
