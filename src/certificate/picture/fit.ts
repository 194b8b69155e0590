import type { Sharp } from 'sharp'
import { type FileProblem, mostBytes } from '../inspect.ts'
import type { Pixels } from '../reading/pdfText.ts'
import { cutOffSide } from './cutOff.ts'
import { evenOut } from './evenOut.ts'
import { type Flaw, flawOf } from './flaws.ts'
import { fromRaw, openPicture } from './sheet.ts'

/** A picture as the agency takes it, and what is wrong with it. */
export type Fitted =
  | { content: Uint8Array<ArrayBuffer>; flaw: Flaw | null }
  | { problem: FileProblem }

/** What the agency wishes: 120 to 200 kB. */
const wished = 200 * 1024
/** A page of A4 at 200, 170 and 145 dots an inch; print stays readable down to the last. */
const sides = [2340, 2000, 1700]
const qualities = [82, 70, 58]
/** The size at which sharpness is measured. */
const measured = 1600

/**
 * Makes a picture fit to be attached: upright, as JPEG, without what else the file held (where it was
 * taken, another file), and as small as is wished where it stays readable.
 */
export async function fit(bytes: Uint8Array): Promise<Fitted> {
  try {
    const { data, info } = await openPicture(bytes)
      .resize(measured, measured, { fit: 'inside', withoutEnlargement: true })
      .toColourspace('b-w')
      .raw()
      .toBuffer({ resolveWithObject: true })
    const picture = { width: info.width, height: info.height, data }
    const side = cutOffSide(evenOut(picture))
    const flaw: Flaw | null = flawOf(picture) ?? (side && { what: 'cutOff', where: side })
    return { content: await compress(() => openPicture(bytes)), flaw }
  } catch {
    return { problem: 'broken' }
  }
}

/** The same for a picture that was taken out of a PDF. */
export const fitPixels = ({ data, width, height, channels }: Pixels) =>
  compress(() => fromRaw(data, width, height, channels).flatten({ background: '#fff' }))

/** The best quality that is as small as is wished; where none is, the smallest. */
async function compress(open: () => Sharp): Promise<Uint8Array<ArrayBuffer>> {
  let smallest: Buffer | null = null
  for (const side of sides) {
    const sized = open().resize(side, side, { fit: 'inside', withoutEnlargement: true })
    const pixels = await sized.raw().toBuffer({ resolveWithObject: true })
    for (const quality of qualities) {
      const { width, height, channels } = pixels.info
      const jpeg = await fromRaw(pixels.data, width, height, channels as 1 | 3)
        .jpeg({ quality, mozjpeg: true })
        .toBuffer()
      if (jpeg.length <= wished) return new Uint8Array(jpeg)
      if (!smallest || jpeg.length < smallest.length) smallest = jpeg
    }
  }
  if (!smallest || smallest.length > mostBytes) throw new Error('a picture cannot be made to fit')
  return new Uint8Array(smallest)
}
