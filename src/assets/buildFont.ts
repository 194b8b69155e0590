import { readFile, writeFile } from 'node:fs/promises'
import subsetFont from 'subset-font'
import { drawCell } from '../certificate/draw.ts'
import { papers } from '../certificate/papers.ts'
import { fontPath } from '../documents/nodeFont.ts'

/** Every character that the pictures of the certificates have. */
export const charactersOf = (words: { specimen: string }): string => {
  const drawings = Object.values(papers).map((paper) => drawCell(paper, paper.cells[0]!, words))
  const texts = drawings.join('').matchAll(/<text[^>]*>([^<]*)</g)
  return [...new Set([...texts].flatMap(([, text]) => [...text!]))].sort().join('')
}

/**
 * Cuts the pictures' characters out of the Chinese font, so that a picture is drawn in a tenth of a
 * second: with the whole font of 10 MB it takes more than one.
 */
export async function buildFont(target: string, words: { specimen: string }): Promise<void> {
  const font = await subsetFont(await readFile(fontPath), charactersOf(words), {
    targetFormat: 'sfnt',
  })
  await writeFile(target, font)
}
