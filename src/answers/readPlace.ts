import { namesSoundingLike } from './alike.ts'
import { isWithin, levelOf } from './divisions.ts'
import { fillersAt, finerPart } from './placeFillers.ts'
import { type Candidate, lettered, longestName, meant, placesNamed } from './placeNames.ts'

/** A word that names a place, with where it stands and what it may mean. */
export type PlaceToken = { word: string; at: number; candidates: readonly Candidate[] }

/** What words say about one place: one division; several it may be; nothing. */
export type PlaceReading =
  | { kind: 'one'; code: string }
  | {
      kind: 'several'
      reason: 'shared' | 'abolished' | 'two'
      word: string
      codes: readonly string[]
    }
  | { kind: 'none' }

const none: PlaceReading = { kind: 'none' }

/** Who names more places than this tells no single one. */
export const mostTokens = 12

/** Splits words into places and fillers; undefined where something else is left. */
export function placeTokens(words: string, bySound: boolean): PlaceToken[] | undefined {
  const dead = new Set<number>()
  const from = (at: number, held: readonly PlaceToken[]): PlaceToken[] | undefined => {
    if (at >= words.length) return [...held]
    if (dead.has(at) || held.length >= mostTokens) return undefined
    for (let size = Math.min(longestName, words.length - at); size >= 2; size--) {
      const word = words.slice(at, at + size)
      const candidates = placesNamed(word)
      const heard = candidates.length > 0 || !bySound ? candidates : heardAs(word, held.length > 0)
      if (heard.length === 0) continue
      const longer = [...held, { word, at, candidates: heard }]
      if (held.length > 0 && !inmostOf(longer) && isFiner(held, words.slice(at), at))
        return [...held]
      const rest = from(at + size, longer)
      if (rest) return rest
    }
    for (const size of fillersAt(words, at)) {
      const rest = from(at + size, held)
      if (rest) return rest
    }
    if (held.length > 0 && !bySound && finerPart.test(words.slice(at))) return [...held]
    dead.add(at)
    return undefined
  }
  return from(0, [])
}

/** Cities without districts, whose towns bear the names of districts elsewhere: 东莞长安. */
const undivided = new Set(['441900', '442000', '460400', '620200'])

function isFiner(held: readonly PlaceToken[], rest: string, at: number): boolean {
  if (finerPart.test(rest)) return true
  const last = held.at(-1)
  if (!last || last.at + last.word.length !== at || !/^\p{Script=Han}{2,5}$/u.test(rest))
    return false
  return last.candidates.every(({ code }) => undivided.has(code))
}

/** A short bare word of one sound must be a province or a city, or stand behind a larger place. */
function heardAs(word: string, inside: boolean): readonly Candidate[] {
  const found = namesSoundingLike(word)
    .flatMap(placesNamed)
    .filter(({ former }) => !former)
  if (inside || word.length > 2) return found
  return found.filter(({ code }) => levelOf(code) !== 'county')
}

const letter = new RegExp(
  `^(?:我|原来|以前|现在|就|是|在|从|来自|到|去|回)*([${[...lettered.keys()].join('')}]{1,4})(?:[A-Z]|省|市|这边|那边|交的)*$`,
)

function inmostOf(tokens: readonly PlaceToken[]) {
  const lies = (inner: Candidate, token: PlaceToken) =>
    token.candidates.some(({ code }) => isWithin(inner.code, code))
  return tokens
    .map(({ word, candidates }) => ({
      word,
      fitting: candidates.filter((inner) => tokens.every((other) => lies(inner, other))),
    }))
    .findLast(({ fitting }) => fitting.length > 0)
}

const ofToday = (token: PlaceToken): PlaceToken => {
  const candidates = token.candidates.filter(({ former }) => !former)
  return candidates.length > 0 ? { ...token, candidates } : token
}

/** The one place that the tokens name together: the innermost that lies in all others, of today rather than of old. */
export function resolve(tokens: readonly PlaceToken[]): PlaceReading {
  const todays = tokens.map(ofToday)
  const inmost = inmostOf(todays) ?? inmostOf(tokens)
  if (!inmost) {
    const codes = todays.flatMap(({ word, candidates }) => meant(word, candidates))
    return {
      kind: 'several',
      reason: 'two',
      word: tokens.map(({ word }) => word).join('、'),
      codes: [...new Set(codes.map(({ code }) => code))],
    }
  }
  const places = meant(inmost.word, inmost.fitting)
  const codes = [...new Set(places.map(({ code }) => code))]
  const gone = places.every((place) => place.gone)
  if (codes.length === 1 && !gone) return { kind: 'one', code: codes[0] ?? '' }
  return { kind: 'several', reason: gone ? 'abolished' : 'shared', word: inmost.word, codes }
}

/** Reads comparable words as one place, at the level they name it; words that say anything else name none. */
export function readPlace(words: string): PlaceReading {
  const letters = letter.exec(words)?.[1]
  if (letters && placesNamed(words).length === 0) {
    const tokens = [...letters].map((word, at) => ({
      word,
      at,
      candidates: [{ code: lettered.get(word) ?? '' }],
    }))
    const direct = placesNamed(letters)
    if (direct.length === 0) return resolve(tokens)
  }
  const tokens = placeTokens(words, false) ?? placeTokens(words, true)
  return tokens && tokens.length > 0 ? resolve(tokens) : none
}
