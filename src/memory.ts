import { LRUCache } from 'lru-cache'

/** What a process remembers for speed or for counting, in rooms by name; it may be lost at any time. */
export type Memory = <Value extends NonNullable<unknown>>(
  name: string,
  most: number,
) => LRUCache<string, Value>

/** Makes a memory. The same name leads to the same room, which holds the `most` newest things. */
export function createMemory(): Memory {
  const rooms = new Map<string, LRUCache<string, NonNullable<unknown>>>()
  const room = (name: string, max: number) => {
    const known = rooms.get(name)
    if (known) return known
    const made = new LRUCache<string, NonNullable<unknown>>({ max })
    rooms.set(name, made)
    return made
  }
  // A name belongs to one place in the code, and so to one kind of thing.
  return room as unknown as Memory
}
