/** Where the bytes hold a Latin-1 text, from a place on; -1 where they do not. */
export function find(bytes: Uint8Array, text: string, from = 0): number {
  const first = text.charCodeAt(0)
  for (let at = from; at < bytes.length; at++) {
    if (bytes[at] !== first) continue
    let length = 1
    while (length < text.length && bytes[at + length] === text.charCodeAt(length)) length++
    if (length === text.length) return at
  }
  return -1
}

export const includes = (bytes: Uint8Array, text: string): boolean => find(bytes, text) >= 0

const decoder = new TextDecoder('latin1')

/** Bytes as a text of as many characters. */
export const latin = (bytes: Uint8Array): string => decoder.decode(bytes)
