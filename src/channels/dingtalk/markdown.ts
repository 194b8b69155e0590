import { type Block, type Piece, parseMarkdown, plainText } from '../../widget/markdown.ts'

/**
 * A message in DingTalk's own Markdown: it joins lines that do not end in two blanks, starts a list
 * only after an empty line, and has no escape that all its clients know. So marks that belong to the
 * words, such as the stars of a masked number, become their full-width likenesses.
 */
export const dressed = (text: string): string => parseMarkdown(text).map(block).join('\n\n')

const block = (block: Block): string =>
  block.kind === 'lines'
    ? block.lines.map((line) => unlike(pieces(line))).join('  \n')
    : block.items
        .map((item, index) => {
          const mark = block.start === undefined ? '-' : `${block.start + index}.`
          return `${mark} ${pieces(item)}`
        })
        .join('\n')

const pieces = (line: readonly Piece[]): string => line.map(piece).join('')

function piece(piece: Piece): string {
  if (typeof piece === 'string') return plain(piece)
  if (piece.kind === 'link') return `[${plain(piece.text)}](${piece.href})`
  const bold = pieces(piece.pieces)
  return `${opensWithMark.test(bold) ? ' ' : ''}**${bold}**${endsWithMark.test(bold) ? ' ' : ''}`
}

/** Bold that begins or ends in a punctuation mark shows its stars unless a blank keeps it from the next word. */
const opensWithMark = /^\p{P}/u
const endsWithMark = /\p{P}$/u

const likenesses: Readonly<Record<string, string>> = {
  ...{ '*': '＊', _: '＿', '`': '｀', '~': '～' },
  ...{ '<': '＜', '>': '＞', '[': '［', ']': '］', '\\': '＼', '|': '｜' },
}

const plain = (text: string): string => text.replace(/[*_`~<>[\]\\|]/g, (mark) => likenesses[mark]!)

/** A line that would look like a heading, a rule or a list is none. */
const unlike = (line: string): string =>
  line.trimStart().replace(/^(#|[-=+]+(?=\s|$)|\d+(?=[.)]\s))/, '\u200b$1')

/** What shows in a notice and in the list of chats: how the message begins, in a few words. */
export function titleOf(text: string): string {
  const line =
    plainText(text)
      .split('\n')
      .find((line) => line.trim() !== '')
      ?.trim() ?? ''
  const characters = [...line]
  return characters.length > longestTitle
    ? `${characters.slice(0, longestTitle - 1).join('')}…`
    : line || '…'
}

const longestTitle = 20
