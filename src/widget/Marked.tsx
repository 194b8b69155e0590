import { Fragment } from 'preact'
import { type Piece, parseMarkdown } from './markdown.ts'

/** A message's text with its bold words, links and lists. Nodes only: no HTML is ever parsed. */
export function Marked({ text, origin }: { text: string; origin: string }) {
  const pieces = (line: Piece[]) =>
    line.map((piece) => {
      if (typeof piece === 'string') return piece
      if (piece.kind === 'bold') return <strong>{pieces(piece.pieces)}</strong>
      const href = piece.href.startsWith('/') ? origin + piece.href : piece.href
      return (
        <a href={href} target="_blank" rel="noopener noreferrer">
          {piece.text}
        </a>
      )
    })
  return (
    <>
      {parseMarkdown(text).map((block) => {
        if (block.kind === 'lines') {
          return (
            <p>
              {block.lines.map((line, at) => (
                <Fragment key={at}>
                  {at > 0 && <br />}
                  {pieces(line)}
                </Fragment>
              ))}
            </p>
          )
        }
        const items = block.items.map((item, at) => <li key={at}>{pieces(item)}</li>)
        return block.start === undefined ? <ul>{items}</ul> : <ol start={block.start}>{items}</ol>
      })}
    </>
  )
}
