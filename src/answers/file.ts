import { type AnswerKind, misunderstood } from './answer.ts'

/** A stored file; words are never one. */
type StoredFile = { name: string; bytes: number }

/** An attachment. It comes as a file, so that words at its question are always misunderstood. */
export const file: AnswerKind<StoredFile> = {
  parse: () => misunderstood('needed'),
  write: ({ name, bytes }) => `${name}（${Math.max(1, Math.round(bytes / 1024))} kB）`,
}
