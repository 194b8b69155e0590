/** One part of a document, from top to bottom. */
export type Block =
  | { kind: 'title' | 'heading' | 'paragraph' | 'signature' | 'small'; text: string }
  /** Rows of a table: labels and values in turn. */
  | { kind: 'table'; rows: readonly (readonly string[])[] }

const marks = [
  ['## ', 'heading'],
  ['# ', 'title'],
  ['> ', 'signature'],
  ['~ ', 'small'],
] as const

/**
 * Reads a document's text as its template wrote it: `# title`, `## heading`, `| label | value |` for
 * a row, `> text` at the right, `~ text` in small print; any other line is a paragraph.
 */
export function readSheet(text: string): Block[] {
  const blocks: Block[] = []
  for (const line of text.split('\n').map((one) => one.trimEnd())) {
    if (line === '') continue
    if (line.startsWith('|')) {
      const row = line.slice(1).replace(/\|$/, '').split('|')
      const cells = row.map((cell) => cell.trim())
      const last = blocks.at(-1)
      if (last?.kind === 'table')
        blocks[blocks.length - 1] = { ...last, rows: [...last.rows, cells] }
      else blocks.push({ kind: 'table', rows: [cells] })
      continue
    }
    const [mark, kind] = marks.find(([mark]) => line.startsWith(mark)) ?? ['', 'paragraph' as const]
    blocks.push({ kind, text: line.slice(mark.length) })
  }
  return blocks
}

/** The title of a document; empty where it has none. */
export const titleOf = (text: string): string => /^# (.*)$/m.exec(text)?.[1]?.trim() ?? ''

/** A value that is nothing but a value wherever a template puts it: one line, no marks of a document. */
export const asValue = (text: string): string =>
  text
    .normalize('NFC')
    .replace(/[\s\p{Cc}\p{Cf}]+/gu, ' ')
    .trim()
    .replaceAll('|', '｜')
    .replace(/^[#>~]/, (mark) => ({ '#': '＃', '>': '＞', '~': '～' })[mark] ?? mark)
