/** A moment in Beijing time, as ISO 8601 with offset: `2019-12-20T10:07:28.210+08:00`. */
export function beijing(moment: Date): string {
  const shifted = new Date(moment.getTime() + 8 * 3_600_000)
  return shifted.toISOString().replace('Z', '+08:00')
}

/**
 * A new 申报交易流水号: the Beijing date and eight random digits, as in `2019122010072821`, so that
 * nobody can guess a neighbour's. Unique only once the database has taken it.
 */
export function newSerial(moment: Date): string {
  const date = beijing(moment).slice(0, 10).replaceAll('-', '')
  return `${date}${String(randomBelow(100_000_000)).padStart(8, '0')}`
}

function randomBelow(limit: number): number {
  const fair = 2 ** 32 - (2 ** 32 % limit)
  for (;;) {
    const [number] = crypto.getRandomValues(new Uint32Array(1))
    if (number! < fair) return number! % limit
  }
}
