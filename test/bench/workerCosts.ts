/** What one part of one person's way costs the platform. */
export type Asked = {
  'D1 calls': number
  'rows read': number
  'rows written': number
  'pages told': number
}

/** Cloudflare's prices on the paid plan, in dollars, as published in October 2026. */
export const prices = {
  plan: 5,
  /** A million each, beyond what is included in a month. */
  requests: { each: 0.3, included: 10e6 },
  processorMs: { each: 0.02, included: 30e6 },
  objectRequests: { each: 0.15, included: 1e6 },
  objectGbs: { each: 12.5, included: 400e3 },
  rowsRead: { each: 0.001, included: 25e9 },
  rowsWritten: { each: 1, included: 50e6 },
  /** A gigabyte and month. */
  storedGb: { each: 0.75, included: 5 },
  shelfGb: { each: 0.015, included: 10 },
  shelfPuts: { each: 4.5, included: 1e6 },
}

/** What is taken for granted about people, where nothing was measured. */
export const taken = {
  /** Turns beside the form: what it is about, questions in between, afterwards. */
  otherTurns: 10,
  /** Times that the page is opened: the page itself, what was said, a socket. */
  visits: 4,
  /** Changes of status until it is done. */
  changes: 4,
  /** A photo of the certificate, bytes; it lies on the shelf sealed, twice in base64. */
  photo: 300_000,
  /** For the chat and for the agency. */
  photoCopies: 2,
  /** What is put on the shelf: these, and what the agency makes. */
  puts: 4,
  /** Months that a record stays in the database before its term ends. */
  months: 6,
  /** Seconds that an object is awake to tell its pages, three reads of D1 long. */
  awake: 0.1,
  /** Gigabytes that Cloudflare gives every object. */
  objectMemory: 0.128,
}

type Measured = {
  table: Readonly<Record<'begun' | 'turn' | 'form' | 'filed' | 'opened' | 'decided', Asked>>
  processorMs: number
  bytes: number
}

/** A month's bill in dollars where so many people file one application each in it. */
export function costsOf(people: number, { table, processorMs, bytes }: Measured) {
  const { begun, turn, form, filed, opened, decided } = table
  const each = (name: keyof Asked) =>
    begun[name] +
    turn[name] * taken.otherTurns +
    form[name] +
    filed[name] +
    opened[name] * taken.visits +
    decided[name] * taken.changes
  const requests = 1 + 16 + 1 + taken.otherTurns + taken.visits * 3 + taken.changes * 2
  const told = each('pages told') + taken.visits
  const stored = bytes * taken.months
  const shelved = taken.photo * (4 / 3) ** 2 * taken.photoCopies * taken.months
  const beyond = (
    amount: number,
    { each, included }: { each: number; included: number },
    unit = 1e6,
  ) => (Math.max(0, amount - included) / unit) * each
  const parts = {
    requests: beyond(people * requests, prices.requests),
    processor: beyond(people * requests * processorMs, prices.processorMs),
    'objects, requests': beyond(people * told, prices.objectRequests),
    'objects, awake': beyond(people * told * taken.awake * taken.objectMemory, prices.objectGbs),
    'rows read': beyond(people * each('rows read'), prices.rowsRead),
    'rows written': beyond(people * each('rows written'), prices.rowsWritten),
    stored: beyond((people * stored) / 1e9, prices.storedGb, 1),
    shelf:
      beyond((people * shelved) / 1e9, prices.shelfGb, 1) +
      beyond(people * taken.puts, prices.shelfPuts),
  }
  const total = prices.plan + Object.values(parts).reduce((sum, part) => sum + part, 0)
  return {
    ...Object.fromEntries(Object.entries(parts).map(([name, cost]) => [name, Math.round(cost)])),
    'in all, $ a month': Math.round(total),
    '¢ a person': Number(((total * 100) / people).toFixed(2)),
    'in D1, GB': Math.round((people * stored) / 1e9),
    'on the shelf, GB': Math.round((people * shelved) / 1e9),
    'databases of 10 GB': Math.ceil((people * stored) / 10e9),
  }
}
