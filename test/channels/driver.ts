import type { openApp } from '../openApp.ts'

export type OpenedApp = Awaited<ReturnType<typeof openApp>>

/** One person on one channel, with a whole application behind it. */
export type Person = {
  /** Writes; resolves once all the answers have arrived. */
  say(text: string): Promise<void>
  /** Presses the button of that label. Where there are no buttons: does what people do, and sends its number. */
  press(label: string): Promise<void>
  /** Sends a file; resolves once all the answers have arrived. */
  send(name: string, bytes: Uint8Array<ArrayBuffer>): Promise<void>
  /** The words of everything that arrived so far, in order; of a picture or a file its name. */
  heard(): Promise<readonly string[]>
}

/** A channel as the conformance test plays it. Each `open` is an application of its own. */
export type Driver = {
  name: string
  open(): Promise<{ app: OpenedApp; person: Person; close(): Promise<void> }>
}

/** Polls until `look` gives something; a slow machine only takes longer. */
export async function until<Found>(
  look: () => Promise<Found | undefined | null | false> | Found | undefined | null | false,
): Promise<Found> {
  const end = Date.now() + 20_000
  for (;;) {
    const found = await look()
    if (found) return found
    if (Date.now() > end) throw new Error(`it never came to be: ${look}`)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

/** Resolves once everything that has been received is answered, and everything due has been sent. */
export async function quiet({ db, stamp }: OpenedApp): Promise<void> {
  await until(async () => {
    const { at: now } = stamp()
    const pending = await db
      .selectFrom('inbox')
      .select('eventId')
      .where('pending', '=', 1)
      .execute()
    const owed = await db
      .selectFrom('outbox')
      .select('id')
      .where('sentAt', 'is', null)
      .where('dueAt', '<=', now)
      .execute()
    return pending.length === 0 && owed.length === 0
  })
}
