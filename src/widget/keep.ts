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
  /** What storage did not take, which may still give what was there before: it is full. */
  let untaken: string | null = null
  const read = (): Kept => JSON.parse(untaken ?? quietly(() => localStorage.getItem(key)) ?? '{}')
  return {
    read,
    write(part) {
      untaken = JSON.stringify({ ...read(), ...part })
      quietly(() => {
        localStorage.setItem(key, untaken!)
        untaken = null
      })
    },
    readDraft: () => quietly(() => sessionStorage.getItem(key)) ?? '',
    writeDraft: (text) => quietly(() => sessionStorage.setItem(key, text)),
  }
}

/** Undefined where it throws, as browsers that forbid storage do at the mere touch of it. */
export function quietly<T>(touch: () => T): T | undefined {
  try {
    return touch()
  } catch {
    return undefined
  }
}
