import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import subsetFont from 'subset-font'

const require = createRequire(import.meta.url)

/** A Chinese TrueType font. */
export const fontFile = join(
  dirname(require.resolve('@expo-google-fonts/noto-sans-sc/package.json')),
  '400Regular/NotoSansSC_400Regular.ttf',
)

let whole: Buffer | undefined

/** The font with no more than the characters of some words. */
export function fontFor(words: readonly { text: string }[]): Promise<Buffer> {
  whole ??= readFileSync(fontFile)
  const text = words.map((word) => word.text).join('')
  return subsetFont(whole, text, { targetFormat: 'truetype' })
}
