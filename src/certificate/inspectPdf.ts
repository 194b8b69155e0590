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
/** A certificate has a dozen streams, a long document some hundreds. */
const mostStreams = 2000
/** All objects that are not streams, bytes: what somebody sends has some hundred thousand. */
const mostObjects = 8 * 1024 * 1024

/** What runs, launches, or carries another file, by the names that PDF gives it. */
const active = /\/(?:JS|JavaScript|Launch|EmbeddedFiles?|RichMedia|ImportData|SubmitForm|GoToE)\b/

/**
 * Looks into a PDF without opening it: every packed stream is unpacked with a limit, so that none
 * swells later on, and the objects among them are searched as those in the open are.
 */
export async function inspectPdf(bytes: Uint8Array): Promise<FileProblem | null> {
  if (/<(?:script|html)\b/i.test(latin(bytes.subarray(0, 1024)))) return 'hostile'
  const streams = streamsOf(bytes)
  if (!streams) return 'hostile'
  const objects = withoutStreams(bytes, streams)
  let room = mostObjects - objects.length
  if (room < 0) return 'hostile'
  const texts = [plainly(objects)]
  if (/\/Encrypt\b/.test(texts[0]!)) return 'encrypted'
  let left = mostUnpacked
  for (const { head, content } of streams) {
    const dictionary = plainly(head)
    if (/\/(?:LZW|LZWDecode|RunLengthDecode|RL)\b/.test(dictionary))
      if (content.length > mostOldPacked) return 'hostile'
    if (!isPacked(content)) continue
    const unpacked = await unpack(content, left)
    if (!unpacked) return 'hostile'
    left -= unpacked.size
    if (!/\/ObjStm\b/.test(dictionary)) continue
    room -= unpacked.size
    if (room < 0) return 'hostile'
    texts.push(plainly(unpacked.begin))
  }
  if (texts.some((text) => active.test(text))) return 'script'
  if (texts.some(hasHugePicture)) return 'pixels'
  return null
}

type Stream = { head: Uint8Array; content: Uint8Array }

/** The streams with the dictionaries before them; null where there are too many. */
function streamsOf(bytes: Uint8Array): Stream[] | null {
  const streams: Stream[] = []
  for (let at = find(bytes, 'stream'); at >= 0; at = find(bytes, 'stream', at)) {
    let begin = at + 'stream'.length
    if (bytes[begin] === 0x0d) begin++
    if (bytes[begin] === 0x0a) begin++
    const end = find(bytes, 'endstream', begin)
    if (end < 0) break
    if (streams.length === mostStreams) return null
    const before = bytes.subarray(Math.max(0, at - 1000), at)
    const head = before.subarray(Math.max(0, latin(before).lastIndexOf(' obj')))
    streams.push({ head, content: bytes.subarray(begin, end) })
    at = end + 'endstream'.length
  }
  return streams
}

/** The bytes without what is in streams, which may look like anything. */
function withoutStreams(bytes: Uint8Array, streams: readonly Stream[]): Uint8Array {
  const rest = new Uint8Array(bytes.length)
  let [from, length] = [0, 0]
  const copy = (to: number) => {
    rest.set(bytes.subarray(from, to), length)
    length += to - from
  }
  for (const { content } of streams) {
    const at = content.byteOffset - bytes.byteOffset
    copy(at)
    from = at + content.length
  }
  copy(bytes.length)
  return rest.subarray(0, length)
}

/** Names may hide their letters: /J#61vaScript. */
function plainly(bytes: Uint8Array): string {
  const plain = new Uint8Array(bytes.length)
  let length = 0
  for (let at = 0; at < bytes.length; at++) {
    const high = bytes[at] === 0x23 ? digit(bytes[at + 1]) : -1
    const low = high < 0 ? -1 : digit(bytes[at + 2])
    plain[length++] = low < 0 ? bytes[at]! : high * 16 + low
    if (low >= 0) at += 2
  }
  return latin(plain.subarray(0, length))
}

/** The value of a hexadecimal digit; -1 for anything else. */
function digit(code = 0): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30
  const letter = code | 0x20
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1
}

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
  let pictures = 0
  for (const { index } of text.matchAll(/\/Subtype\s*\/Image\b/g)) {
    // Each would be a stream of its own.
    if (++pictures > mostStreams) return true
    const around = text.slice(Math.max(0, index - 400), index + 400)
    const [width, height] = ['Width', 'Height'].map((name) =>
      Number(new RegExp(`/${name}\\s+(\\d{1,9})`).exec(around)?.[1] ?? 0),
    )
    if (width! * height! > mostPixels) return true
  }
  return false
}
