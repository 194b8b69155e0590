import { pinyin } from 'pinyin-pro'
import { namesOfLength } from './placeNames.ts'

const sounds = new Map<string, readonly string[]>()

function soundsOf(char: string): readonly string[] {
  const known = sounds.get(char)
  if (known) return known
  const heard = pinyin(char, { toneType: 'none', multiple: true, type: 'array' })
  sounds.set(char, heard)
  return heard
}

const soundAlike = (a: string, b: string): boolean =>
  soundsOf(a).some((sound) => soundsOf(b).includes(sound))

/** The names that differ from the word in one character of the same sound, tones apart: 广州 for 广洲. */
export function namesSoundingLike(word: string): string[] {
  if (!/^\p{Script=Han}{2,}$/u.test(word)) return []
  return (namesOfLength.get(word.length) ?? []).filter((name) => {
    let differing = -1
    for (let i = 0; i < word.length; i++) {
      if (word[i] === name[i]) continue
      if (differing >= 0) return false
      differing = i
    }
    return differing >= 0 && soundAlike(word[differing] ?? '', name[differing] ?? '')
  })
}
