import type { Config } from '../../config.ts'
import type { Channel, Wiring } from '../channel.ts'
import { createDingTalk, type OpenStream } from './dingtalk.ts'
import { dingtalkSettings } from './settings.ts'

/** DingTalk where a connection can be held open. The official client is loaded only when it connects. */
export function dingtalkOnNode(config: Config, wiring: Wiring): Channel[] {
  const settings = dingtalkSettings(config)
  if (!settings) return []
  const openStream: OpenStream = async (given) => {
    const stream = await import('./stream.ts')
    return stream.openStream({ ...given, gateway: config.DINGTALK_GATEWAY })
  }
  return [createDingTalk({ ...settings, openStream }, wiring)]
}
