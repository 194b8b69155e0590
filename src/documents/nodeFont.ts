import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { LoadFont } from './font.ts'

/** Noto Sans SC with its 30,000 characters, where its package keeps it. */
export const fontPath = fileURLToPath(
  import.meta.resolve('@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf'),
)

/** Reads the font from its package. Node only. */
export const loadFont: LoadFont = async () => new Uint8Array(await readFile(fontPath))
