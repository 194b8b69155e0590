import type { Gray } from './gray.ts'

type Side = 'left' | 'right' | 'top' | 'bottom'

const dark = 100
/** So many strokes that run into an edge are print that goes on behind it, not a crease or a shadow. */
const fewest = 4

/** The side at which print runs out of an evened picture; null where the sheet is wholly on it. */
export function cutOffSide(picture: Gray): Side | null {
  const { width, height } = picture
  const sides = [
    { side: 'left', along: height, at: (one: number, deep: number) => one * width + deep },
    {
      side: 'right',
      along: height,
      at: (one: number, deep: number) => (one + 1) * width - 1 - deep,
    },
    { side: 'top', along: width, at: (one: number, deep: number) => deep * width + one },
    {
      side: 'bottom',
      along: width,
      at: (one: number, deep: number) => (height - 1 - deep) * width + one,
    },
  ] as const
  const found = sides.map(({ side, along, at }) => ({
    side,
    strokes: strokesAt(along, (one, deep) => picture.data[at(one, deep)]! < dark),
  }))
  const most = found.reduce((best, one) => (one.strokes > best.strokes ? one : best))
  return most.strokes >= fewest ? most.side : null
}

/** How many separate strokes, no wider than a character, come up to an edge. */
function strokesAt(along: number, isInk: (one: number, deep: number) => boolean): number {
  const widest = Math.max(12, along * 0.03)
  let strokes = 0
  let begun = -1
  for (let one = 0; one <= along; one++) {
    const touches = one < along && (isInk(one, 1) || isInk(one, 2)) && isInk(one, 4)
    if (touches && begun < 0) begun = one
    if (!touches && begun >= 0) {
      if (one - begun <= widest) strokes++
      begun = -1
    }
  }
  return strokes
}
