import { normalise } from './normal.ts'
import type { WishData } from './schema.ts'

/** Dialect words and what they are in standard ones, ready to be replaced. */
export type Dialect = { words: RegExp; standard: ReadonlyMap<string, string> } | null

/** Makes the pattern from the word lists of `flows/wishes.yaml`. */
export function compileDialect(dialect: WishData['dialect']): Dialect {
  const standard = new Map(
    Object.entries(dialect).flatMap(([words, said]) =>
      said.map((one) => [normalise(one), normalise(words)] as const),
    ),
  )
  const longestFirst = [...standard.keys()].sort((a, b) => b.length - a.length)
  if (longestFirst.length === 0) return null
  return { words: new RegExp(longestFirst.join('|'), 'gu'), standard }
}

/** A normalised message in standard words, or null where it is in these already. */
export function inStandard(normal: string, dialect: Dialect): string | null {
  if (!dialect) return null
  const standard = normal.replace(dialect.words, (word) => dialect.standard.get(word) ?? word)
  return standard === normal ? null : standard
}
