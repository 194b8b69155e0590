import { soundsOf } from '../answers/sound.ts'
import { changeOf, valueIn } from './change.ts'
import { inStandard } from './dialect.ts'
import type { Lexicon } from './lexicon.ts'
import { normalise } from './normal.ts'

/** A message that as a whole is a command. */
export type Command = {
  wish: string
  /** For `change`: the field to be changed, where the words mean exactly one. */
  field?: string
  /** For `change`: the fields that the words may mean, where they mean several. */
  fields?: readonly string[]
  /** For `change`: the new value in the person's own words (手机号改成138…). */
  value?: string
}

/** `fields`: the fields of the open form; a name that several fields share then means these. */
export type CommandOptions = { fields?: readonly string[] }

/**
 * Reads a message as a command, courtesies allowed (请返回上一步吧), or gives null. Strict: the whole
 * message must be the command, so that an answer is never taken for one.
 */
export function commandOf(
  text: string,
  lexicon: Lexicon,
  options: CommandOptions = {},
): Command | null {
  const normal = normalise(text)
  if (normal === '') return /^\s*[?？]+\s*$/.test(text) ? { wish: 'help' } : null
  if (normal.length > 40 || asksIfSo.test(normal)) return null
  const standard = inStandard(normal, lexicon.dialect)
  const said = [normal, ...(standard ? [standard] : [])]
  for (const words of said.flatMap((one) => [...bared(one, lexicon)])) {
    const wish = lexicon.commands.written.get(words) ?? soundsLike(words, lexicon)
    if (wish) return { wish }
    const changed = changeOf(words, lexicon.change, lexicon.fields, options.fields)
    if (!changed) continue
    const value = changed.value && (valueIn(text, lexicon.change) || changed.value)
    return { wish: 'change', ...changed, ...(value && { value }) }
  }
  return null
}

/** 写错了吗, 没写错吧, 要凭证吗: asks whether something is so, and does not say so or want it. */
const asksIfSo = /错了?(?:吗|没有?|吧)$|没[^,，。]?错吧|改不了|^(?:还|也)?(?:需要|要)凭证[吗么]$/u

/** The message itself, then with ever more courtesies taken off at either end. */
function* bared(normal: string, { courtesy }: Lexicon): Generator<string> {
  const seen = new Set([normal])
  for (const words of seen) {
    yield words
    for (const before of courtesy.before) {
      if (words.startsWith(before) && words.length > before.length)
        seen.add(words.slice(before.length))
    }
    for (const after of courtesy.after) {
      if (words.endsWith(after) && words.length > after.length)
        seen.add(words.slice(0, -after.length))
    }
  }
}

/** Misheard or mistyped commands count where they are long enough to be no name and no answer. */
function soundsLike(words: string, { commands }: Lexicon): string | undefined {
  if (words.length < 3) return undefined
  const alike = commands.sounding.get(soundsOf(words))
  return alike?.find(({ phrase }) => differences(phrase, words) <= 1)?.wish
}

const differences = (a: string, b: string) =>
  [...a].filter((character, at) => b[at] !== character).length
