import type { WishData } from './schema.ts'
import { soundsOf, typedPinyin } from './sound.ts'

/** A group of phrases seen in a message, with the words it was seen in: the evidence. */
export type Sighting = { concept: string; words: string; by: 'words' | 'sound' | 'pattern' }

/** Concepts ready to be looked for. */
export type Concepts = {
  literal: ReadonlyMap<string, readonly string[]>
  sounding: ReadonlyMap<string, readonly { phrase: string; concept: string }[]>
  patterns: readonly { concept: string; pattern: RegExp }[]
  longest: number
}

const gap = '[^#]{0,8}?'
const escape = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

/** Expands the word lists and sorts the phrases by how they are looked for. Throws on an unknown list. */
export function compileConcepts(data: Pick<WishData, 'words' | 'concepts'>): Concepts {
  const literal = new Map<string, string[]>()
  const sounding = new Map<string, { phrase: string; concept: string }[]>()
  const patterns: { concept: string; pattern: RegExp }[] = []
  const put = <V>(map: Map<string, V[]>, key: string, value: V) => {
    const list = map.get(key)
    if (list) list.push(value)
    else map.set(key, [value])
  }
  for (const [concept, entry] of Object.entries(data.concepts)) {
    const { says, sound } = Array.isArray(entry) ? { says: entry, sound: false } : entry
    const gapped = says.filter((phrase) => phrase.includes('…'))
    if (gapped.length > 0) {
      const sources = gapped.map((phrase) => patternSource(phrase, data.words))
      patterns.push({ concept, pattern: new RegExp(sources.join('|'), 'u') })
    }
    for (const phrase of says.filter((phrase) => !phrase.includes('…'))) {
      for (const expanded of expand(phrase, data.words)) {
        put(literal, expanded, concept)
        if (!sound || [...expanded].length < 2) continue
        put(sounding, soundsOf(expanded), { phrase: expanded, concept })
        if ([...expanded].length < 5) put(literal, typedPinyin(expanded), concept)
      }
    }
  }
  const longest = Math.max(...[...literal.keys()].map((key) => key.length))
  return { literal, sounding, patterns, longest }
}

/** Every concept in a normalised message: the longest phrase from the left, then the gapped patterns. */
export function sight(normal: string, concepts: Concepts): Sighting[] {
  const found: Sighting[] = []
  for (let start = 0; start < normal.length; ) {
    const seen = sightAt(normal, start, concepts)
    found.push(...seen)
    start += seen[0]?.words.length ?? 1
  }
  for (const { concept, pattern } of concepts.patterns) {
    const match = pattern.exec(normal)
    if (match) found.push({ concept, words: match[0], by: 'pattern' })
  }
  return found
}

function sightAt(normal: string, start: number, concepts: Concepts): Sighting[] {
  const longest = Math.min(concepts.longest, normal.length - start)
  for (let length = longest; length > 0; length--) {
    const words = normal.slice(start, start + length)
    const exact = concepts.literal.get(words)
    if (exact) return exact.map((concept) => ({ concept, words, by: 'words' }))
    if (length < 2 || length > 8) continue
    const alike = concepts.sounding
      .get(soundsOf(words))
      ?.filter(({ phrase }) => share(phrase, words))
    if (alike?.length) return alike.map(({ concept }) => ({ concept, words, by: 'sound' }))
  }
  return []
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
      if (!part.startsWith('{')) return escape(part)
      return `(?:${list(part.slice(1, -1), lists).map(escape).join('|')})`
    })
    .join('')
}

function list(name: string, lists: WishData['words']): readonly string[] {
  const words = lists[name]
  if (!words) throw new Error(`flows/wishes.yaml: words.${name} is used and not there`)
  return words
}
