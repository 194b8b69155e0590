import { type AnswerKind, misunderstood } from './answer.ts'

/** A stored file; words are never one. */
type StoredFile = { name: string; bytes: number; pages?: readonly unknown[] }

/** An attachment. It comes as a file, so that words at its question are always misunderstood. */
export const file: AnswerKind<StoredFile> = {
  parse: () => misunderstood('needed'),
  write({ name, bytes, pages }) {
    const size = `${Math.max(1, Math.round(bytes / 1024))} kB`
    return `${name}（${pages ? `${pages.length} 页，` : ''}${size}）`
  },
}
