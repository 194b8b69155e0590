import { inspectPdf } from './inspectPdf.ts'
import { includes } from './latin.ts'
import { pixelsOf } from './pixelsOf.ts'

/** What a file is, judged by its bytes alone; or why it is of no use. */
export type Inspected = { type: FileType; extension: Extension } | { problem: FileProblem }

export type Extension = 'pdf' | 'jpg' | 'png' | 'webp'
export type FileType = 'application/pdf' | 'image/jpeg' | 'image/png' | 'image/webp'

/** Each has its sentence in `flows/common.yaml`: `file.<problem>`. */
export type FileProblem =
  | 'empty'
  /** Nothing that can be attached. */
  | 'type'
  /** The pictures of iPhones, which few programs open. */
  | 'heic'
  /** Archives and office documents. */
  | 'archive'
  | 'large'
  /** Too much to do just now. */
  | 'busy'
  /** A small file that claims to be a huge picture. */
  | 'pixels'
  | 'broken'
  | 'encrypted'
  /** A PDF that runs or launches something when it is opened. */
  | 'script'
  /** Two kinds of file in one, or one that swells when it is opened. */
  | 'hostile'

/** The most that the agency takes: 1,024 kB. */
export const mostBytes = 1024 * 1024
/** Larger files are not even looked at. */
export const mostSent = 10 * 1024 * 1024
/** Larger pictures are never opened. */
export const mostPixels = 50_000_000

/** By the first bytes, in hexadecimal. */
const kinds: readonly { type: FileType; extension: Extension; begins: RegExp }[] = [
  { type: 'application/pdf', extension: 'pdf', begins: /^255044462d/ },
  { type: 'image/jpeg', extension: 'jpg', begins: /^ffd8ff/ },
  { type: 'image/png', extension: 'png', begins: /^89504e470d0a1a0a/ },
  { type: 'image/webp', extension: 'webp', begins: /^52494646.{8}57454250/ },
]

const others: readonly { problem: FileProblem; begins: RegExp }[] = [
  // ftyp, then heic, heix, heim, heis, hevc, hevx, mif1 or msf1
  {
    problem: 'heic',
    begins: /^.{8}66747970(?:686569(?:63|78|6d|73)|686576(?:63|78)|6d696631|6d736631)/,
  },
  // zip and the office documents that are zips, rar, 7z, gzip, the older office documents
  { problem: 'archive', begins: /^(?:504b0[35]|52617221|377abcaf|1f8b|d0cf11e0)/ },
]

/**
 * Looks at a file that was sent: what it is, whole, not encrypted, and nothing else besides. Looking
 * into a PDF can be made to take seconds: `lookInto` may do it elsewhere.
 */
export async function inspect(bytes: Uint8Array, lookInto = inspectPdf): Promise<Inspected> {
  if (bytes.length === 0) return { problem: 'empty' }
  const head = Array.from(bytes.subarray(0, 16), (byte) => byte.toString(16).padStart(2, '0')).join(
    '',
  )
  const kind = kinds.find(({ begins }) => begins.test(head))
  if (!kind) return { problem: others.find(({ begins }) => begins.test(head))?.problem ?? 'type' }
  if (bytes.length > mostSent) return { problem: 'large' }
  if (!ends[kind.extension](bytes)) return { problem: 'broken' }
  // An archive is read from its end: one that is tacked on makes two files of one.
  if (includes(bytes.subarray(-66_000), 'PK\x05\x06')) return { problem: 'hostile' }
  const { type, extension } = kind
  const problem =
    extension === 'pdf' ? await lookInto(bytes) : pictureProblem(pixelsOf(bytes, extension))
  return problem ? { problem } : { type, extension }
}

function pictureProblem(pixels: number | null): FileProblem | null {
  if (pixels === null) return 'broken'
  return pixels > mostPixels ? 'pixels' : null
}

/** A file that was cut off on its way lacks its end. */
const ends: Record<Extension, (bytes: Uint8Array) => boolean> = {
  pdf: (bytes) => includes(bytes.subarray(-2048), '%%EOF'),
  jpg: (bytes) => includes(bytes.subarray(-2048), '\xff\xd9'),
  png: (bytes) => includes(bytes.subarray(-64), 'IEND'),
  webp: (bytes) => bytes.length >= new DataView(bytes.buffer, bytes.byteOffset).getUint32(4, true),
}
