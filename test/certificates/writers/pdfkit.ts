import PDFDocument from 'pdfkit'
import { font } from '../font.ts'
import type { Drawing } from '../layouts.ts'
import { encodings, type NotEmbedded, systemFont } from './notEmbedded.ts'

/** Written by pdfkit, its Chinese font embedded as far as it is used, or not at all. */
export async function writeWithPdfkit(
  drawing: Drawing,
  kind: 'embedded' | NotEmbedded,
): Promise<Buffer> {
  const { width, height, words, lines } = drawing
  const document = new PDFDocument({ size: [width, height], margin: 0 })
  const chunks: Buffer[] = []
  document.on('data', (chunk: Buffer) => chunks.push(chunk))
  const written = new Promise<Buffer>((resolve) => {
    document.on('end', () => resolve(Buffer.concat(chunks)))
  })
  for (const { x1, y1, x2, y2 } of lines) document.moveTo(x1, y1).lineTo(x2, y2)
  document.lineWidth(0.5).stroke()
  if (kind === 'embedded') {
    document.font(await font())
    for (const { text, x, y, size } of words) {
      document.fontSize(size).text(text, x, y, { baseline: 'alphabetic', lineBreak: false })
    }
  } else {
    const { type0, descendant, descriptor } = systemFont(kind)
    const object = (facts: object) => {
      const reference = document.ref(facts)
      reference.end()
      return reference
    }
    const own = object({ ...descendant, FontDescriptor: object(descriptor) })
    document.page.fonts.FS = object({ ...type0, DescendantFonts: [own] })
    // pdfkit turns the page upside down, so that text has to be turned back.
    for (const { text, x, y, size } of words) {
      const hex = encodings[kind](text)
      document.addContent(`BT /FS ${size} Tf 1 0 0 -1 ${x} ${y} Tm <${hex}> Tj ET`)
    }
  }
  document.end()
  return written
}
