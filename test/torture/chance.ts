/** Chance that a seed fixes: the same seed, the same throws. */
export type Chance = {
  /** From 0 up to, but not, 1. */
  next(): number
  /** A whole number from 0 up to, but not, `limit`. */
  below(limit: number): number
  happens(probability: number): boolean
  pick<Item>(items: readonly Item[]): Item
  /** Chance of its own for somebody, so that nobody's throws change another's. */
  fork(): Chance
}

/** mulberry32. */
export function createChance(seed: number): Chance {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (limit: number) => Math.floor(next() * limit)
  return {
    ...{ next, below },
    happens: (probability) => next() < probability,
    pick: (items) => items[below(items.length)]!,
    fork: () => createChance(below(2 ** 32)),
  }
}
