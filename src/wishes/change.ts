import { comparable, plain } from '../answers/plain.ts'
import { type Names, named } from './fields.ts'
import type { WishData } from './schema.ts'

/** How people say that an answer is to be changed, ready to be matched. */
export type ChangeWords = {
  before: RegExp
  after: RegExp
  into: RegExp
  /** Finds the new value in words that were not normalised. */
  written: RegExp
  around: RegExp
  vague: ReadonlySet<string>
}

/** What is to be changed: one field, or the several that the words name or may mean. */
export type Changed =
  | { field: string; value?: string }
  | { fields: readonly string[]; value?: string }

/** Makes the patterns from the word lists of `flows/wishes.yaml`. */
export function compileChange(change: WishData['change']): ChangeWords {
  const either = (words: readonly string[]) =>
    [...words].sort((a, b) => b.length - a.length).join('|')
  const spaced = (words: readonly string[]) =>
    either(words.map((word) => [...word].join('[\\s,，。:：]*')))
  const around = either(change.around)
  const into = either(change.into)
  const before = either(change.before)
  return {
    before: new RegExp(`^(?:${before})(?<thing>.{1,16}?)$`, 'u'),
    after: new RegExp(`^(?<thing>.{1,16}?)(?:${either(change.after)})$`, 'u'),
    into: new RegExp(`^(?:${before})?(?<thing>.{1,16}?)(?:${into})(?<value>.+)$`, 'u'),
    written: new RegExp(`(?:${spaced(change.into)})[\\s:：,，]*(?<value>.+)$`, 'dsu'),
    around: new RegExp(`^(?:${around})+|(?:${around})+$`, 'gu'),
    vague: new Set(change.vague),
  }
}

/**
 * Reads normalised words as a change of a field, or gives null. `open` are the fields of the open
 * form: a name that several fields share then means these.
 */
export function changeOf(
  words: string,
  change: ChangeWords,
  names: Names,
  open: readonly string[] = [],
): Changed | null {
  const find = (thing: string | undefined) => (thing ? fieldsOf(thing, change, names, open) : null)
  const into = change.into.exec(words)?.groups
  const changed = find(into?.thing)
  if (changed && into?.value) {
    return change.vague.has(into.value) ? changed : { ...changed, value: into.value }
  }
  for (const pattern of [change.before, change.after]) {
    const found = find(pattern.exec(words)?.groups?.thing)
    if (found) return found
  }
  return null
}

/** The new value as it was written, not as it was normalised. */
export function valueIn(text: string, change: ChangeWords): string | undefined {
  const [start] = change.written.exec(comparable(text))?.indices?.groups?.value ?? []
  return start === undefined ? undefined : plain(text).slice(start).trim()
}

function fieldsOf(thing: string, change: ChangeWords, names: Names, open: readonly string[]) {
  const ids = new Set(candidates(thing, change, names, open))
  if (ids.size === 0) {
    const parts = thing.split(/和|跟|与|还有|以及/u)
    const found = parts.map((part) => candidates(part, change, names, open))
    if (parts.length < 2 || found.some((some) => some.length === 0)) return null
    for (const id of found.flat()) ids.add(id)
  }
  const [field] = ids
  return ids.size === 1 && field ? { field } : { fields: [...ids] }
}

function candidates(thing: string, change: ChangeWords, names: Names, open: readonly string[]) {
  for (const name of [thing, thing.replace(change.around, '')]) {
    const all = named(name, names)
    const opened = all.filter((id) => open.includes(id))
    if (all.length > 0) return opened.length > 0 ? opened : all
  }
  return []
}
