import type { Own } from './transcript.ts'
import type { Ticket } from './wire.ts'

/** What outlives a reload. */
export type Kept = { ticket?: Ticket | undefined; unsent?: Own[]; large?: boolean }

/** The browser's memory for one server; without storage (private windows) it forgets on reload. */
export type Keep = {
  /** As it is now: another tab may have written since. */
  read(): Kept
  write(part: Kept): void
  readDraft(): string
  /** The draft may hold personal data: it lives as long as the tab, not longer. */
  writeDraft(text: string): void
}

/** Opens the memory for a server's origin. */
export function openKeep(origin: string): Keep {
  const key = `jiexu ${origin}`
  let kept = '{}'
  const read = (): Kept => JSON.parse(quietly(() => localStorage.getItem(key)) ?? kept)
  return {
    read,
    write(part) {
      kept = JSON.stringify({ ...read(), ...part })
      quietly(() => localStorage.setItem(key, kept))
    },
    readDraft: () => quietly(() => sessionStorage.getItem(key)) ?? '',
    writeDraft: (text) => quietly(() => sessionStorage.setItem(key, text)),
  }
}

/** Browsers that forbid storage throw at the mere touch of it. */
function quietly<T>(touch: () => T): T | undefined {
  try {
    return touch()
  } catch {
    return undefined
  }
}
