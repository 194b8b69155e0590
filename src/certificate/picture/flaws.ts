import type { Gray } from './gray.ts'

/** What is wrong with a photograph, and where; each has its sentence in `flows/common.yaml`: `flaw.<what>`. */
export type Flaw = { what: 'blurred' | 'dark' | 'cutOff' | 'small'; where?: Where }

/** The nine parts of a picture, `all` for more than a few of them. */
export type Where = (typeof places)[number] | 'all'

const places = [
  ...['topLeft', 'top', 'topRight', 'left', 'middle', 'right'],
  ...['bottomLeft', 'bottom', 'bottomRight'],
] as const

/** With fewer pixels a side, the print of a whole page cannot be read. */
const smallest = 900
/** Paper that is darker than this, of 255, is hard to read. */
const darkest = 60
/** The variance of the Laplacian over the square of the contrast: print in focus has far more. */
const sharpest = 0.006

/** Looks for what makes a photograph of a sheet useless; null where nothing does. */
export function flawOf(picture: Gray): Flaw | null {
  if (Math.max(picture.width, picture.height) < smallest) return { what: 'small' }
  const tiles = places.map((place, index) => ({ place, ...measure(picture, index) }))
  const dark = tiles.filter(({ paper }) => paper < darkest)
  if (dark.length > 0) return { what: 'dark', where: whereOf(dark.map(({ place }) => place)) }
  const printed = tiles.filter(({ contrast }) => contrast > 40)
  const blurred = printed.filter(({ sharpness }) => sharpness < sharpest)
  if (blurred.length > 0) {
    const isAll = blurred.length > printed.length / 2
    return { what: 'blurred', where: isAll ? 'all' : whereOf(blurred.map(({ place }) => place)) }
  }
  return null
}

const whereOf = ([first, ...more]: readonly Where[]): Where =>
  first && more.length < 2 ? first : 'all'

/** How bright the paper is in one of the nine parts, how far the ink stands out, and how sharply. */
function measure({ width, height, data }: Gray, index: number) {
  const [column, row] = [index % 3, Math.floor(index / 3)]
  const [left, right] = [Math.floor((width * column) / 3), Math.floor((width * (column + 1)) / 3)]
  const [top, bottom] = [Math.floor((height * row) / 3), Math.floor((height * (row + 1)) / 3)]
  const counts = new Uint32Array(256)
  let [sum, squares, count] = [0, 0, 0]
  for (let y = Math.max(1, top); y < Math.min(height - 1, bottom); y++) {
    for (let x = Math.max(1, left); x < Math.min(width - 1, right); x++) {
      const at = y * width + x
      const value = data[at]!
      counts[value]!++
      const laplacian =
        4 * value - data[at - 1]! - data[at + 1]! - data[at - width]! - data[at + width]!
      sum += laplacian
      squares += laplacian * laplacian
      count++
    }
  }
  const paper = percentile(counts, count, 0.9)
  const contrast = paper - percentile(counts, count, 0.01)
  const variance = squares / count - (sum / count) ** 2
  return { paper, contrast, sharpness: contrast > 0 ? variance / contrast ** 2 : 0 }
}

function percentile(counts: Uint32Array, total: number, share: number): number {
  let seen = 0
  for (let value = 0; value < 256; value++) {
    seen += counts[value]!
    if (seen >= share * total) return value
  }
  return 255
}
