import type { View } from './chat.ts'

/** Pixels from the end within which a reader is taken to be at the end. */
const near = 80

/** Air, in pixels, above the first of several new messages. */
const above = 16

/** Keeps the end of the conversation in sight, for a reader who is there, and only for one. */
export type Follower = {
  /** To be called after drawing: `true` when something new was said out of sight. */
  drawn(box: HTMLElement, view: View): boolean
  /** The reader has scrolled: `true` at the end. */
  scrolled(box: HTMLElement): boolean
  toEnd(box: HTMLElement): void
}

/** Makes a follower for one log; the box may be taken away and come back. */
export function makeFollower(): Follower {
  let atEnd = true
  let seen = 0
  let watched: HTMLElement | undefined
  const isAtEnd = (box: HTMLElement, within = near) =>
    box.scrollHeight - box.clientHeight - box.scrollTop < within
  const toEnd = (box: HTMLElement) => {
    box.scrollTop = box.scrollHeight
    atEnd = true
  }
  // a keyboard opens, a picture arrives: the end moves, and the reader with it
  const observer = new ResizeObserver(() => watched && atEnd && toEnd(watched))

  return {
    toEnd,
    scrolled(box) {
      atEnd = isAtEnd(box)
      return atEnd
    },
    drawn(box, { entries, newest, since }) {
      const after = Math.max(seen, since)
      const last = entries[entries.length - 1]
      seen = newest
      if (box !== watched) {
        observer.disconnect()
        observer.observe(box)
        observer.observe(box.querySelector('ol')!)
        watched = box
        toEnd(box)
      }
      const fresh = entries.find((entry) => entry.kind === 'message' && entry.message.seq > after)
      if (last?.kind === 'own' && last.own.status === 'sending') {
        toEnd(box)
      } else if (fresh?.kind === 'message') {
        const { seq, from } = fresh.message
        if (!atEnd) return from !== 'user' || newest > seq
        // the beginning of a long answer stays in sight, and of a chat what it begins with
        const line = box.querySelector<HTMLElement>(`[data-seq="${seq}"]`)
        const top = line && after > 0 ? line.offsetTop - above : 0
        box.scrollTop = from === 'user' ? box.scrollHeight : top
        atEnd = isAtEnd(box, after > 0 ? near : 1)
      }
      return false
    },
  }
}
