import { jsPDF } from 'jspdf'
import { font } from '../font.ts'
import type { Drawing } from '../layouts.ts'

/** Written by jsPDF, its Chinese font embedded. */
export async function writeWithJspdf(drawing: Drawing): Promise<Uint8Array> {
  const { width, height, words, lines } = drawing
  const document = new jsPDF({ unit: 'pt', format: [width, height], compress: true })
  document.addFileToVFS('noto.ttf', (await font()).toString('base64'))
  document.addFont('noto.ttf', 'noto', 'normal')
  document.setFont('noto')
  document.setLineWidth(0.5)
  for (const { x1, y1, x2, y2 } of lines) document.line(x1, y1, x2, y2)
  for (const { text, x, y, size } of words) {
    document.setFontSize(size)
    document.text(text, x, y)
  }
  return new Uint8Array(document.output('arraybuffer'))
}
