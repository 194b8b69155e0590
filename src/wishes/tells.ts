import type { Sighting } from './concepts.ts'
import type { TellData } from './schema.ts'

/** Concepts that together tell of something: all of `all` (each `a|b` either), none of `none`. */
export type Tell = {
  label: string
  all: readonly (readonly string[])[]
  none: readonly string[]
  weight: number
}

/** What a message told of, how strongly, and in which of its words. */
export type Told = { weight: number; words: readonly string[] }

/** Makes the tells of labelled entries. Throws where one names a concept that is not there. */
export function compileTells(
  entries: Readonly<Record<string, { tells: readonly TellData[] }>>,
  concepts: Readonly<Record<string, unknown>>,
): Tell[] {
  const known = (label: string) => (name: string) => {
    if (!concepts[name]) throw new Error(`${label} tells of ${name}, which is no concept`)
    return name
  }
  return Object.entries(entries).flatMap(([label, { tells }]) =>
    tells.map(({ all, none, weight }) => ({
      label,
      all: all.map((either) => either.split('|').map(known(label))),
      none: none.map(known(label)),
      weight,
    })),
  )
}

/** By label, the strongest tell that holds for what was sighted. */
export function tell(sightings: readonly Sighting[], tells: readonly Tell[]): Map<string, Told> {
  const concepts = new Set(sightings.map(({ concept }) => concept))
  const told = new Map<string, Told>()
  for (const { label, all, none, weight } of tells) {
    if (weight <= (told.get(label)?.weight ?? 0)) continue
    if (none.some((name) => concepts.has(name))) continue
    if (!all.every((either) => either.some((name) => concepts.has(name)))) continue
    const telling = new Set(all.flat())
    const words = sightings.filter(({ concept }) => telling.has(concept)).map(({ words }) => words)
    told.set(label, { weight, words: [...new Set(words)] })
  }
  return told
}

/**
 * Two reasons make surer than either: how near the nearest example is (0 to 1; a distant one is no
 * reason) and how strongly the words tell.
 */
export function together(nearness: number, weight: number): number {
  const near = Math.max(0, Math.min(1, (nearness - 0.2) / 0.7))
  return 1 - (1 - near * 0.9) * (1 - weight)
}
