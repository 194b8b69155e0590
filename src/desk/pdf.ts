/** A page of facts: a title, lines below it, tables of label and value, and a note at the foot. */
export type Sheet = {
  title: string
  lines: readonly string[]
  tables: readonly { heading: string; rows: readonly (readonly [label: string, value: string])[] }[]
  note: string
}

/** A4, in points. */
const page = { width: 595, height: 842, margin: 56 }
const sizes = { title: 17, text: 10.5 }
const line = 22
const labelWidth = 170
/** What fits beside a label, in half widths: a Han character is two, a Latin letter one. */
const valueWidth = Math.floor(((page.width - 2 * page.margin - labelWidth - 16) / sizes.text) * 2)

/**
 * Writes a sheet as PDF. The Chinese font is one of those that every PDF reader brings (宋体, not
 * embedded), so that a document weighs a few kilobytes and its text can be copied and searched.
 */
export function writePdf(sheet: Sheet): Uint8Array<ArrayBuffer> {
  const contents = layOut(sheet)
  const kids = contents.map((_, index) => `${5 + index * 2} 0 R`).join(' ')
  const box = `[0 0 ${page.width} ${page.height}]`
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R /Lang (zh-CN) >>',
    `<< /Type /Pages /Count ${contents.length} /Kids [${kids}] >>`,
    '<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [4 0 R] >>',
    `<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000 /W [1 95 500 814 939 500]
/CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >>
/FontDescriptor << /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >> >>`,
    ...contents.flatMap((content, index) => [
      `<< /Type /Page /Parent 2 0 R /MediaBox ${box} /Contents ${6 + index * 2} 0 R /Resources << /Font << /F 3 0 R >> >> >>`,
      `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
    ]),
  ]
  return assemble(objects)
}

/** Objects with their cross-reference table. Every byte is ASCII. */
function assemble(objects: readonly string[]): Uint8Array<ArrayBuffer> {
  let body = '%PDF-1.4\n'
  const offsets = objects.map((object, index) => {
    const offset = body.length
    body += `${index + 1} 0 obj\n${object}\nendobj\n`
    return `${String(offset).padStart(10, '0')} 00000 n `
  })
  const count = objects.length + 1
  const table = `xref\n0 ${count}\n0000000000 65535 f \n${offsets.join('\n')}\n`
  const trailer = `trailer\n<< /Size ${count} /Root 1 0 R >>\nstartxref\n${body.length}\n%%EOF\n`
  return new TextEncoder().encode(body + table + trailer)
}

/** The drawing of each page. */
function layOut({ title, lines, tables, note }: Sheet): string[] {
  const pages: string[] = []
  let drawn: string[] = []
  let y = page.height - page.margin
  const right = page.width - page.margin
  const text = (words: string, x: number, at: number, size = sizes.text) =>
    drawn.push(`BT /F ${size} Tf ${x.toFixed(1)} ${at.toFixed(1)} Td <${hex(words)}> Tj ET`)
  const rule = (at: number) => drawn.push(`0.5 w ${page.margin} ${at} m ${right} ${at} l S`)
  const turn = () => {
    pages.push(drawn.join('\n'))
    drawn = []
    y = page.height - page.margin
  }
  const room = (height: number) => {
    if (y - height < page.margin) turn()
  }

  text(title, (page.width - (widthOf(title) / 2) * sizes.title) / 2, y - sizes.title, sizes.title)
  y -= 2 * line
  for (const words of lines) {
    text(words, page.margin, y - 14)
    y -= line
  }
  for (const { heading, rows } of tables) {
    room(3 * line)
    y -= line / 2
    text(heading, page.margin, y - 14)
    y -= line
    rule(y)
    for (const [label, value] of rows) {
      const parts = wrap(value)
      room(parts.length * line)
      text(label, page.margin + 4, y - 15)
      for (const [index, part] of parts.entries()) {
        text(part, page.margin + labelWidth, y - 15 - index * line)
      }
      y -= parts.length * line
      rule(y)
    }
  }
  room(2 * line)
  text(note, page.margin, y - line)
  turn()
  return pages
}

/** Han and full-width characters count two, all others one. */
const widthOf = (words: string): number =>
  [...words].reduce((sum, char) => sum + (char.codePointAt(0)! > 0xff ? 2 : 1), 0)

/** Breaks a value into lines that fit beside the labels. */
function wrap(value: string): string[] {
  const parts = ['']
  for (const char of value) {
    if (widthOf(parts.at(-1)! + char) > valueWidth) parts.push('')
    parts[parts.length - 1] += char
  }
  return parts
}

/** UTF-16 big endian, in hexadecimal; what the font's encoding cannot have becomes 〓. */
function hex(words: string): string {
  return [...words]
    .map((char) => (char.length > 1 ? '〓' : char))
    .map((char) => char.charCodeAt(0).toString(16).padStart(4, '0'))
    .join('')
}
