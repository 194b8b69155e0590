import { divisionCodes, fullName, levelOf } from '../../answers/divisions.ts'

const districts = divisionCodes
  .filter((code) => levelOf(code) !== 'province')
  .map(fullName)
  .sort((a, b) => b.length - a.length)

/**
 * Words from a picture with the place that they begin with as it is called: recognition knows rare
 * characters badly (宝址区), and one that is off names no other place.
 */
export function asPrinted(words: string): string {
  if (districts.some((name) => levelEnds.test(name) && words.startsWith(name))) return words
  const meant = districts.filter((name) => isOneOff(words, name))
  const longest = meant.filter(({ length }) => length === meant[0]?.length)
  return longest.length === 1 ? longest[0]! + words.slice(longest[0]!.length) : words
}

/** A city alone may be the beginning of a district that was misread. */
const levelEnds = /[区县旗]$/

function isOneOff(words: string, name: string): boolean {
  if (words.length < name.length) return false
  let off = 0
  for (let index = 0; index < name.length; index++) {
    if (words[index] !== name[index] && ++off > 1) return false
  }
  return off === 1
}
