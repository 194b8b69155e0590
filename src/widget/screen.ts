import type { View } from './chat.ts'
import type { Words } from './words.ts'

/** What the widget itself remembers while it is shown; everything else is the chat's. */
export type Screen = {
  open: boolean
  large: boolean
  /** Which menu is open. */
  menu: '' | 'tools' | 'attach'
  /** A sentence for the person above the composer. */
  notice: string
  /** A file is being dragged over the chat. */
  over: boolean
  /** There is something to send. */
  written: boolean
  /** Something new was said below what is in sight. */
  news: boolean
  /** Something new was said while the window was closed. */
  unread: boolean
  /** What a screen reader is to say. */
  spoken: string
}

/** What a person can do. */
export type Act = {
  set(part: Partial<Screen>): void
  close(): void
  say(text: string): void
  /** Says what is written. */
  send(): void
  /** The words in the composer have changed. */
  wrote(): void
  /** Opens the browser's own choice of a file, or its camera. */
  pick(what: 'file' | 'photo'): void
  choose(choice: { value: string; label: string }, seq: number): void
  retry(id: string): void
  upload(files: Iterable<File>): void
  /** Saves a document of the chat under its name. */
  save(file: { url: string; name: string }): void
  /** The blob URL of a picture; `null` when it cannot be had, `undefined` until it is there. */
  picture(url: string): string | null | undefined
  reload(url: string): void
  scrolled(): void
  toEnd(): void
  toggleLarge(): void
}

/** Everything that is drawn is a function of this. */
export type Shown = {
  view: View
  screen: Screen
  act: Act
  words: Words
  origin: string
  /** The chat fills the page, rather than standing in a window above somebody else's. */
  page: boolean
}
