import type { Gray } from './gray.ts'

/**
 * Grey from red, green and blue, in which red ink is as bright as paper: seals go, the black print below
 * them stays.
 */
export function withoutRed(width: number, height: number, colours: Uint8Array): Gray {
  const data = new Uint8Array(width * height)
  for (let index = 0; index < data.length; index++) {
    const [red, green, blue] = [
      colours[3 * index]!,
      colours[3 * index + 1]!,
      colours[3 * index + 2]!,
    ]
    const redness = Math.max(0, red - (green + blue) / 2)
    data[index] = Math.min(255, red + 0.6 * redness)
  }
  return { width, height, data }
}
