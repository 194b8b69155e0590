import { inspect, mostBytes } from './inspect.ts'
import { type LookAt, type Looked, readText } from './look.ts'
import type { PictureJob } from './picture/pictureThread.ts'
import type { PdfContent } from './reading/pdfText.ts'
import type { Unread } from './reading/reading.ts'
import type { Recognised } from './reading/recognise.ts'
import { createThread } from './reading/thread.ts'

/** Loaded with the first picture: a server starts sooner without. */
const pictureTools = () => Promise.all([import('./picture/fit.ts'), import('./bind.ts')])

/** Milliseconds that somebody waits for what is read of a picture, and of a PDF. */
type Patience = { picture: number; pdf: number }

/** The whole way: pictures are made fit, and they and scans are read as well, each in a thread of its own. */
export function createLookAt(patience: Patience = { picture: 45_000, pdf: 15_000 }): {
  lookAt: LookAt
  close(): void
} {
  const pdfs = createThread<Uint8Array, PdfContent | { problem: 'broken' | 'encrypted' }>(
    new URL('reading/pdfThread.ts', import.meta.url),
    { time: patience.pdf, waiting: 16, memory: 256 },
  )
  const pictures = createThread<PictureJob, Recognised | null>(
    new URL('picture/pictureThread.ts', import.meta.url),
    { time: patience.picture + 5000, waiting: 4, memory: 512 },
  )

  async function recognise(found: PictureJob['pictures']): Promise<Recognised | Unread> {
    const until = Date.now() + patience.picture
    return (await pictures.run({ pictures: found, until })) ?? 'unknown'
  }

  async function lookAtPdf(bytes: Uint8Array<ArrayBuffer>, serves: boolean): Promise<Looked> {
    const looked = { type: 'application/pdf', extension: 'pdf', content: bytes } as const
    const isLarge = bytes.length > mostBytes
    if (!serves && !isLarge) return looked
    const content = await pdfs.run(bytes)
    if (content === 'busy' || content === 'failed')
      return isLarge ? { problem: 'large' } : { ...looked, read: content }
    if ('problem' in content) return content
    const read = content.pictures.length > 0 && serves ? await recognise(content.pictures) : null
    const result = { ...looked, read: read ?? readText(content) }
    if (!isLarge) return result
    if (content.pictures.length === 0) return { problem: 'large' }
    const [{ fitPixels }, { bind }] = await pictureTools()
    const fitted = await bind(await Promise.all(content.pictures.map(fitPixels)))
    return fitted.length > mostBytes ? { problem: 'large' } : { ...result, content: fitted }
  }

  return {
    async lookAt(bytes, serves) {
      const found = await inspect(bytes)
      if ('problem' in found) return found
      if (found.extension === 'pdf') return lookAtPdf(bytes, serves)
      const [{ fit }] = await pictureTools()
      const fitted = await fit(bytes)
      if ('problem' in fitted) return fitted
      const { content, flaw } = fitted
      const looked = { type: 'image/jpeg', extension: 'jpg', content } as const
      const read = serves ? await recognise([bytes]) : null
      return { ...looked, ...(flaw && { flaw }), ...(read && { read }) }
    },
    close() {
      pdfs.close()
      pictures.close()
    },
  }
}
