import type { FileProblem } from './inspect.ts'
import { mostPixels } from './inspect.ts'
import { find, latin } from './latin.ts'

/** All that a PDF's packed streams may swell to, bytes. */
const mostUnpacked = 96 * 1024 * 1024
/** Print and scans are packed to a tenth, at most to a hundredth; what swells further does so on purpose. */
const suspicious = { bytes: 16 * 1024 * 1024, times: 300 }
/** Old packings swell by thousands and cannot be measured beforehand: no honest one is so large. */
const mostOldPacked = 200 * 1024
/** Packed in packed: an honest stream is packed once. */
const deepest = 3

/** What runs, launches, or carries another file, by the names that PDF gives it. */
const active = /\/(?:JS|JavaScript|Launch|EmbeddedFiles?|RichMedia|ImportData|SubmitForm|GoToE)\b/

/**
 * Looks into a PDF without opening it: every packed stream is unpacked with a limit, so that none
 * swells later on, and the objects among them are searched as those in the open are.
 */
export async function inspectPdf(bytes: Uint8Array): Promise<FileProblem | null> {
  const open = plainly(latin(withoutStreams(bytes)))
  if (/<(?:script|html)\b/i.test(latin(bytes.subarray(0, 1024)))) return 'hostile'
  if (/\/Encrypt\b/.test(open)) return 'encrypted'
  let left = mostUnpacked
  const texts = [open]
  for (const { head, content } of streamsOf(bytes)) {
    const dictionary = plainly(head)
    if (/\/(?:LZW|LZWDecode|RunLengthDecode|RL)\b/.test(dictionary))
      if (content.length > mostOldPacked) return 'hostile'
    if (!isPacked(content)) continue
    const unpacked = await unpack(content, left)
    if (!unpacked) return 'hostile'
    left -= unpacked.size
    if (/\/ObjStm\b/.test(dictionary)) texts.push(plainly(latin(unpacked.begin)))
  }
  if (texts.some((text) => active.test(text))) return 'script'
  if (texts.some(hasHugePicture)) return 'pixels'
  return null
}

type Stream = { head: string; content: Uint8Array }

/** The streams with the dictionaries before them. */
function* streamsOf(bytes: Uint8Array): Generator<Stream> {
  for (let at = find(bytes, 'stream'); at >= 0; at = find(bytes, 'stream', at)) {
    let begin = at + 'stream'.length
    if (bytes[begin] === 0x0d) begin++
    if (bytes[begin] === 0x0a) begin++
    const end = find(bytes, 'endstream', begin)
    if (end < 0) return
    const head = latin(bytes.subarray(Math.max(0, at - 1000), at))
    yield { head: head.slice(head.lastIndexOf(' obj')), content: bytes.subarray(begin, end) }
    at = end + 'endstream'.length
  }
}

/** The bytes without what is in streams, which may look like anything. */
function withoutStreams(bytes: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = []
  let from = 0
  for (const { content } of streamsOf(bytes)) {
    const at = content.byteOffset - bytes.byteOffset
    parts.push(bytes.subarray(from, at))
    from = at + content.length
  }
  parts.push(bytes.subarray(from))
  const joined = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    joined.set(part, at)
    at += part.length
  }
  return joined
}

/** Names may hide their letters: /J#61vaScript. */
const plainly = (text: string): string =>
  text.replace(/#([0-9a-f]{2})/gi, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  )

const isPacked = ([first = 0, second = 0]: Uint8Array): boolean =>
  (first & 0x0f) === 8 && ((first << 8) | second) % 31 === 0

/** How large a packed stream is, and its first megabytes; null where it swells beyond a limit. */
async function unpack(
  packed: Uint8Array,
  most: number,
  depth = 1,
): Promise<{ size: number; begin: Uint8Array } | null> {
  const chunks: Uint8Array[] = []
  let size = 0
  const body = new Blob([packed as Uint8Array<ArrayBuffer>]).stream()
  const reader = body.pipeThrough(new DecompressionStream('deflate')).getReader()
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) break
      size += value.length
      const swells = size > suspicious.bytes && size > suspicious.times * packed.length
      if (size > most || swells) {
        await reader.cancel()
        return null
      }
      if (size <= 4 * 1024 * 1024) chunks.push(value)
    }
  } catch {
    // Cut off, or something behind its end: what came before counts.
  }
  const begin = new Uint8Array(await new Blob(chunks as BlobPart[]).arrayBuffer())
  if (!isPacked(begin)) return { size, begin }
  if (depth === deepest) return null
  const inner = await unpack(begin, most - size, depth + 1)
  return inner && { size: size + inner.size, begin: inner.begin }
}

/** Whether a picture in it claims more pixels than may be opened. */
function hasHugePicture(text: string): boolean {
  for (const { index } of text.matchAll(/\/Subtype\s*\/Image\b/g)) {
    const around = text.slice(Math.max(0, index - 400), index + 400)
    const [width, height] = ['Width', 'Height'].map((name) =>
      Number(new RegExp(`/${name}\\s+(\\d{1,9})`).exec(around)?.[1] ?? 0),
    )
    if (width! * height! > mostPixels) return true
  }
  return false
}
