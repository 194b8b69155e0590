import type { Gray } from './gray.ts'

/** The most that a page may be off the level and still be put right, degrees. */
const most = 12

/**
 * By how many degrees a page is turned clockwise: at the right angle its lines of print and its rules
 * fall into as few rows as can be. `sharpness` says how distinctly they do.
 */
export function skewOf(picture: Gray): { degrees: number; sharpness: number } {
  const ink = inkOf(picture)
  let best = { degrees: 0, sharpness: 0 }
  const look = (degrees: number) => {
    const sharpness = sharpnessAt(ink, degrees)
    if (sharpness > best.sharpness) best = { degrees, sharpness }
  }
  for (let degrees = -most; degrees <= most; degrees += 0.5) look(degrees)
  for (const step of [0.25, 0.1, 0.05]) {
    const middle = best.degrees
    for (const off of [-2, -1, 1, 2]) look(middle + off * step)
  }
  return best
}

type Ink = { points: Float32Array; count: number; size: number }

/** Where the ink is, on a picture of at most 900 pixels a side. */
function inkOf({ width, height, data }: Gray): Ink {
  const step = Math.max(1, Math.ceil(Math.max(width, height) / 900))
  const points: number[] = []
  for (let y = 0; y < height; y += step) {
    for (let x = 0; x < width; x += step) {
      let darkest = 255
      for (let dy = 0; dy < step && y + dy < height; dy++) {
        const value = data[(y + dy) * width + x]!
        if (value < darkest) darkest = value
      }
      if (darkest < 110) points.push(x / step, y / step)
    }
  }
  const size = Math.ceil(Math.hypot(width, height) / step) + 2
  return { points: Float32Array.from(points), count: points.length / 2, size }
}

function sharpnessAt({ points, count, size }: Ink, degrees: number): number {
  const angle = (degrees * Math.PI) / 180
  const [sin, cos] = [Math.sin(angle), Math.cos(angle)]
  const rows = new Float64Array(2 * size)
  for (let index = 0; index < count; index++) {
    const row = Math.round(points[2 * index + 1]! * cos - points[2 * index]! * sin) + size
    rows[row] = rows[row]! + 1
  }
  let sum = 0
  for (let row = 1; row < rows.length; row++) sum += (rows[row]! - rows[row - 1]!) ** 2
  return count === 0 ? 0 : sum / count
}
