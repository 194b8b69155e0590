const encoder = new TextEncoder()

/** How many bytes a text has in UTF-8. */
export const bytesOf = (text: string): number => encoder.encode(text).length

/** Where a text may be cut, the best places first; the cut is behind what is matched. */
const places: readonly RegExp[] = [
  /\n{2,}/g,
  /\n/g,
  /[。！？；][”’」』）]*(?=\D)|[!?;](?=[^!-~])/gu,
  /[，、：][”’」』）]*(?=\D)/gu,
  /[^\S\n]+/g,
]

const graphemes = new Intl.Segmenter('zh', { granularity: 'grapheme' })

/** Characters of numbers, words and addresses of pages, which are cut only where one is too long by itself. */
const joined = /[\p{Script=Latin}\p{N}_.\-/:?#&=%@+~]/u

/** Cuts a text into pieces of at most `most` bytes: at a sentence where that can be, never inside a character or a number. */
export function split(text: string, most: number): string[] {
  const pieces: string[] = []
  let rest = text.trim()
  while (bytesOf(rest) > most) {
    const head = fitting(rest, most)
    const at = cutIn(head, rest[head.length] ?? '')
    pieces.push(rest.slice(0, at).trimEnd())
    rest = rest.slice(at).trimStart()
  }
  if (rest) pieces.push(rest)
  return pieces.filter(Boolean)
}

/** The longest beginning of whole characters that fits; at least one character. */
function fitting(text: string, most: number): string {
  let [bytes, length] = [0, 0]
  for (const { segment } of graphemes.segment(text)) {
    bytes += bytesOf(segment)
    if (bytes > most && length > 0) break
    length += segment.length
    if (bytes > most) break
  }
  return text.slice(0, length)
}

/** Where to cut: the last good place in the second half, else anywhere between two characters that allow it. */
function cutIn(head: string, next: string): number {
  for (const place of places) {
    const ends = [...(head + next).matchAll(place)].map(
      ({ index, 0: found }) => index + found.length,
    )
    const last = ends.findLast((end) => end <= head.length)
    if (last !== undefined && last > head.length / 2) return last
  }
  let at = head.length
  const ends = [...graphemes.segment(head)].map(({ index, segment }) => index + segment.length)
  const after = (end: number) => head[end] ?? next
  for (const end of ends.reverse()) {
    at = end
    if (!(joined.test(head[end - 1]!) && joined.test(after(end)))) break
    at = head.length
  }
  return at
}
