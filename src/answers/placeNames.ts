import { divisionCodes, isWithin, levelOf, ownName, retiredNames } from './divisions.ts'
import { nicknames, provinceLetters } from './placeWords.ts'
import { simplify } from './plain.ts'
import { stemOf } from './stem.ts'

/** A division that a word may mean; `former`: no longer under this name; `gone` names the abolished one whose area is there now. */
export type Candidate = { readonly code: string; readonly former?: true; readonly gone?: string }

const byWord = new Map<string, Candidate[]>()

/** Words come simplified, and 乾县 with them as 干县. */
function name(written: string, candidate: Candidate) {
  const word = simplify(written)
  const known = byWord.get(word)
  if (!known) byWord.set(word, [candidate])
  else if (!known.some(({ code }) => code === candidate.code)) known.push(candidate)
}

for (const code of divisionCodes) {
  const own = ownName(code) ?? ''
  const stem = stemOf(own)
  name(own, { code })
  name(stem, { code })
  const rank = /自治([州县旗])$/.exec(own)?.[1]
  if (rank) name(stem + rank, { code })
  if (/自治区$/.test(own)) name(`${stem}省`, { code })
}
for (const row of nicknames) {
  const [code = '', ...words] = row.split(' ')
  for (const word of words) name(word, { code })
}
for (const [gone, held] of retiredNames)
  for (const { fate } of held)
    for (const word of new Set([gone, stemOf(gone)]))
      if (!/^(?:郊区|城区|新区|市郊区)$/.test(word))
        for (const code of fate.now)
          name(word, fate.renewed ? { code, former: true } : { code, former: true, gone })

/** Places that bear or bore exactly this name, short name or nickname. */
export const placesNamed = (word: string): readonly Candidate[] => byWord.get(word) ?? []

/** The longest name there is, in characters. */
export const longestName = Math.max(...[...byWord.keys()].map((word) => word.length))

/** Every name, by its length, for comparing by sound. */
export const namesOfLength: ReadonlyMap<number, readonly string[]> = Map.groupBy(
  byWord.keys(),
  (word) => word.length,
)

/** The code of a province by its one-character name. */
export const lettered: ReadonlyMap<string, string> = new Map(
  provinceLetters
    .flatMap((row) => row.split(' '))
    .flatMap((row) => [...row.slice(6)].map((letter) => [letter, row.slice(0, 6)] as const)),
)

/** Short names that mean a prefecture and districts elsewhere alike often, so that the larger does not win. */
const contested = new Set(['朝阳'])

/** Of the places a bare word may mean those that people mean: the province before the city before the county. */
export function meant(word: string, candidates: readonly Candidate[]): readonly Candidate[] {
  if (contested.has(word)) {
    const cities = candidates.filter(({ code }) => levelOf(code) === 'city')
    return candidates.filter(({ code }) =>
      cities.every((city) => city.code === code || !isWithin(code, city.code)),
    )
  }
  for (const level of ['province', 'city'] as const) {
    const some = candidates.filter(({ code }) => levelOf(code) === level)
    if (some.length > 0) return some
  }
  return candidates
}
