import sharp, { type Sharp } from 'sharp'
import { mostPixels } from '../inspect.ts'
import { evenOut } from './evenOut.ts'
import type { Gray } from './gray.ts'
import { withoutRules } from './rules.ts'
import { skewOf } from './skew.ts'
import { withoutRed } from './withoutRed.ts'

/** Pixels as they come out of a file: red, green and blue, a byte each. */
export type Colours = { width: number; height: number; data: Uint8Array }

/** As much as recognition can use: a sheet of A4 at about 200 dots an inch. */
const longest = 2400

/** Opens a picture file with limits, turned as its camera says, on white. */
export const openPicture = (bytes: Uint8Array): Sharp =>
  sharp(bytes, { limitInputPixels: mostPixels, failOn: 'truncated', pages: 1 })
    .timeout({ seconds: 20 })
    .rotate()
    .flatten({ background: '#fff' })

/** The colours of a picture file, no larger than recognition can use. */
export async function coloursOf(picture: Sharp): Promise<Colours> {
  const { data, info } = await picture
    .resize(longest, longest, { fit: 'inside', withoutEnlargement: true })
    .toColourspace('srgb')
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
  return { width: info.width, height: info.height, data }
}

/** The same with pixels in hand, such as a picture taken out of a PDF. */
export const fromRaw = (data: Uint8Array, width: number, height: number, channels: 1 | 3 | 4) =>
  sharp(data, { raw: { width, height, channels } })

/** A photographed sheet as a scanner would have it: no shadow, no seal, level, without its ruled lines. */
export async function sheetOf({ width, height, data }: Colours): Promise<Gray> {
  const even = evenOut(withoutRed(width, height, data))
  const { degrees } = skewOf(even)
  return withoutRules(Math.abs(degrees) < 0.08 ? even : await turn(even, -degrees))
}

/** A quarter turn clockwise, as often as it says. */
export const quarterTurn = (picture: Gray, times: number): Promise<Gray> =>
  turn(picture, times * 90)

async function turn({ width, height, data }: Gray, degrees: number): Promise<Gray> {
  const turned = await fromRaw(data, width, height, 1)
    .rotate(degrees, { background: '#fff' })
    .toColourspace('b-w')
    .raw()
    .toBuffer({ resolveWithObject: true })
  return { ...turned.info, data: turned.data }
}

/** A picture as a file that recognition opens quickly. */
export function pngOf({ width, height, data }: Gray, scale = 1): Promise<Buffer> {
  const picture = fromRaw(data, width, height, 1).toColourspace('b-w')
  const sized = scale === 1 ? picture : picture.resize(Math.round(width * scale))
  return sized.withMetadata({ density: 200 }).png({ compressionLevel: 1 }).toBuffer()
}
