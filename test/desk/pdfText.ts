/** The words that a PDF of ours draws, in their order, a line each. */
export function pdfText(pdf: string): string {
  const drawn = [...pdf.matchAll(/<([0-9a-f]+)> Tj/g)].map(([, hex]) =>
    hex!.replace(/.{4}/g, (code) => String.fromCharCode(Number.parseInt(code, 16))),
  )
  return drawn.join('\n')
}
