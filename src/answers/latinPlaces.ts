import { spellings } from './soundData.ts'

let spelt: ReadonlyMap<string, readonly string[]> | undefined

/** Romanised names that do not follow pinyin. */
const foreign: Readonly<Record<string, string>> = {
  shaanxi: '610000',
  peking: '110000',
  canton: '440100',
  tibet: '540000',
  hongkong: '810000',
  xianggang: '810000',
  macau: '820000',
  macao: '820000',
  taiwan: '710000',
  innermongolia: '150000',
  chungking: '500000',
  harbin: '230100',
  urumqi: '650100',
  lhasa: '540100',
  hohhot: '150100',
}

/** Provinces and cities spelt in Latin letters (beijing) or as their initials (bj): one or several codes. */
export function placesSpelt(words: string): readonly string[] {
  const letters = words
    .toLowerCase()
    .replace(/\b(?:city|province|china|shi|sheng)\b/g, '')
    .replace(/[\s,.'-]/g, '')
  if (!/^[a-zü]{2,20}$/.test(letters)) return []
  if (foreign[letters]) return [foreign[letters]]
  spelt ??= spell()
  return spelt.get(letters) ?? []
}

function spell(): ReadonlyMap<string, readonly string[]> {
  const byLetters = new Map<string, string[]>()
  for (const row of spellings.flatMap((line) => line.split('|'))) {
    const [code = '', ...syllables] = row.split(' ')
    for (const letters of [syllables.join(''), syllables.map((one) => one[0]).join('')])
      if (letters.length > 1) byLetters.set(letters, [...(byLetters.get(letters) ?? []), code])
  }
  return byLetters
}
