import * as fontkit from '@cantoo/fontkit'
import {
  type Color,
  PDFDocument,
  type PDFPage,
  PDFString,
  rgb,
  TextRenderingMode,
} from '@cantoo/pdf-lib'
import type { Box } from '../certificate/paper.ts'
import type { Measure } from '../certificate/wrap.ts'
import { type Font, lacking, legible } from './font.ts'

/** A4, in points; everything is measured from the page's upper left corner. */
export const page = { width: 595, height: 842, left: 50, inner: 495, top: 64, bottom: 742 }

export type Style = {
  size: number
  bold?: boolean
  faint?: boolean
  align?: 'left' | 'middle' | 'right'
}

/** Draws on the pages of a PDF. */
export type Pen = {
  measure: Measure
  /** Writes one line; `x` is where it begins, its middle or its end, as the style aligns it. */
  write(text: string, x: number, baseline: number, style: Style): void
  box(box: Box, style?: { tinted?: boolean; thick?: boolean }): void
  rule(y: number): void
  /** Filled squares of one size, such as those of a QR code. */
  squares(origin: { x: number; y: number }, size: number, rows: readonly boolean[][]): void
  /** Makes an area lead to an address, for those who read on a screen. */
  link(box: Box, address: string): void
  newPage(): void
  /** The code points that the font lacked so far: `U+20BB7`. */
  missing(): string[]
  /** Draws something on every page. */
  onEveryPage(draw: (index: number, count: number) => void): void
  save(): Promise<Uint8Array<ArrayBuffer>>
}

type About = { title: string; number: string; at: Date }

const ink = rgb(0.1, 0.11, 0.13)
const faint = rgb(0.42, 0.44, 0.47)
const tint = rgb(0.955, 0.96, 0.965)

/** Begins a PDF with an empty page; its font is embedded with the characters that are used. */
export async function createPen(
  font: Font,
  { title, number, at }: About,
  missingWord: string,
): Promise<Pen> {
  const pdf = await PDFDocument.create()
  pdf.registerFontkit(fontkit)
  pdf.setTitle(title, { showInWindowTitleBar: true })
  pdf.setSubject(number)
  pdf.setLanguage('zh-CN')
  pdf.setCreationDate(at)
  pdf.setModificationDate(at)
  const face = await pdf.embedFont(font.bytes, { subset: true, features: { liga: false } })
  let current: PDFPage = pdf.addPage([page.width, page.height])

  const widths = new Map<string, number>()
  const widthOf = (char: string): number => {
    const known = widths.get(char)
    if (known !== undefined) return known
    const width = face.widthOfTextAtSize(char, 1)
    widths.set(char, width)
    return width
  }
  const missing = new Set<string>()
  const readable = (text: string) => legible(text, font, missingWord)
  const measure: Measure = (text, size) =>
    [...readable(text)].reduce((sum, char) => sum + widthOf(char) * size, 0)
  const up = (y: number) => page.height - y

  return {
    measure,
    write(text, x, baseline, { size, bold, faint: isFaint, align = 'left' }) {
      const line = readable(text)
      if (line === '') return
      for (const char of lacking(text, font)) missing.add(codeOf(char))
      const back = { left: 0, middle: 0.5, right: 1 }[align] * measure(text, size)
      const color: Color = isFaint ? faint : ink
      current.drawText(line, {
        ...{ font: face, size, color, x: x - back, y: up(baseline) },
        ...(bold && {
          renderMode: TextRenderingMode.FillAndOutline,
          strokeColor: color,
          strokeWidth: size * 0.028,
        }),
      })
    },
    box({ x, y, width, height }, { tinted, thick } = {}) {
      current.drawRectangle({
        ...{ x, y: up(y + height), width, height },
        ...{ borderColor: ink, borderWidth: thick ? 1 : 0.5 },
        ...(tinted && { color: tint }),
      })
    },
    rule(y) {
      const [start, end] = [page.left, page.left + page.inner].map((x) => ({ x, y: up(y) }))
      current.drawLine({ start: start!, end: end!, thickness: 0.5, color: faint })
    },
    squares({ x, y }, size, rows) {
      const path = rows.flatMap((row, line) =>
        row.flatMap((dark, column) => (dark ? [`M${column} ${line}h1v1h-1z`] : [])),
      )
      current.drawSvgPath(path.join(''), { x, y: up(y), scale: size, color: ink })
    },
    link({ x, y, width, height }, address) {
      const annotation = pdf.context.obj({
        ...{ Type: 'Annot', Subtype: 'Link', Border: [0, 0, 0] },
        Rect: [x, up(y + height), x + width, up(y)],
        A: { S: 'URI', URI: PDFString.of(address) },
      })
      current.node.addAnnot(pdf.context.register(annotation))
    },
    newPage() {
      current = pdf.addPage([page.width, page.height])
    },
    missing: () => [...missing],
    onEveryPage(draw) {
      const pages = pdf.getPages()
      for (const [index, one] of pages.entries()) {
        current = one
        draw(index, pages.length)
      }
    },
    save: async () => new Uint8Array(await pdf.save()),
  }
}

const codeOf = (char: string): string =>
  `U+${char.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`
