import { Resvg } from '@resvg/resvg-js'
import sharp from 'sharp'
import { fontFile } from './font.ts'
import type { Drawing } from './layouts.ts'
import type { Random } from './random.ts'

/** What was not quite right when the picture was taken; all numbers are mild at 0. */
export type Flaws = {
  /** Degrees off the level. */
  turn: number
  /** Quarters by which the camera was turned. */
  quarter: 0 | 1 | 2 | 3
  /** How much darker one corner is than the other, 0 to 1. */
  shade: number
  /** Radius of the blur, pixels. */
  blur: number
  /** A red seal across the cells of the agency. */
  stamp: boolean
  /** Of JPEG, 1 to 100. */
  quality: number
  /** Long side of the paper, pixels. */
  pixels: number
}

/** A clean scan. */
export const clean: Flaws = {
  ...{ turn: 0, quarter: 0, shade: 0, blur: 0, stamp: false },
  ...{ quality: 90, pixels: 2340 },
}

/** Flaws as photographs have them: most are a little askew and shaded, some blurred or stamped. */
export const photographed = (random: Random): Flaws => ({
  turn: (random.next() - 0.5) * 8,
  quarter: random.next() < 0.15 ? (random.between(1, 3) as 1 | 2 | 3) : 0,
  shade: random.next() * 0.6,
  blur: random.next() < 0.3 ? random.next() * 1.6 : 0,
  stamp: random.next() < 0.5,
  quality: random.between(45, 90),
  pixels: random.pick([1800, 2340, 3000]),
})

const inXml = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

const svgOf = ({ width, height, words, lines }: Drawing) => {
  const texts = words.map(
    ({ text, x, y, size }) => `<text x="${x}" y="${y}" font-size="${size}">${inXml(text)}</text>`,
  )
  const rules = lines.map(
    ({ x1, y1, x2, y2 }) => `<line x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}"/>`,
  )
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}">
<rect width="${width}" height="${height}" fill="#fdfdfb"/>
<g stroke="#222" stroke-width="0.6">${rules.join('')}</g>
<g fill="#161616" font-family="Noto Sans SC" xml:space="preserve">${texts.join('')}</g></svg>`
}

/** A drawing as pixels. */
export function render(drawing: Drawing, pixels: number): Buffer {
  const fitTo = { mode: 'height' as const, value: pixels }
  const font = { fontFiles: [fontFile], loadSystemFonts: false, defaultFontFamily: 'Noto Sans SC' }
  return new Resvg(svgOf(drawing), { fitTo, font }).render().asPng()
}

const seal = (side: number) =>
  Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="${side}" height="${side}" viewBox="0 0 100 100">
<g fill="none" stroke="#d22" stroke-width="3"><circle cx="50" cy="50" r="46"/><circle cx="50" cy="50" r="36" stroke-width="1"/></g>
<path fill="#d22" d="M50 30l5.9 12.1 13.3 1.9-9.6 9.4 2.3 13.3L50 60.4l-11.9 6.3 2.3-13.3-9.6-9.4 13.3-1.9z"/></svg>`)

const shadow = (width: number, height: number, strength: number) =>
  Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
<defs><linearGradient id="g" x1="0" y1="0" x2="1" y2="1">
<stop offset="0" stop-color="#000" stop-opacity="0"/><stop offset="1" stop-color="#000" stop-opacity="${strength}"/>
</linearGradient></defs><rect width="100%" height="100%" fill="url(#g)"/></svg>`)

/** A photograph of a sheet, as JPEG. */
export async function photograph(drawing: Drawing, flaws: Flaws): Promise<Buffer> {
  const { turn, quarter, shade, blur, stamp, quality, pixels } = flaws
  let picture = sharp(render(drawing, pixels)).flatten({ background: '#fff' })
  const { width, height } = await picture.metadata()
  if (stamp) {
    const side = Math.round(height * 0.13)
    const place = { top: Math.round(height * 0.42), left: Math.round(width * 0.6) }
    const overlay = { ...place, input: seal(side), blend: 'multiply' as const }
    picture = sharp(await picture.composite([overlay]).png().toBuffer())
  }
  if (turn !== 0) {
    const turned = picture.rotate(turn, { background: '#8a8378' })
    picture = sharp(await turned.png().toBuffer())
  }
  if (shade > 0) {
    const { width, height } = await picture.metadata()
    const input = shadow(width, height, shade)
    picture = sharp(
      await picture
        .composite([{ input, blend: 'over' }])
        .png()
        .toBuffer(),
    )
  }
  if (blur > 0.3) picture = picture.blur(blur)
  if (quarter > 0) picture = sharp(await picture.png().toBuffer()).rotate(quarter * 90)
  return picture.jpeg({ quality }).toBuffer()
}
