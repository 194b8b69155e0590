import { createMemory, type Memory } from '../../memory.ts'
import type { Channel, Wiring } from '../channel.ts'
import { createApi } from './api.ts'
import { createEnvelope } from './envelope.ts'
import { createInTime, type Timing } from './inTime.ts'
import { wechatAccountRoutes } from './routes.ts'
import { createSend, manners } from './send.ts'

/** What an account needs, by the names of the settings. */
export type WechatAccountSettings = {
  WECHAT_APP_ID?: string | undefined
  WECHAT_APP_SECRET?: string | undefined
  WECHAT_TOKEN?: string | undefined
  WECHAT_AES_KEY?: string | undefined
  WECHAT_TEMPLATE_ID?: string | undefined
  WECHAT_API: string
}

const usualTiming: Timing = { patience: 3_500, gathering: 60, lead: 800 }

/** An official account as a channel; null where none is configured. */
export function createWechatAccount(
  settings: WechatAccountSettings,
  { receive, clock, memory = createMemory() }: Wiring & { memory?: Memory },
  timing: Timing = usualTiming,
): Channel | null {
  const { WECHAT_APP_ID, WECHAT_APP_SECRET, WECHAT_TOKEN, WECHAT_AES_KEY } = settings
  if (!WECHAT_APP_ID || !WECHAT_APP_SECRET || !WECHAT_TOKEN) return null
  const api = createApi(
    { base: settings.WECHAT_API, appId: WECHAT_APP_ID, secret: WECHAT_APP_SECRET },
    memory,
    clock,
  )
  const inTime = createInTime(timing, manners.textBytes)
  const envelope = WECHAT_AES_KEY ? createEnvelope(WECHAT_AES_KEY, WECHAT_APP_ID) : null
  return {
    ...createSend({ api, inTime, memory, templateId: settings.WECHAT_TEMPLATE_ID }),
    routes: wechatAccountRoutes({
      ...{ account: WECHAT_APP_ID, token: WECHAT_TOKEN },
      ...{ envelope, inTime, receive, memory, clock },
    }),
  }
}
