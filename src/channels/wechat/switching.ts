/** How long to pause before turning from one person to the next, milliseconds. */
export type Pause = { least: number; most: number }

/**
 * Turns between people as slowly as a person would: an account that writes to one after the other
 * without a pause is taken for a robot. Answers how many milliseconds this person has to wait. Who
 * has to wait has a place of their own, kept for them until they come.
 */
export function createSwitching({ least, most }: Pause, clock: () => Date) {
  const places = new Map<string, number>()
  let last: { person: string; at: number } | null = null
  const pause = () => Math.round(least + Math.random() * (most - least))

  return (person: string): number => {
    const now = clock().getTime()
    for (const [other, at] of places) if (at + keptFor < now) places.delete(other)
    const place = places.get(person)
    const isNext = last === null || last.person === person
    const free = isNext && places.size === 0 ? now : nextPlace(now, pause())
    const due = place ?? free
    if (due > now) {
      places.set(person, due)
      return due - now
    }
    places.delete(person)
    last = { person, at: now }
    return 0
  }

  function nextPlace(now: number, after: number): number {
    const taken = Math.max(last?.at ?? 0, ...places.values())
    return Math.max(now, taken + after)
  }
}

/** A place that nobody came for is given up, milliseconds. */
const keptFor = 30_000
