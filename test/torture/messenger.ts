import type { HttpBindings } from '@hono/node-server'
import { Hono } from 'hono'
import * as v from 'valibot'
import type { CreateChannels } from '../../src/channels/channel.ts'

/** What was brought to people: each message once, since this platform knows it by its id again. */
export type Brought = { id: string; to: string; text: string }

const hooked = v.object({ id: v.string(), person: v.string(), text: v.string() })

/** The way to a platform in another process; what people write there comes to `/messenger`. */
export const createMessenger =
  (platform: string): CreateChannels =>
  ({ receive, clock }) => {
    const routes = new Hono().post('/messenger', async (context) => {
      const { id, person, text } = v.parse(hooked, await context.req.json())
      const address = { channel: 'wechat', account: 'ours', person }
      await receive({ id, address, at: clock(), content: { kind: 'text', text } })
      return context.text('received')
    })
    return [
      {
        ...{ name: 'wechat', routes, allowance: () => Number.POSITIVE_INFINITY },
        manners: {
          ...{ textBytes: 20_000, markup: 'plain', buttons: 0, pictures: false, files: false },
        },
        async send({ person }, parcel, id, signal) {
          const text = parcel.kind === 'text' ? parcel.text : parcel.kind
          const body = JSON.stringify({ id, to: person, text })
          const answer = await fetch(`${platform}/messages`, { method: 'POST', body, signal })
          if (!answer.ok) throw new Error(`the platform answered ${answer.status}`)
          return { kind: 'sent' }
        },
      },
    ]
  }

/** The platform: it hangs up before it has taken a message, or after it has. */
export function createPlatform(isCut: (probability: number) => boolean) {
  const brought = new Map<string, Brought>()
  let broughtAgain = 0
  const app = new Hono<{ Bindings: HttpBindings }>()
  app.post('/messages', async (context) => {
    const message: Brought = await context.req.json()
    if (!isCut(0.1)) {
      if (brought.has(message.id)) broughtAgain++
      else brought.set(message.id, message)
      if (!isCut(0.15)) return context.text('taken')
    }
    context.env.incoming.socket.destroy()
    return context.body(null)
  })
  app.get('/messages', (context) => {
    const own = [...brought.values()].filter(({ to }) => to === context.req.query('to'))
    return context.json(own)
  })
  return { app, brought: () => [...brought.values()], again: () => broughtAgain }
}
