import type { Logger } from 'pino'

const minute = 60_000

/** Logs what goes wrong; the same once a minute, with how often it did. Puppets repeat themselves. */
export function createTrouble(log: Pick<Logger, 'warn'>, clock: () => Date) {
  const told = new Map<string, { at: number; times: number }>()

  return (what: string, error: { name: string; at: string }): void => {
    const key = `${what} ${error.name} ${error.at}`
    const now = clock().getTime()
    const before = told.get(key)
    if (before && now - before.at < minute) {
      before.times++
      return
    }
    for (const [one, { at }] of told) if (now - at >= minute) told.delete(one)
    told.set(key, { at: now, times: 1 })
    const times = before?.times ?? 1
    log.warn({ what, ...error, times }, 'the WeChat bot is in trouble')
  }
}
