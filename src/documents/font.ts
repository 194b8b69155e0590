/** The font of every document: nearly every character that a Chinese name may have. */
export type Font = {
  bytes: Uint8Array<ArrayBuffer>
  has(codePoint: number): boolean
}

export type LoadFont = () => Promise<Uint8Array<ArrayBuffer>>

/** Loads the font at its first use, and keeps it. */
export function createFont(load: LoadFont): () => Promise<Font> {
  let font: Promise<Font> | null = null
  const open = async (): Promise<Font> => {
    const [bytes, { create }] = await Promise.all([load(), import('@cantoo/fontkit')])
    const parsed = create(bytes)
    if (!('hasGlyphForCodePoint' in parsed)) throw new Error('the font file holds several fonts')
    return { bytes, has: (codePoint) => parsed.hasGlyphForCodePoint(codePoint) }
  }
  return () => {
    font ??= open().catch((error) => {
      font = null
      throw error
    })
    return font
  }
}

/** The characters of a text that a font lacks. */
export const lacking = (text: string, { has }: Font): string[] =>
  [...text].filter((char) => !has(char.codePointAt(0)!))

/** A text with `word` in the place of every run of characters that a font lacks: never a silent gap. */
export function legible(text: string, { has }: Font, word: string): string {
  const marked = [...text].map((char) => (has(char.codePointAt(0)!) ? char : null))
  return marked.map((char, index) => char ?? (marked[index - 1] === null ? '' : word)).join('')
}
