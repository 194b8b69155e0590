import { extractText, getDocumentProxy } from 'unpdf'

/** The words of a PDF, a line each, as a reader gets them that knows nothing of us. */
export async function pdfText(pdf: Uint8Array): Promise<string> {
  const document = await getDocumentProxy(new Uint8Array(pdf))
  const { text } = await extractText(document, { mergePages: false })
  return text.join('\n')
}
