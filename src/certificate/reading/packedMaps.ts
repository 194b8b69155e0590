import { fromBase64 } from '../../base64.ts'
import type { LoadMap } from './pdfText.ts'

/** The character maps that came along in the build: those of simplified Chinese. */
export const loadPacked =
  (maps: Readonly<Record<string, string>>): LoadMap =>
  async (filename) => {
    const packed = maps[filename]
    if (packed === undefined) throw new Error('no such map')
    return fromBase64(packed)
  }
