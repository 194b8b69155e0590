import { Hono } from 'hono'
import { drawCell } from './draw.ts'
import { cellNamed } from './papers.ts'

/** A picture's bytes, ready to be sent. */
export type PictureFile = { name: string; type: string; content: Uint8Array<ArrayBuffer> }

/** Makes a PNG of an SVG. Only what has a font at hand can: a text without one is left out silently. */
export type Rasterize = (svg: string) => Promise<Uint8Array<ArrayBuffer>>

type Dependencies = { rasterize?: Rasterize | undefined; words: () => { specimen: string } }

/** There are as many pictures as cells, the same for everybody; pages may keep them for an hour. */
const cacheControl = 'public, max-age=3600'

/** The pictures of the certificates' cells: by address for pages, as PNG for channels that send files. */
export function createPictures({ rasterize, words }: Dependencies) {
  const drawn = new Map<string, Promise<Uint8Array<ArrayBuffer>>>()

  /** The PNG of a cell, made once. */
  function pngOf(name: string, svg: string, make: Rasterize): Promise<Uint8Array<ArrayBuffer>> {
    const known = drawn.get(name)
    if (known) return known
    const made = make(svg)
    drawn.set(name, made)
    made.catch(() => drawn.delete(name))
    return made
  }

  async function pictureOf(name: string, extension: string): Promise<PictureFile | null> {
    const found = cellNamed(name)
    if (!found) return null
    const svg = drawCell(found.paper, found.cell, words())
    const file = `${found.cell.label}.${extension}`
    if (extension === 'svg') {
      return { name: file, type: 'image/svg+xml', content: new TextEncoder().encode(svg) }
    }
    if (!rasterize) return null
    return { name: file, type: 'image/png', content: await pngOf(name, svg, rasterize) }
  }

  const routes = new Hono().get('/pictures/:paper/:file{[A-Za-z]+\\.(svg|png)}', async (c) => {
    const [cell, extension = ''] = c.req.param('file').split('.')
    const picture = await pictureOf(`${c.req.param('paper')}.${cell}`, extension)
    if (!picture) return c.notFound()
    return c.body(picture.content, 200, {
      ...{ 'Content-Type': picture.type, 'Cache-Control': cacheControl },
      // Pages of other sites embed the widget, which fetches pictures.
      'Access-Control-Allow-Origin': '*',
    })
  })

  return {
    routes,
    /** The picture of a message for channels that send files; null where it is none of ours or cannot be made. */
    async load(url: string): Promise<PictureFile | null> {
      const [, paper, cell] = /^\/pictures\/(\w+)\/(\w+)\.svg$/.exec(url) ?? []
      return paper && cell ? pictureOf(`${paper}.${cell}`, 'png') : null
    },
  }
}
