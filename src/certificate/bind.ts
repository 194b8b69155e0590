import { PDFDocument } from '@cantoo/pdf-lib'

/** A4, in points. */
const sheet = { width: 595.28, height: 841.89 }
const margin = 18

/** Binds pictures and PDFs into one PDF, each picture on a sheet of A4, upright or across as it lies. */
export async function bind(files: readonly Uint8Array[]): Promise<Uint8Array<ArrayBuffer>> {
  const bound = await PDFDocument.create()
  for (const bytes of files) {
    if (bytes[0] === 0x25) await addPages(bound, bytes)
    else await addPicture(bound, bytes)
  }
  return new Uint8Array(await bound.save())
}

async function addPages(bound: PDFDocument, bytes: Uint8Array): Promise<void> {
  const pdf = await PDFDocument.load(bytes)
  for (const page of await bound.copyPages(pdf, pdf.getPageIndices())) bound.addPage(page)
}

async function addPicture(bound: PDFDocument, bytes: Uint8Array): Promise<void> {
  const isPng = bytes[0] === 0x89
  const picture = isPng ? await bound.embedPng(bytes) : await bound.embedJpg(bytes)
  const lies = picture.width > picture.height
  const [width, height] = lies ? [sheet.height, sheet.width] : [sheet.width, sheet.height]
  const fitted = picture.scaleToFit(width - 2 * margin, height - 2 * margin)
  const place = { x: (width - fitted.width) / 2, y: (height - fitted.height) / 2 }
  bound.addPage([width, height]).drawImage(picture, { ...place, ...fitted })
}
