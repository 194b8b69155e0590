import type { Config } from '../../config.ts'
import type { Channel, Wiring } from '../channel.ts'
import { configuredDingTalk } from './configured.ts'

/** DingTalk where a connection can be held open. The official client is loaded only when it connects. */
export const dingtalkOnNode = (config: Config, wiring: Wiring): Channel[] =>
  configuredDingTalk(config, wiring, async (given) => {
    const { openStream } = await import('./stream.ts')
    return openStream({ ...given, gateway: config.DINGTALK_GATEWAY })
  })
