import { getDocumentProxy } from 'unpdf'
import type { Page, Span } from './span.ts'

/** Brings one of pdf.js's character maps, such as `UniGB-UCS2-H.bcmap`; throws where there is none. */
export type LoadMap = (filename: string) => Promise<Uint8Array>

/** More pages than this are not looked at: a certificate has one or two. */
export const mostPages = 6

/**
 * The words of a PDF with their places. Chinese fonts that are not embedded need the character maps:
 * without them pdf.js gives no text at all, and no error either.
 */
export async function readPdfText(bytes: Uint8Array, load: LoadMap): Promise<Page[]> {
  class Maps {
    fetch = ({ filename }: { filename: string }) => load(filename)
  }
  const pdf = await getDocumentProxy(new Uint8Array(bytes), {
    ...{ cMapUrl: 'maps/', cMapPacked: true, useWorkerFetch: false, verbosity: 0 },
    ...{ isEvalSupported: false, disableFontFace: true, useSystemFonts: false },
    BinaryDataFactory: Maps,
  } as Parameters<typeof getDocumentProxy>[1])
  try {
    const pages: Page[] = []
    for (let number = 1; number <= Math.min(pdf.numPages, mostPages); number++) {
      const page = await pdf.getPage(number)
      const { width, height, transform } = page.getViewport({ scale: 1 })
      const { items } = await page.getTextContent()
      const spans = items.flatMap((item) => ('str' in item ? spanOf(item, transform) : []))
      pages.push({ width, height, spans })
    }
    return pages
  } finally {
    await pdf.loadingTask.destroy()
  }
}

type Item = { str: string; transform: number[]; width: number }
type Matrix = readonly number[]

/** A piece of text, where it is upright: seals and watermarks that are written aslant are left out. */
function spanOf({ str, transform, width }: Item, view: Matrix): Span[] {
  const [a = 0, b = 0, , , e = 0, f = 0] = transform
  const [m11 = 1, m12 = 0, m21 = 0, m22 = 1, dx = 0, dy = 0] = view
  const along = { x: m11 * a + m21 * b, y: m12 * a + m22 * b }
  const size = Math.hypot(along.x, along.y)
  if (str.trim() === '' || size === 0) return []
  if (along.x <= 0 || Math.abs(along.y) > 0.05 * size) return []
  const x = m11 * e + m21 * f + dx
  const baseline = m12 * e + m22 * f + dy
  return [{ text: str, x, width, y: baseline - 0.88 * size, height: size, sure: 1 }]
}
