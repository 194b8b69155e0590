import type { Own } from './transcript.ts'
import type { Ticket } from './wire.ts'

/** What outlives a reload. */
export type Kept = { ticket?: Ticket | undefined; unsent?: Own[]; large?: boolean }

/** The browser's memory for one server; without storage (private windows) it forgets on reload. */
export type Keep = {
  read(): Kept
  write(part: Kept): void
  readDraft(): string
  /** The draft may hold personal data: it lives as long as the tab, not longer. */
  writeDraft(text: string): void
}

/** Opens the memory for a server's origin. */
export function openKeep(origin: string): Keep {
  const key = `jiexu ${origin}`
  let kept: Kept = {}
  try {
    kept = JSON.parse(localStorage.getItem(key) ?? '{}')
  } catch {}
  return {
    read: () => kept,
    write(part) {
      kept = { ...kept, ...part }
      try {
        localStorage.setItem(key, JSON.stringify(kept))
      } catch {}
    },
    readDraft() {
      try {
        return sessionStorage.getItem(key) ?? ''
      } catch {
        return ''
      }
    },
    writeDraft(text) {
      try {
        sessionStorage.setItem(key, text)
      } catch {}
    },
  }
}
