import type { Store } from './store.ts'

const atOnce = 500

/**
 * Erases in a restored database what was erased in the `newer` one at `since` or later, so that a backup
 * brings nobody back. Returns how many conversations that were.
 */
export async function eraseAgain(
  restored: Store,
  newer: Pick<Store, 'erasedSince'>,
  since: string,
): Promise<number> {
  const erased = await newer.erasedSince(since)
  let [count, after] = [0, '']
  for (;;) {
    const page = await restored.lastTurns(after, atOnce)
    for (const { conversation } of page) {
      if (!(await restored.isAmong(erased, conversation))) continue
      await restored.erase(conversation)
      count++
    }
    if (page.length < atOnce) return count
    after = page.at(-1)!.conversation
  }
}
