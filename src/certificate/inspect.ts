/** What a file is, judged by its bytes alone; or why it is of no use. */
export type Inspected =
  | { type: string; extension: string }
  | { problem: FileProblem; kilobytes?: number }

/** Each has its sentence in `flows/common.yaml`: `file.<problem>`. */
export type FileProblem = 'empty' | 'type' | 'large' | 'broken' | 'encrypted'

/** The most that the agency takes: 1,024 kB. */
const mostBytes = 1024 * 1024

const kinds = [
  { type: 'application/pdf', extension: 'pdf', begins: [0x25, 0x50, 0x44, 0x46, 0x2d] },
  { type: 'image/jpeg', extension: 'jpg', begins: [0xff, 0xd8, 0xff] },
  { type: 'image/png', extension: 'png', begins: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] },
] as const

/** Looks at an attachment: PDF, JPG or PNG, whole, not encrypted, at most 1,024 kB. */
export function inspect(bytes: Uint8Array): Inspected {
  if (bytes.length === 0) return { problem: 'empty' }
  const kind = kinds.find(({ begins }) => begins.every((byte, index) => bytes[index] === byte))
  if (!kind) return { problem: 'type' }
  if (bytes.length > mostBytes) {
    return { problem: 'large', kilobytes: Math.ceil(bytes.length / 1024) }
  }
  if (!ends[kind.extension](bytes)) return { problem: 'broken' }
  if (kind.extension === 'pdf' && includes(bytes, '/Encrypt')) return { problem: 'encrypted' }
  return { type: kind.type, extension: kind.extension }
}

/** A file that was cut off on its way lacks its end. */
const ends: Record<'pdf' | 'jpg' | 'png', (bytes: Uint8Array) => boolean> = {
  pdf: (bytes) => includes(bytes.subarray(-2048), '%%EOF'),
  jpg: (bytes) => includes(bytes.subarray(-2048), '\xff\xd9'),
  png: (bytes) => includes(bytes.subarray(-64), 'IEND'),
}

/** Whether the bytes hold a Latin-1 text. */
function includes(bytes: Uint8Array, text: string): boolean {
  const wanted = Uint8Array.from(text, (char) => char.charCodeAt(0))
  for (let at = bytes.indexOf(wanted[0]!); at >= 0; at = bytes.indexOf(wanted[0]!, at + 1)) {
    if (wanted.every((byte, index) => bytes[at + index] === byte)) return true
  }
  return false
}
