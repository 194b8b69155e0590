import { PDFDocument, PDFHexString, PDFName, PDFString, rgb } from '@cantoo/pdf-lib'
import fontkit from '@pdf-lib/fontkit'
import { font } from '../font.ts'
import type { Drawing } from '../layouts.ts'
import { encodings, type NotEmbedded, systemFont } from './notEmbedded.ts'

/** No glyph stands for several characters: pdf-lib forgets which. */
const plainly = { liga: false, calt: false, ccmp: false, locl: false, kern: false }

/** Written by pdf-lib; it packs its objects into streams. */
export async function writeWithPdfLib(
  { width, height, words, lines }: Drawing,
  kind: 'embedded' | NotEmbedded,
): Promise<Uint8Array> {
  const document = await PDFDocument.create()
  const page = document.addPage([width, height])
  for (const { x1, y1, x2, y2 } of lines) {
    const [start, end] = [
      { x: x1, y: height - y1 },
      { x: x2, y: height - y2 },
    ]
    page.drawLine({ start, end, thickness: 0.5, color: rgb(0, 0, 0) })
  }
  if (kind === 'embedded') {
    document.registerFontkit(fontkit)
    const embedded = await document.embedFont(await font(), { features: plainly })
    for (const { text, x, y, size } of words) {
      page.drawText(text, { x, y: height - y, size, font: embedded })
    }
    return document.save()
  }
  const { context } = document
  const { type0, descendant, descriptor } = systemFont(kind)
  const texts = { Registry: PDFString.of('Adobe'), Ordering: PDFString.of('GB1'), Supplement: 2 }
  const own = context.register(
    context.obj({
      ...descendant,
      CIDSystemInfo: context.obj(texts),
      FontDescriptor: context.register(context.obj(descriptor)),
    }),
  )
  const reference = context.register(context.obj({ ...type0, DescendantFonts: [own] }))
  page.node.setFontDictionary(PDFName.of('FS'), reference)
  const drawn = words.map(
    ({ text, x, y, size }) =>
      `BT /FS ${size} Tf 1 0 0 1 ${x.toFixed(2)} ${(height - y).toFixed(2)} Tm ${PDFHexString.of(encodings[kind](text))} Tj ET`,
  )
  page.node.addContentStream(context.register(context.flateStream(drawn.join('\n'))))
  return document.save()
}
