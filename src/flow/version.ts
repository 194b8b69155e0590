import type { Flow } from './schema.ts'

/** What can be worded otherwise without anybody standing elsewhere for it. */
const words = new Set(['say', 'template', 'example', 'help', 'why', 'title', 'menu', 'wishes'])

/** A short mark of a flow's ways and questions: another one means that open conversations are walked again. */
export function versionOf(flow: Flow): string {
  const ways = JSON.stringify(flow, (key, value) => {
    if (words.has(key)) return undefined
    return key === 'choices' ? Object.keys(value) : value
  })
  // FNV-1a, 32 bits.
  let hash = 0x811c9dc5
  for (let at = 0; at < ways.length; at++) {
    hash = Math.imul(hash ^ ways.charCodeAt(at), 0x01000193)
  }
  return (hash >>> 0).toString(36)
}
