import { Hono } from 'hono'
import { pino } from 'pino'
import type { Address, Channel, Incoming } from '../../src/channels/channel.ts'
import { createWechatAccount } from '../../src/channels/wechatAccount/wechatAccount.ts'
import { RequestError } from '../../src/requestError.ts'
import { startPlatform } from './platform.ts'

export const keys = {
  appId: 'wx0123456789abcdef',
  secret: 'a-secret-of-the-account',
  token: 'aToken',
}
export const aesKey = 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C'

/** A clock that goes only when it is told to. */
export function createClock(start = '2026-11-23T02:00:00Z') {
  let now = Date.parse(start)
  return Object.assign(() => new Date(now), {
    pass: (milliseconds: number) => {
      now += milliseconds
    },
  })
}

/** The settings that join an application to a stand-in of the platform. */
export const settingsOf = (address: string, more: { aesKey?: string; template?: string } = {}) => ({
  WECHAT_APP_ID: keys.appId,
  WECHAT_APP_SECRET: keys.secret,
  WECHAT_TOKEN: keys.token,
  WECHAT_API: address,
  ...(more.aesKey && { WECHAT_AES_KEY: more.aesKey }),
  ...(more.template && { WECHAT_TEMPLATE_ID: more.template }),
})

export const addressOf = (person: string): Address => ({
  ...{ channel: 'wechatAccount', account: keys.appId, person },
})

type More = { aesKey?: string; template?: string; patience?: number }

/**
 * An account and its platform, with a reception that keeps each message once, in memory. It has
 * little patience: a test of answers in time gives it more than a slow machine takes.
 */
export async function openAccount(more: More = {}) {
  const clock = createClock()
  const platform = await startPlatform({ ...keys, ...more }, clock)
  const kept: Incoming[] = []
  /** What happens when something was kept, and whether it can be. */
  const reception = { onKept: (_: Incoming) => {}, fails: false }
  const channel = createWechatAccount(
    settingsOf(platform.address, more),
    {
      clock,
      log: pino({ level: 'silent' }),
      async receive(incoming) {
        if (reception.fails) throw new Error('the disk is full')
        const isKnown = kept.some(
          ({ id, address }) => id === incoming.id && address.person === incoming.address.person,
        )
        if (isKnown) return 'known'
        kept.push(incoming)
        reception.onKept(incoming)
        return 'kept'
      },
    },
    { patience: more.patience ?? 10, gathering: 20, lead: 20 },
  ) as Required<Channel>
  const app = new Hono().route('/', channel.routes).onError((error, context) => {
    if (error instanceof RequestError) return context.json(error.body, error.status)
    return context.body(null, 503)
  })
  const call = (request: Request) => app.request(request)
  return {
    ...{ clock, platform, kept, reception, channel, call },
    send: (person: string, text: string, id = 'c/1/0') =>
      channel.send(addressOf(person), { kind: 'text', text }, id, AbortSignal.timeout(5_000)),
    bring: (person: string, xml: string) => platform.bring(call, person, xml),
    say: (person: string, Content: string) =>
      platform.bring(call, person, platform.message(person, { MsgType: 'text', Content })),
  }
}
