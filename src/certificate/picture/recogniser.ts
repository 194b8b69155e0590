import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { createWorker, type Line, OEM, PSM } from 'tesseract.js'
import type { Span } from '../reading/span.ts'

/** Recognises the characters of a picture. */
export type Recogniser = {
  read(png: Buffer): Promise<Span[]>
  close(): Promise<void>
}

const data = dirname(createRequire(import.meta.url).resolve('@tesseract.js-data/chi_sim'))

/** Starts recognition; its data comes along in a package, so that nothing is fetched. */
export async function openRecogniser(): Promise<Recogniser> {
  const worker = await createWorker('chi_sim', OEM.LSTM_ONLY, {
    langPath: join(data, '4.0.0'),
    cacheMethod: 'none',
    gzip: true,
  })
  await worker.setParameters({
    // Words wherever they stand: in a form there are no columns and paragraphs to go by.
    tessedit_pageseg_mode: PSM.SPARSE_TEXT,
    preserve_interword_spaces: '1',
    user_defined_dpi: '200',
    // It would write remarks to the standard error.
    debug_file: '/dev/null',
  } as Parameters<typeof worker.setParameters>[0])
  return {
    async read(png) {
      const { data } = await worker.recognize(png, {}, { blocks: true, text: false })
      const lines = (data.blocks ?? []).flatMap(({ paragraphs }) =>
        paragraphs.flatMap(({ lines }) => lines),
      )
      return lines.flatMap(spansOf)
    },
    close: async () => void (await worker.terminate()),
  }
}

/** What is taken for letters: rests of lines, quotation marks that are specks. */
const specks = /[“”"'‘’_|｜—~`^]/

/** The characters of a line, each where it stands, all as high as the line's are. */
function spansOf({ words, bbox }: Line): Span[] {
  const symbols = words.flatMap((word) => word.symbols).filter(({ text }) => !specks.test(text))
  const heights = symbols.map((symbol) => symbol.bbox.y1 - symbol.bbox.y0).sort((a, b) => a - b)
  const height = heights[Math.floor(heights.length / 2)] ?? 0
  // Two lines of print that were taken for one: each character then has its own height.
  const isMixed = bbox.y1 - bbox.y0 > 1.6 * height
  return symbols.map(({ text, confidence, bbox: { x0, x1, y0, y1 } }) => ({
    ...{ text, x: x0, width: x1 - x0, sure: confidence / 100 },
    y: isMixed ? (y0 + y1 - height) / 2 : bbox.y0,
    height: isMixed ? height : bbox.y1 - bbox.y0,
  }))
}
