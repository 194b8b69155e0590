/** How wide a character is, in its own size: a Han character is 1, others are taken rather too wide. */
function widthOf(char: string): number {
  const code = char.codePointAt(0)!
  if (code >= 0x2e80 || (code >= 0x2000 && code < 0x2070)) return 1
  if (/[WM@mw%]/.test(char)) return 0.95
  return /[A-Z]/.test(char) ? 0.7 : 0.56
}

/** How wide a text is in points, in a size. */
export type Measure = (text: string, size: number) => number

/** Near enough for laying out without a font at hand. */
export const lineWidth: Measure = (text, size) =>
  [...text].reduce((sum, char) => sum + widthOf(char) * size, 0)

/** What may not begin a line. */
const closing = /[，。；：、！？）》”’」』%·]/

/** What may not end one. */
const opening = /[（《“‘「『]$/

/** What is kept in one piece where it fits a line: numbers, Latin words. */
const lastPiece = /[\p{Script=Latin}\p{N}.,'’@_/+-]+$|.$/su
const pieces = /[\p{Script=Latin}\p{N}.,'’@_/+-]+|./gsu

/** Breaks a text into lines that fit a width in points; a Han text breaks anywhere but before 。 */
export function wrap(
  text: string,
  width: number,
  size: number,
  measure: Measure = lineWidth,
): string[] {
  const lines: string[] = []
  let line = ''
  const add = (piece: string) => {
    const fits = measure(line + piece, size) <= width
    const kept = closing.test(piece) ? lastPiece.exec(line)?.[0] : opening.exec(line)?.[0]
    if (fits || line === '') line += piece
    else if (kept && kept !== line) {
      // What may not be parted from its neighbour takes it along to the next line.
      lines.push(line.slice(0, -kept.length).trimEnd())
      line = kept + piece
    } else {
      lines.push(line)
      line = piece.trimStart()
    }
  }
  for (const paragraph of text.split('\n')) {
    line = ''
    for (const [piece] of paragraph.matchAll(pieces)) {
      if (measure(piece, size) <= width) add(piece)
      else for (const char of piece) add(char)
    }
    lines.push(line)
  }
  return lines
}
