import * as v from 'valibot'
import type { Query } from './find.ts'
import { words } from './words.ts'

export type QueryRead =
  | { kind: 'read'; query: Query; page: number }
  | { kind: 'wrong'; field: string; message: string }

const filter = v.pipe(v.string(), v.trim(), v.maxLength(100, words.filterTooLong))

const date = v.pipe(v.string(), v.check(isDate, words.date))

function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const time = Date.parse(`${text}T00:00:00Z`)
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text)
}

const shape = v.pipe(
  v.object({
    from: v.exactOptional(date),
    to: v.exactOptional(date),
    serial: v.exactOptional(
      v.pipe(
        filter,
        v.transform((text) => text.normalize('NFKC').replace(/[\s-]/g, '')),
        v.regex(/^\d{1,16}$/, words.serialFilter),
      ),
    ),
    business: v.exactOptional(filter),
    idNumber: v.exactOptional(filter),
    name: v.exactOptional(filter),
    handling: v.exactOptional(v.picklist(['处理中', '处理结束'], words.handlingFilter)),
    page: v.exactOptional(v.pipe(v.string(), v.regex(/^[1-9]\d{0,6}$/, words.page)), '1'),
  }),
  v.forward(
    v.check(({ from, to }) => !from || !to || from <= to, words.dateOrder),
    ['to'],
  ),
)

/** Reads the filters of a query's address; empty ones count as absent. */
export function readQuery(given: Readonly<Record<string, string>>): QueryRead {
  const filled = Object.entries(given).filter(([, value]) => value.trim() !== '')
  const read = v.safeParse(shape, Object.fromEntries(filled))
  if (!read.success) {
    const [issue] = read.issues
    return { kind: 'wrong', field: String(issue.path?.[0]?.key ?? ''), message: issue.message }
  }
  const { page, ...query } = read.output
  return { kind: 'read', query, page: Number(page) }
}
