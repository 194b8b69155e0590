import { type Config, isLocal } from '../config.ts'
import type { Catalogue } from '../conversation/catalogue.ts'
import { wayOf } from '../conversation/join.ts'
import type { Channel } from './channel.ts'

/** Where else people can go on with a conversation: on the page, by its address where that is known, and on what is connected. */
export function waysOf(
  channels: readonly Channel[],
  { HOST, PORT, PUBLIC_URL }: Pick<Config, 'HOST' | 'PORT' | 'PUBLIC_URL'>,
): Record<string, string> {
  const web = PUBLIC_URL ?? (isLocal(HOST) ? `http://${HOST}:${PORT}` : '')
  return { web, ...Object.fromEntries(channels.map(({ name }) => [wayOf(name), ''])) }
}

/** The catalogue with the ways to go on elsewhere, which are known only once all is wired. */
export function withWays(
  bare: () => Catalogue,
  ways: () => Record<string, string>,
): () => Catalogue {
  let known: { bare: Catalogue; whole: Catalogue } | null = null
  return () => {
    const now = bare()
    if (known?.bare === now) return known.whole
    const whole: Catalogue = {
      ...now,
      get ways() {
        return ways()
      },
    }
    known = { bare: now, whole }
    return whole
  }
}
