import { pino } from 'pino'
import type { Channel } from '../../src/channels/channel.ts'
import { createDingTalk } from '../../src/channels/dingtalk/dingtalk.ts'
import { openStream } from '../../src/channels/dingtalk/stream.ts'
import { type Driver, quiet, until } from '../channels/driver.ts'
import { openApp } from '../openApp.ts'
import { file, messageFrom, type Over, picture, saying } from './people.ts'
import { clientId, clientSecret, openPlatform } from './platform.ts'

const log = pino({ level: 'silent' })
const staffId = 'user001'

/** Somebody who talks through the official client, with the whole application behind it. */
export const dingtalk: Driver = {
  name: 'dingtalk',
  async open() {
    const platform = await openPlatform({ second: 50, perMinute: Number.POSITIVE_INFINITY })
    const opened = { gateway: platform.base, second: 100, log }
    const settings = { clientId, clientSecret, api: platform.base }
    let channel: Channel | undefined
    const app = await openApp(
      {},
      {
        channels: (wiring) => {
          const { pace, ...own } = createDingTalk(
            { ...settings, openStream: async (given) => openStream({ ...given, ...opened }) },
            wiring,
          )
          channel = own
          return [own]
        },
      },
    )
    await channel!.start!()
    await until(() => channel!.standing!().connected)

    const hear = async (over: Over) => {
      await platform.push(messageFrom(platform, staffId, over))
      await quiet(app)
    }
    return {
      app,
      person: {
        say: (text) => hear(saying(text)),
        async press(label) {
          const { buttons, text } = platform.got.findLast(({ kind }) => kind === 'text')!
          const button = buttons.find((one) => one.label === label)
          const line = text.split('\n').find((line) => line.replace(/^\d+\. /, '') === label)
          const says = button?.says ?? /^\d+/.exec(line ?? '')?.[0]
          if (!says) throw new Error(`there is no button ${label} under: ${text}`)
          await hear(saying(says))
        },
        async send(name, bytes) {
          const code = platform.keepFile(name, bytes)
          await hear(/\.(jpe?g|png)$/.test(name) ? picture(code) : file(name, code))
        },
        heard: async () => platform.got.map(({ text }) => text),
      },
      async close() {
        await channel!.stop!()
        await app.close()
        await platform.close()
      },
    }
  },
}
