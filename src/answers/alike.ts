import { namesOfLength } from './placeNames.ts'
import { sounds } from './soundData.ts'

const soundsOf = new Map<string, string[]>()
for (const [sound = '', chars = ''] of sounds
  .flatMap((line) => line.split('|'))
  .map((row) => row.split(' ')))
  for (const char of chars) soundsOf.set(char, [...(soundsOf.get(char) ?? []), sound])

const soundAlike = (a: string, b: string): boolean =>
  soundsOf.get(a)?.some((sound) => soundsOf.get(b)?.includes(sound)) ?? false

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
