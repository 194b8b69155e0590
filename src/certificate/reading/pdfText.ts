import { getDocumentProxy, getResolvedPDFJS } from 'unpdf'
import type { Page, Span } from './span.ts'

/** Brings one of pdf.js's character maps, such as `UniGB-UCS2-H.bcmap`; throws where there is none. */
export type LoadMap = (filename: string) => Promise<Uint8Array>

/** A picture within a PDF, as pixels. */
export type Pixels = { width: number; height: number; channels: 1 | 3 | 4; data: Uint8Array }

export type PdfContent = {
  pages: readonly Page[]
  /** `recognised`: the words lie invisible over a picture, where some program read them. */
  source: 'printed' | 'recognised'
  /** The largest picture of each page, where there are no words at all. */
  pictures: readonly Pixels[]
}

/** More pages than this are not looked at: a certificate has one or two. */
const mostPages = 4

/**
 * The words of a PDF with their places, or its pictures. Chinese fonts that are not embedded need the
 * character maps: without them pdf.js gives no text at all, and no error either.
 */
export async function readPdf(bytes: Uint8Array, load: LoadMap): Promise<PdfContent> {
  class Maps {
    fetch = ({ filename }: { filename: string }) => load(filename)
  }
  const pdf = await getDocumentProxy(new Uint8Array(bytes), {
    ...{ cMapUrl: 'maps/', cMapPacked: true, useWorkerFetch: false, verbosity: 0 },
    ...{ isEvalSupported: false, disableFontFace: true, useSystemFonts: false },
    BinaryDataFactory: Maps,
  } as Parameters<typeof getDocumentProxy>[1])
  try {
    const numbers = Array.from(
      { length: Math.min(pdf.numPages, mostPages) },
      (_, index) => index + 1,
    )
    const pages: Page[] = []
    for (const number of numbers) pages.push(await wordsOf(await pdf.getPage(number)))
    if (pages.some(({ spans }) => spans.length > 0)) {
      const isHidden = await hasHiddenWords(await pdf.getPage(1))
      return { pages, source: isHidden ? 'recognised' : 'printed', pictures: [] }
    }
    const pictures: Pixels[] = []
    for (const number of numbers) {
      const picture = await largestPictureOf(await pdf.getPage(number))
      if (picture) pictures.push(picture)
    }
    return { pages, source: 'printed', pictures }
  } finally {
    await pdf.loadingTask.destroy()
  }
}

type PdfPage = Awaited<ReturnType<Awaited<ReturnType<typeof getDocumentProxy>>['getPage']>>

async function wordsOf(page: PdfPage): Promise<Page> {
  const { width, height, transform } = page.getViewport({ scale: 1 })
  const { items } = await page.getTextContent()
  const spans = items.flatMap((item) => ('str' in item ? spanOf(item, transform) : []))
  return { width, height, spans }
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

/** Text that is drawn invisibly: what a scanner's program believes to have read. */
const invisible = 3

async function hasHiddenWords(page: PdfPage): Promise<boolean> {
  const { OPS } = await getResolvedPDFJS()
  const { fnArray, argsArray } = await page.getOperatorList()
  return fnArray.some(
    (operator: number, index: number) =>
      operator === OPS.setTextRenderingMode && argsArray[index]?.[0] === invisible,
  )
}

/** pdf.js's name for a picture of one bit a pixel. */
const oneBit = 1

async function largestPictureOf(page: PdfPage): Promise<Pixels | null> {
  const { OPS } = await getResolvedPDFJS()
  const { fnArray, argsArray } = await page.getOperatorList()
  let largest: Pixels | null = null
  for (const [index, operator] of fnArray.entries()) {
    if (operator !== OPS.paintImageXObject) continue
    const name: string = argsArray[index][0]
    const objects = name.startsWith('g_') ? page.commonObjs : page.objs
    const found = await new Promise<Found>((resolve) => objects.get(name, resolve))
    const picture = found && pixelsOf(found)
    if (picture && (!largest || picture.data.length > largest.data.length)) largest = picture
  }
  return largest
}

type Found = { width: number; height: number; kind?: number; data?: Uint8Array } | null

function pixelsOf({ width, height, kind, data }: NonNullable<Found>): Pixels | null {
  if (!data) return null
  if (kind === oneBit) {
    const across = (width + 7) >> 3
    const gray = new Uint8Array(width * height).map((_, at) => {
      const [x, y] = [at % width, Math.floor(at / width)]
      return (data[y * across + (x >> 3)]! >> (7 - (x & 7))) & 1 ? 255 : 0
    })
    return { width, height, channels: 1, data: gray }
  }
  const channels = data.length / (width * height)
  if (channels !== 1 && channels !== 3 && channels !== 4) return null
  return { width, height, channels, data: new Uint8Array(data) }
}
