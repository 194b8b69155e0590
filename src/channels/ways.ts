import type { Config } from '../config.ts'
import { wayOf } from '../conversation/join.ts'
import type { Channel } from './channel.ts'

const isLocal = (host: string): boolean => ['127.0.0.1', 'localhost', '::1'].includes(host)

/** Where else people can go on with a conversation: on the page, by its address where that is known, and on what is connected. */
export function waysOf(
  channels: readonly Channel[],
  { HOST, PORT, PUBLIC_URL }: Pick<Config, 'HOST' | 'PORT' | 'PUBLIC_URL'>,
): Record<string, string> {
  const web = PUBLIC_URL ?? (isLocal(HOST) ? `http://${HOST}:${PORT}` : '')
  return { web, ...Object.fromEntries(channels.map(({ name }) => [wayOf(name), ''])) }
}
