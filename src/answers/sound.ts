import { pinyin } from 'pinyin-pro'

const heard = new Map<string, string>()

/**
 * How one character sounds, without tone and without the differences that many speakers and
 * input methods do not make (zh/z, ch/c, sh/s, n/l, an/ang, en/eng, in/ing, f/h).
 * Anything but a Chinese character sounds as itself.
 */
function soundOf(character: string): string {
  const known = heard.get(character)
  if (known !== undefined) return known
  const sound = /\p{Script=Han}/u.test(character)
    ? blur(pinyin(character, { toneType: 'none' }))
    : character
  heard.set(character, sound)
  return sound
}

/** The sounds of a whole phrase in one key. */
export function soundsOf(phrase: string): string {
  return [...phrase].map(soundOf).join(' ')
}

/** Pinyin as people type it instead of characters, such as `shebaozhuanyi`. */
export function typedPinyin(phrase: string): string {
  return pinyin(phrase, { toneType: 'none', type: 'array', v: true }).join('')
}

const blur = (syllable: string) =>
  syllable
    .replace(/^([zcs])h/, '$1')
    .replace(/^n/, 'l')
    .replace(/^hu(?=.)/, 'f')
    .replace(/([aei])ng$/, '$1n')
