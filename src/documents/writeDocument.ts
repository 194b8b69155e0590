import { encode } from 'uqr'
import { papers } from '../certificate/papers.ts'
import { type Content, titleIn } from './content.ts'
import type { Font } from './font.ts'
import { createPen, type Pen, page } from './pen.ts'
import { readSheet } from './sheet.ts'
import { writePaper } from './writePaper.ts'
import { writeSheet } from './writeSheet.ts'

/** What every page bears at its foot. */
export type Imprint = {
  number: string
  at: Date
  /** What the QR code leads to. */
  link: string
  /** The lines beside it. */
  foot: (facts: { page: number; pages: number; missing: readonly string[] }) => string
  /** The word for characters that the font lacks. */
  missingWord: string
}

const codeSize = 66

/** Makes a document's PDF: its content, and at the foot of each page what it can be verified by. */
export async function writeDocument(
  font: Font,
  content: Content,
  { number, at, link, foot, missingWord }: Imprint,
): Promise<Uint8Array<ArrayBuffer>> {
  const pen = await createPen(font, { title: titleIn(content), number, at }, missingWord)
  if ('text' in content) writeSheet(pen, readSheet(content.text))
  else writePaper(pen, papers[content.paper], content.values)
  const { data } = encode(link, { ecc: 'M', border: 0 })
  const missing = pen.missing()
  pen.onEveryPage((index, pages) =>
    writeFoot(pen, data, link, foot({ page: index + 1, pages, missing })),
  )
  return pen.save()
}

function writeFoot(pen: Pen, code: readonly boolean[][], link: string, foot: string): void {
  const top = page.bottom + 10
  pen.rule(top)
  for (const [index, line] of foot.split('\n').filter(Boolean).entries()) {
    pen.write(line, page.left, top + 18 + index * 15, { size: 9, faint: index > 0 })
  }
  const x = page.left + page.inner - codeSize
  const y = top + 8
  pen.squares({ x, y }, codeSize / code.length, code)
  pen.link({ x, y, width: codeSize, height: codeSize }, link)
}
