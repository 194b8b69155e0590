import { Hono } from 'hono'
import { renderSVG } from 'uqr'
import type { Standing } from '../channels/channel.ts'
import type { Answers, DeskEnv } from './answers.ts'
import { wantsJson } from './reading.ts'
import { minuteOf } from './rows.ts'
import { beijing } from './serial.ts'
import { channelLabels, words } from './words.ts'

/** How the connection to a platform stands, by the channel's name. */
export type ChannelStanding = Standing & { name: string }

/** Which platforms are connected, and the code that signs in the one that waits for it. */
export function channelRoutes(
  standings: () => readonly ChannelStanding[],
  { page, no }: Answers,
): Hono<DeskEnv> {
  return new Hono<DeskEnv>()
    .get('/channels', (c) => {
      const channels = standings()
      if (wantsJson(c)) return c.json({ channels })
      return page(c, 'desk/channels', {
        channels: channels.map(({ name, connected, since, scan }) => ({
          ...{ name, connected, scan: scan !== undefined },
          label: channelLabels[name] ?? name,
          since: minuteOf(beijing(since)),
        })),
      })
    })
    .get('/channels/:channel/code.svg', (c) => {
      const { scan } = standings().find(({ name }) => name === c.req.param('channel')) ?? {}
      if (scan === undefined) return no(c, 404, 'unknown', words.unknownPage)
      return c.body(renderSVG(scan, { border: 2 }), 200, { 'content-type': 'image/svg+xml' })
    })
}
