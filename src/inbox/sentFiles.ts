import type { Event } from '../conversation/event.ts'
import type { State } from '../conversation/state.ts'

/** The id of a file that a person sends. It shows that it is none that we made and only handed out. */
export const newFileId = (): string => `sent-${crypto.randomUUID()}`

const fileIds = /sent-[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/g

const idsIn = (held: unknown): Set<string> =>
  new Set(JSON.stringify(held ?? null).match(fileIds) ?? [])

/**
 * The files that nothing refers to once an event has had its turn: of no use, or replaced for good. What
 * can still be brought back is part of the state; what a clerk is shown, and what goes on in another
 * conversation, stays.
 */
export function filesLeft(before: State | undefined, event: Event, after: State): string[] {
  if (event.kind === 'joined' || event.kind === 'moved') return []
  const known = idsIn(before)
  // Only what was sent just now: an id among typed words may be that of any file.
  if (event.kind === 'sent' && event.file.id && after.handoff !== 'clerk') known.add(event.file.id)
  return [...known.difference(idsIn(after))]
}
