/** Counts what is open at once under several names. */
export function createPlaces() {
  const taken = new Map<string, number>()
  return {
    /** Takes a place under each name, and says how to leave it; null where one of them has `most` already. */
    enter(names: readonly (readonly [name: string, most: number])[]): (() => void) | null {
      if (names.some(([name, most]) => (taken.get(name) ?? 0) >= most)) return null
      for (const [name] of names) taken.set(name, (taken.get(name) ?? 0) + 1)
      let isHere = true
      return () => {
        if (!isHere) return
        isHere = false
        for (const [name] of names) {
          const left = taken.get(name)! - 1
          if (left > 0) taken.set(name, left)
          else taken.delete(name)
        }
      }
    },
  }
}
