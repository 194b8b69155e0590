import { soundsOf, typedPinyin } from '../answers/sound.ts'
import type { WishData } from './schema.ts'

/** A group of phrases seen in a message, with the words it was seen in: the evidence. */
export type Sighting = { concept: string; words: string; by: 'words' | 'sound' | 'pattern' }

/** One set of concepts ready to be looked for. */
type Layer = {
  literal: ReadonlyMap<string, readonly string[]>
  sounding: ReadonlyMap<string, readonly { phrase: string; concept: string }[]>
  patterns: readonly { concept: string; pattern: RegExp }[]
  longest: number
  /** Whether a longer phrase hides the shorter ones within it. */
  hides: boolean
}

/** Concepts in layers that do not hide one another's phrases. */
export type Concepts = readonly Layer[]

type Groups = Pick<WishData, 'words' | 'concepts'>

const gap = '[^#]{0,8}?'
const literally = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

/** Makes two layers, the phrases that hide others and the loose ones. Throws on an unknown word list. */
export function compileConcepts({ words, concepts }: Groups): Concepts {
  const isLoose = ([, entry]: [string, Groups['concepts'][string]]) =>
    !Array.isArray(entry) && entry.loose
  const entries = Object.entries(concepts)
  const layer = (hides: boolean) => {
    const some = entries.filter((entry) => isLoose(entry) !== hides)
    return compileLayer({ words, concepts: Object.fromEntries(some) }, hides)
  }
  return [layer(true), layer(false)]
}

/** Makes one layer of all the concepts. */
export function compileLayer({ words, concepts }: Groups, hides: boolean): Layer {
  const literal = new Map<string, string[]>()
  const sounding = new Map<string, { phrase: string; concept: string }[]>()
  const patterns: { concept: string; pattern: RegExp }[] = []
  const put = <V>(map: Map<string, V[]>, key: string, value: V) => {
    const list = map.get(key)
    if (list) list.push(value)
    else map.set(key, [value])
  }
  for (const [concept, entry] of Object.entries(concepts)) {
    const { says, sound } = Array.isArray(entry) ? { says: entry, sound: false } : entry
    const gapped = says.filter((phrase) => phrase.includes('…'))
    if (gapped.length > 0) {
      const sources = gapped.map((phrase) => patternSource(phrase, words))
      patterns.push({ concept, pattern: new RegExp(sources.join('|'), 'u') })
    }
    const shortest = sound === 'long' ? 3 : 2
    for (const phrase of says.filter((phrase) => !phrase.includes('…'))) {
      for (const expanded of expand(phrase, words)) {
        put(literal, expanded, concept)
        if (!sound || expanded.length < shortest) continue
        put(sounding, soundsOf(expanded), { phrase: expanded, concept })
        if (expanded === phrase && phrase.length < 5) put(literal, typedPinyin(phrase), concept)
      }
    }
  }
  const longest = Math.max(0, ...[...literal.keys()].map((key) => key.length))
  return { literal, sounding, patterns, longest, hides }
}

/**
 * Every concept in a normalised message. At each place the longest phrase counts, and none that lies
 * within another (社保 within 社保卡); then misspelt words among what is left, then the gapped patterns.
 */
export function sight(normal: string, concepts: Concepts): Sighting[] {
  return concepts.flatMap((layer) => sightLayer(normal, layer))
}

/** The names of what was sighted, each once. */
export function conceptsOf(sightings: readonly Sighting[]): string[] {
  return [...new Set(sightings.map(({ concept }) => concept))]
}

function sightLayer(normal: string, layer: Layer): Sighting[] {
  const found = layer.hides ? sightLongest(normal, layer) : sightAll(normal, layer)
  for (const { concept, pattern } of layer.patterns) {
    const match = pattern.exec(normal)
    if (match) found.push({ concept, words: match[0], by: 'pattern' })
  }
  return found
}

function sightAll(normal: string, { literal, longest }: Layer): Sighting[] {
  const found: Sighting[] = []
  for (let start = 0; start < normal.length; start++) {
    for (let end = start + 1; end <= Math.min(normal.length, start + longest); end++) {
      const words = normal.slice(start, end)
      for (const concept of literal.get(words) ?? []) found.push({ concept, words, by: 'words' })
    }
  }
  return found
}

function sightLongest(normal: string, layer: Layer): Sighting[] {
  const found: Sighting[] = []
  const covered = new Set<number>()
  let reach = 0
  for (let start = 0; start < normal.length; start++) {
    const seen = longestAt(normal, start, (words) => layer.literal.get(words), layer.longest)
    if (!seen || start + seen.words.length <= reach) continue
    const { words, concepts } = seen
    reach = start + words.length
    for (const concept of concepts) found.push({ concept, words, by: 'words' })
    if (words.length > 1) for (let at = start; at < reach; at++) covered.add(at)
  }
  for (let start = 0; start < normal.length; start++) {
    if (covered.has(start) && covered.has(start + 1)) continue
    const seen = longestAt(normal, start, (words) => alike(words, layer), 8)
    if (!seen) continue
    for (const concept of seen.concepts) found.push({ concept, words: seen.words, by: 'sound' })
    start += seen.words.length - 1
  }
  return found
}

function longestAt(
  normal: string,
  start: number,
  look: (words: string) => readonly string[] | undefined,
  longest: number,
): { words: string; concepts: readonly string[] } | null {
  for (let length = Math.min(longest, normal.length - start); length > 0; length--) {
    const words = normal.slice(start, start + length)
    const concepts = look(words)
    if (concepts && concepts.length > 0) return { words, concepts }
  }
  return null
}

function alike(words: string, { literal, sounding }: Layer): readonly string[] {
  if (words.length < 2 || literal.has(words)) return []
  const candidates = sounding.get(soundsOf(words)) ?? []
  return candidates.filter(({ phrase }) => share(phrase, words)).map(({ concept }) => concept)
}

/** A homophone counts only where at least half of its characters are the right ones. */
const share = (phrase: string, words: string) =>
  [...phrase].filter((character, at) => words[at] === character).length * 2 >= phrase.length

function expand(phrase: string, lists: WishData['words']): string[] {
  const match = /\{([^}]+)\}/.exec(phrase)
  if (!match) return [phrase]
  return list(match[1] ?? '', lists).flatMap((word) =>
    expand(phrase.replace(match[0], word), lists),
  )
}

function patternSource(phrase: string, lists: WishData['words']): string {
  return phrase
    .split(/(…|\{[^}]+\})/)
    .map((part) => {
      if (part === '…') return gap
      if (!part.startsWith('{')) return literally(part)
      return `(?:${list(part.slice(1, -1), lists).map(literally).join('|')})`
    })
    .join('')
}

function list(name: string, lists: WishData['words']): readonly string[] {
  const words = lists[name]
  if (!words) throw new Error(`flows/wishes.yaml: words.${name} is used and not there`)
  return words
}
