import type { Config } from '../config.ts'
import { wayOf } from '../conversation/join.ts'
import type { Channel } from './channel.ts'

/** Where else people can go on with a conversation: the web page by its address, and what is connected. */
export function waysOf(
  channels: readonly Channel[],
  { HOST, PORT, PUBLIC_URL }: Pick<Config, 'HOST' | 'PORT' | 'PUBLIC_URL'>,
): Record<string, string> {
  const web = PUBLIC_URL ?? `http://${HOST}:${PORT}`
  return { web, ...Object.fromEntries(channels.map(({ name }) => [wayOf(name), ''])) }
}
