declare module 'subset-font' {
  /** The font with no more than the glyphs of a text. */
  export default function subsetFont(
    font: Buffer,
    text: string,
    options: { targetFormat: 'truetype' },
  ): Promise<Buffer>
}

declare module 'pdfkit' {
  import type { Readable } from 'node:stream'

  /** As much of pdfkit's document as is drawn on here. */
  export default class PDFDocument extends Readable {
    constructor(options: { size: [number, number]; margin: number })
    page: { fonts: Record<string, object> }
    ref(facts: object): { end(): void }
    addContent(operators: string): void
    font(source: Buffer): this
    fontSize(size: number): this
    text(
      text: string,
      x: number,
      y: number,
      options: { baseline: 'alphabetic'; lineBreak: boolean },
    ): this
    moveTo(x: number, y: number): this
    lineTo(x: number, y: number): this
    lineWidth(width: number): this
    stroke(): this
    end(): void
  }
}
