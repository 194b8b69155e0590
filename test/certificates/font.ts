import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import subsetFont from 'subset-font'
import { papers } from '../../src/certificate/papers.ts'
import { holderOf } from './holders.ts'
import { draw } from './layouts.ts'

const require = createRequire(import.meta.url)

/** A Chinese TrueType font. */
export const fontFile = join(
  dirname(require.resolve('@expo-google-fonts/noto-sans-sc/package.json')),
  '400Regular/NotoSansSC_400Regular.ttf',
)

let subset: Promise<Buffer> | undefined

/** The font with all characters of the certificates that are written here. */
export function font(): Promise<Buffer> {
  subset ??= subsetFont(readFileSync(fontFile), characters(), { targetFormat: 'truetype' })
  return subset
}

function characters(): string {
  const holders = (['pension', 'medical'] as const).flatMap((paper) =>
    Array.from({ length: 60 }, (_, seed) => holderOf(paper, seed)),
  )
  const drawn = holders.flatMap((holder) => draw('asPaper', holder).words)
  const printed = holders.flatMap((holder) => Object.values(holder.printed))
  const labels = Object.values(papers).flatMap(({ cells }) => cells.map(({ label }) => label))
  return [...drawn.map(({ text }) => text), ...printed, ...labels, latin].join('')
}

const latin =
  '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ.,:()-*：　日期通知您好请于三月到我单位办理退休手续。'
