import { type FileProblem, inspect, mostBytes } from './inspect.ts'
import { type LookAt, type Looked, readText } from './look.ts'
import type { Fitted } from './picture/fit.ts'
import type { PictureJob } from './picture/pictureThread.ts'
import type { PdfContent, Pixels } from './reading/pdfText.ts'
import type { Unread } from './reading/reading.ts'
import type { Recognised } from './reading/recognise.ts'
import { createThread } from './reading/thread.ts'

/** Milliseconds that somebody waits for what is read of a picture, and of a PDF. */
type Patience = { picture: number; pdf: number }

/**
 * The whole way: PDFs are looked into, pictures made fit, and both read, each in a thread of its own
 * that does one after another: a file can be made to take long, and nobody who writes waits for it.
 */
export function createLookAt(patience: Patience = { picture: 45_000, pdf: 15_000 }): {
  lookAt: LookAt
  close(): void
} {
  const inspections = createThread<Uint8Array, FileProblem | null>(
    new URL('inspectThread.ts', import.meta.url),
    { time: 10_000, waiting: 16, memory: 256 },
  )
  const fits = createThread<Uint8Array | Pixels, Fitted>(
    new URL('picture/fitThread.ts', import.meta.url),
    { time: 45_000, waiting: 16, memory: 256 },
  )
  const pdfs = createThread<Uint8Array, PdfContent | { problem: 'broken' | 'encrypted' }>(
    new URL('reading/pdfThread.ts', import.meta.url),
    { time: patience.pdf, waiting: 16, memory: 256 },
  )
  const pictures = createThread<PictureJob, Recognised | null>(
    new URL('picture/pictureThread.ts', import.meta.url),
    { time: patience.picture + 5000, waiting: 4, memory: 512 },
  )

  async function inspectAside(bytes: Uint8Array): Promise<FileProblem | null> {
    const problem = await inspections.run(bytes)
    return problem === 'failed' ? 'hostile' : problem
  }

  async function fit(picture: Uint8Array | Pixels): Promise<Fitted> {
    const fitted = await fits.run(picture)
    if (fitted === 'failed') return { problem: 'broken' }
    return fitted === 'busy' ? { problem: fitted } : fitted
  }

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
    const pages: Uint8Array[] = []
    for (const picture of content.pictures) {
      const page = await fit(picture)
      if ('problem' in page) return page
      pages.push(page.content)
    }
    // Loaded where it is needed: a server starts sooner without.
    const { bind } = await import('./bind.ts')
    const bound = await bind(pages)
    return bound.length > mostBytes ? { problem: 'large' } : { ...result, content: bound }
  }

  return {
    async lookAt(bytes, serves) {
      const found = await inspect(bytes, inspectAside)
      if ('problem' in found) return found
      if (found.extension === 'pdf') return lookAtPdf(bytes, serves)
      const fitted = await fit(bytes)
      if ('problem' in fitted) return fitted
      const { content, flaw } = fitted
      const looked = { type: 'image/jpeg', extension: 'jpg', content } as const
      const read = serves ? await recognise([bytes]) : null
      return { ...looked, ...(flaw && { flaw }), ...(read && { read }) }
    },
    close() {
      for (const thread of [inspections, fits, pdfs, pictures]) thread.close()
    },
  }
}
