/** A picture in shades of grey, a byte each, row by row; 0 is black. */
export type Gray = { width: number; height: number; data: Uint8Array }

/** Sums over every rectangle from the corner, so that any rectangle's is four look-ups. */
export function integral({ width, height, data }: Gray): Float64Array {
  const sums = new Float64Array((width + 1) * (height + 1))
  for (let y = 0; y < height; y++) {
    let row = 0
    for (let x = 0; x < width; x++) {
      row += data[y * width + x]!
      sums[(y + 1) * (width + 1) + x + 1] = sums[y * (width + 1) + x + 1]! + row
    }
  }
  return sums
}
