import type { PaperId } from '../certificate/paper.ts'
import { papers } from '../certificate/papers.ts'
import { titleOf } from './sheet.ts'

/** What kinds of documents there are. */
export type DocumentKind = 'contactLetter' | 'informationForm' | 'certificate' | 'copy' | 'receipt'

/** What a document says: text as its template wrote it, or the cells of a paper certificate. */
export type Content =
  | { text: string }
  | { paper: PaperId; values: Readonly<Record<string, string>> }

/** A document before it is made into a file. */
export type Writing = { kind: DocumentKind; content: Content; fileName: string }

export const titleIn = (content: Content): string =>
  'text' in content ? titleOf(content.text) : papers[content.paper].title
