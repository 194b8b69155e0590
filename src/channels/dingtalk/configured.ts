import type { Config } from '../../config.ts'
import type { Memory } from '../../memory.ts'
import type { Channel, Wiring } from '../channel.ts'
import { createDingTalk, type OpenStream } from './dingtalk.ts'

/** DingTalk as it is configured: one channel, or none. Without a stream the platform posts to us. */
export function configuredDingTalk(
  config: Config,
  wiring: Wiring & { memory?: Memory },
  openStream?: OpenStream,
): Channel[] {
  const { DINGTALK_CLIENT_ID, DINGTALK_CLIENT_SECRET, DINGTALK_API } = config
  if (!DINGTALK_CLIENT_ID || !DINGTALK_CLIENT_SECRET) return []
  const settings = {
    ...{ clientId: DINGTALK_CLIENT_ID, clientSecret: DINGTALK_CLIENT_SECRET, api: DINGTALK_API },
    ...(openStream && { openStream }),
  }
  return [createDingTalk(settings, wiring)]
}
