import { type Gray, integral } from './gray.ts'

/**
 * Takes shadows off a sheet: every pixel as a share of the paper around it, so that paper is white and
 * ink as black as it is darker than its surroundings.
 */
export function evenOut(picture: Gray): Gray {
  const { width, height, data } = picture
  const paper = paperOf(picture)
  const even = new Uint8Array(data.length)
  for (let index = 0; index < data.length; index++) {
    const share = data[index]! / Math.max(24, paper[index]!)
    even[index] = Math.max(0, Math.min(255, Math.round((share - 0.35) * 425)))
  }
  return { width, height, data: even }
}

/** How bright the paper is around each pixel: the mean of what is not ink. */
function paperOf({ width, height, data }: Gray): Uint8Array {
  const radius = Math.max(8, Math.round(Math.max(width, height) / 60))
  const first = meanAround({ width, height, data }, radius)
  // Ink drags the mean down; without it, what is left is the paper.
  const bare = data.map((value, index) => (value < 0.9 * first[index]! ? first[index]! : value))
  return meanAround({ width, height, data: bare }, radius)
}

function meanAround(picture: Gray, radius: number): Uint8Array {
  const { width, height } = picture
  const sums = integral(picture)
  const means = new Uint8Array(width * height)
  const across = width + 1
  for (let y = 0; y < height; y++) {
    const [top, bottom] = [Math.max(0, y - radius), Math.min(height, y + radius + 1)]
    for (let x = 0; x < width; x++) {
      const [left, right] = [Math.max(0, x - radius), Math.min(width, x + radius + 1)]
      const sum =
        sums[bottom * across + right]! -
        sums[top * across + right]! -
        sums[bottom * across + left]! +
        sums[top * across + left]!
      means[y * width + x] = sum / ((bottom - top) * (right - left))
    }
  }
  return means
}
