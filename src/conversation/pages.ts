import type { Attachment } from '../backend/backend.ts'

/** The most that several pages may weigh, so that bound together they are at most 1,024 kB. */
const most = 1000 * 1024

/** One attachment of what was attached and a further page; null where together they are too large. */
export function joined(before: Attachment, page: Attachment): Attachment | null {
  const pages = [...(before.pages ?? [before]), page]
  const bytes = pages.reduce((sum, one) => sum + one.bytes, 0)
  if (bytes > most) return null
  const name = before.name.replace(/(?:\.\w+)?$/, '.pdf')
  return { id: before.id, name, type: 'application/pdf', bytes, pages }
}
