import { toBase64 } from '../base64.ts'
import { beijing } from '../desk/serial.ts'
import type { FileContent } from '../store/files.ts'
import type { Seal } from '../store/seal.ts'
import type { DocumentTable } from '../store/tables.ts'
import { titleIn, type Writing } from './content.ts'
import type { Font } from './font.ts'
import { grouped, newNumber } from './number.ts'

/** The words that are printed on every document. */
export type DocumentWords = {
  foot(facts: {
    number: string
    issuedOn: string
    address: string
    page: number
    pages: number
    /** The code points of characters that the font lacks. */
    missing: readonly string[]
  }): string
  /** Stands for such characters. */
  missingWord(): string
}

/** Makes a document and the row of the register by which it is verified; the caller keeps both. */
export type Issue = (writing: Writing) => Promise<{ file: FileContent; row: DocumentTable }>

type Dependencies = {
  seal: Seal
  font: () => Promise<Font>
  clock: () => Date
  /** Where people reach this server: `https://jiexu.example.gov.cn`. */
  origin: string
  words: DocumentWords
}

/** What is signed: a number and the digest of what the document with it says. */
export const signedText = (number: string, digest: string): string => `document:${number}:${digest}`

/** Makes documents that bear a number and a signed digest. */
export function createIssue({ seal, font, clock, origin, words }: Dependencies): Issue {
  return async ({ kind, content, fileName }) => {
    const at = clock()
    const number = newNumber(at)
    const issuedAt = beijing(at)
    const title = titleIn(content)
    const digest = await digestOf(
      new TextEncoder().encode(JSON.stringify([kind, number, issuedAt, content])),
    )
    const signature = await seal.sign(signedText(number, digest))
    const address = `${origin}/verify`
    // Loaded when the first document is made: a server starts without it.
    const { writeDocument } = await import('./writeDocument.ts')
    const bytes = await writeDocument(await font(), content, {
      ...{
        number,
        at,
        link: `${address}/${number}?s=${signature}`,
        missingWord: words.missingWord(),
      },
      foot: (facts) =>
        words.foot({
          ...{ ...facts, number: grouped(number), issuedOn: issuedAt.slice(0, 10), address },
        }),
    })
    return {
      file: { name: fileName, type: 'application/pdf', content: bytes },
      row: { number, kind, title, digest, fileHash: await digestOf(bytes), issuedAt },
    }
  }
}

/** SHA-256, in base64. */
export async function digestOf(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return toBase64(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)))
}
