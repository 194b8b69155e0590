/** A piece of a line. */
export type Piece =
  | string
  | { kind: 'bold'; pieces: Piece[] }
  | { kind: 'link'; href: string; text: string }

/** A paragraph (its lines) or a list (its items; `start` where it is numbered). */
export type Block =
  | { kind: 'lines'; lines: Piece[][] }
  | { kind: 'list'; start?: number; items: Piece[][] }

const link = /\[([^\]\n]+)\]\(([^\s)]+)\)|(https?:\/\/[^\s<>()（）“”，。；、！？]+)/
// not the stars of a masked number: 138****8000
const bold = /(^|[^*])\*\*([^\s*](?:[^*]*[^\s*])?)\*\*(?!\*)/
const bullet = /^\s*[-*•]\s+(.*)$/
const number = /^\s*(\d{1,3})[.)]\s+(.*)$/

/** Reads the subset that messages use: bold, links, lists, lines. Anything else stays the text it is. */
export function parseMarkdown(text: string): Block[] {
  const blocks: Block[] = []
  let open: Block | undefined
  for (const line of text.replace(/\r\n?/g, '\n').split('\n')) {
    const point = bullet.exec(line)
    const numbered = number.exec(line)
    if (line.trim() === '') {
      open = undefined
    } else if (point || numbered) {
      const start = numbered ? Number(numbered[1]) : undefined
      if (open?.kind !== 'list' || (open.start === undefined) !== (start === undefined)) {
        open =
          start === undefined ? { kind: 'list', items: [] } : { kind: 'list', start, items: [] }
        blocks.push(open)
      }
      open.items.push(parsePieces(point?.[1] ?? numbered?.[2] ?? ''))
    } else {
      if (open?.kind !== 'lines') {
        open = { kind: 'lines', lines: [] }
        blocks.push(open)
      }
      open.lines.push(parsePieces(line))
    }
  }
  return blocks
}

/** The same words with the marks taken off, for a screen reader's announcement. */
export function plainText(text: string): string {
  return text.replace(new RegExp(bold, 'g'), '$1$2').replace(/\[([^\]\n]+)\]\([^\s)]+\)/g, '$1')
}

function parsePieces(line: string): Piece[] {
  const strong = bold.exec(line)
  const linked = link.exec(line)
  if (strong && !(linked && linked.index < strong.index)) {
    return split(line, strong, strong[1]!, { kind: 'bold', pieces: parsePieces(strong[2]!) })
  }
  if (linked) {
    const href = linked[2] ?? linked[3]!
    const text = linked[1] ?? linked[3]!
    return split(line, linked, '', isSafe(href) ? { kind: 'link', href, text } : text)
  }
  return line ? [line] : []
}

function split(line: string, match: RegExpExecArray, lead: string, piece: Piece): Piece[] {
  const before = line.slice(0, match.index) + lead
  return [
    ...(before ? [before] : []),
    piece,
    ...parsePieces(line.slice(match.index + match[0].length)),
  ]
}

function isSafe(href: string) {
  return /^(https?:\/\/|tel:|mailto:|\/(?!\/))/i.test(href)
}
