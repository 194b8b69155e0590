import { type Extension, type FileProblem, type FileType, inspect, mostBytes } from './inspect.ts'
import type { Flaw } from './picture/flaws.ts'
import { type LoadMap, type PdfContent, readPdf } from './reading/pdfText.ts'
import type { Unread } from './reading/reading.ts'
import { type Recognised, recognise } from './reading/recognise.ts'

/** What became of a file that was looked at: of no use, or fit to be attached. */
export type Looked =
  | { problem: FileProblem }
  | {
      type: Exclude<FileType, 'image/webp'>
      extension: Exclude<Extension, 'webp'>
      content: Uint8Array<ArrayBuffer>
      flaw?: Flaw
      read?: Recognised | Unread
    }

/** Looks at a file, makes it fit, and reads it where that `serves`. Bounded in time and memory. */
export type LookAt = (bytes: Uint8Array<ArrayBuffer>, serves: boolean) => Promise<Looked>

/** The way that works everywhere: reads the text of PDFs, and leaves pictures as they are, unread. */
export function lookAtText(load: LoadMap): LookAt {
  return async (bytes, serves) => {
    const found = await inspect(bytes)
    if ('problem' in found) return found
    const { type, extension } = found
    if (type === 'image/webp' || extension === 'webp') return { problem: 'type' }
    if (bytes.length > mostBytes) return { problem: 'large' }
    const looked = { type, extension, content: bytes }
    if (!serves) return looked
    if (extension !== 'pdf') return { ...looked, read: 'picture' }
    const content = await readPdf(bytes, load).catch(problemOf)
    return 'problem' in content ? content : { ...looked, read: readText(content) }
  }
}

/** What the words of a PDF say; pictures alone say nothing here. */
export function readText({ pages, source, pictures }: PdfContent): Recognised | Unread {
  if (pages.every(({ spans }) => spans.length === 0))
    return pictures.length > 0 ? 'picture' : 'unknown'
  const recognised = recognise(pages)
  if (!recognised) return 'unknown'
  return source === 'printed' ? recognised : { ...recognised, source: 'picture' }
}

/** Why pdf.js could not open a PDF. */
export const problemOf = (error: unknown): { problem: FileProblem } =>
  (error as Error).name === 'PasswordException' ? { problem: 'encrypted' } : { problem: 'broken' }
