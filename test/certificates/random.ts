/** Numbers from 0 to 1 that look like chance and are the same each time (mulberry32). */
export function createRandom(seed: number) {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
  return {
    next,
    between: (least: number, most: number) => least + Math.floor(next() * (most - least + 1)),
    pick: <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)]!,
    shuffle<T>(list: readonly T[]): T[] {
      const keys = new Map(list.map((item) => [item, next()]))
      return [...list].sort((a, b) => keys.get(a)! - keys.get(b)!)
    },
  }
}

export type Random = ReturnType<typeof createRandom>
