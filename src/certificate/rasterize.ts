import { fileURLToPath } from 'node:url'
import { renderAsync } from '@resvg/resvg-js'
import type { Rasterize } from './pictures.ts'

/** The characters that the pictures have, in one small font; made by the asset build. */
export const pictureFont = fileURLToPath(new URL('../assets/pictures.ttf', import.meta.url))

/** Wide enough for a phone's screen, in pixels. */
const width = 960

/** Makes PNGs of our own drawings, off the thread that answers people. Node only: a native library. */
export const rasterize: Rasterize = async (svg) => {
  const image = await renderAsync(svg, {
    font: {
      ...{ fontFiles: [pictureFont], loadSystemFonts: false },
      defaultFontFamily: 'Noto Sans SC',
    },
    fitTo: { mode: 'width', value: width },
  })
  return new Uint8Array(image.asPng())
}
