import type { Config } from '../../config.ts'
import type { DingTalkSettings } from './dingtalk.ts'

/** What the configuration says of DingTalk; null where no robot is set up. */
export function dingtalkSettings(config: Config): DingTalkSettings | null {
  const { DINGTALK_CLIENT_ID, DINGTALK_CLIENT_SECRET, DINGTALK_API } = config
  if (!DINGTALK_CLIENT_ID || !DINGTALK_CLIENT_SECRET) return null
  return {
    clientId: DINGTALK_CLIENT_ID,
    clientSecret: DINGTALK_CLIENT_SECRET,
    ...(DINGTALK_API && { api: DINGTALK_API }),
  }
}
