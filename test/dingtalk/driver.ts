import { createHmac } from 'node:crypto'
import { pino } from 'pino'
import { createDingTalk, type OpenStream } from '../../src/channels/dingtalk/dingtalk.ts'
import { openStream } from '../../src/channels/dingtalk/stream.ts'
import { type Driver, type OpenedApp, type Person, quiet, until } from '../channels/driver.ts'
import { openApp } from '../openApp.ts'
import { file, messageFrom, type Over, picture, saying } from './people.ts'
import { clientId, clientSecret, openPlatform, type Platform } from './platform.ts'

const silent = pino({ level: 'silent' })

/** Hands one message of a person to the robot; resolves once it is acknowledged. */
type Hand = (platform: Platform, app: OpenedApp, message: object) => Promise<void>

/** How messages get to the robot, and how many milliseconds a second of the platform and the stream has. */
type Way = { by: 'stream' | 'http'; hand: Hand; seconds: { platform: number; stream: number } }

/** DingTalk with the whole application behind it, and whoever writes on it. */
export async function openDingTalk({ by, hand, seconds }: Way, log = silent) {
  const platform = await openPlatform({
    ...{ second: seconds.platform, perMinute: Number.POSITIVE_INFINITY },
  })
  const connect: OpenStream = async (given) =>
    openStream({ ...given, log, gateway: platform.base, second: seconds.stream })
  const settings = { clientId, clientSecret, api: platform.base }
  const app = await openApp(
    {},
    {
      log,
      channels: (wiring) => {
        const connecting = by === 'stream' ? { openStream: connect } : {}
        // People in tests are in a hurry.
        const { pace, ...channel } = createDingTalk({ ...settings, ...connecting }, wiring)
        return [channel]
      },
    },
  )
  const channel = app.channels[0]!
  await channel.start?.()
  await until(() => by === 'http' || platform.connections() > 0)

  const person = (staffId: string): Person & { hear(over: Over): Promise<void> } => {
    const got = () => platform.got.filter(({ to }) => to === staffId)
    const hear = async (over: Over) => {
      await hand(platform, app, messageFrom(platform, staffId, over))
      await quiet(app)
    }
    return {
      hear,
      say: (text) => hear(saying(text)),
      async press(label) {
        const buttons = got().flatMap((one) => one.buttons)
        const button = buttons.findLast((one) => one.label === label)
        const lines = got().flatMap(({ text }) => text.split('\n'))
        const line = lines.findLast((one) => one.trim().endsWith(`. ${label}`))
        const says = button?.says ?? line?.split('.')[0]
        if (!says) throw new Error(`no button says ${label}`)
        await hear(saying(says))
      },
      async send(name, bytes) {
        const code = platform.keepFile(name, bytes)
        await hear(/\.(jpe?g|png)$/.test(name) ? picture(code) : file(name, code))
      },
      heard: async () => got().map(({ text }) => text),
    }
  }
  return {
    ...{ platform, app, person },
    async close() {
      await channel.stop?.()
      await app.close()
      await platform.close()
    },
  }
}

/** Over the stream, as it should be. */
export const byStream: Way = {
  by: 'stream',
  async hand(platform, _, message) {
    await platform.push(message)
  },
  seconds: { platform: 50, stream: 100 },
}

/** Over the stream, while everything goes wrong that can. */
export function inStorm(): Way {
  let count = 0
  const hand: Hand = async (platform, _, message) => {
    const trouble = count++ % 5
    if (trouble === 1) platform.drop()
    if (trouble === 4) platform.forgetSessions()
    const pushed = platform.push(message)
    const again = trouble === 0 ? platform.push(message) : undefined
    if (trouble === 2) platform.moveOn(2)
    if (trouble === 3) platform.drop()
    await Promise.all([pushed, again])
  }
  return { by: 'stream', hand, seconds: { platform: 3, stream: 10 } }
}

/** Posted to our address, signed. */
export const overHttp: Way = {
  by: 'http',
  async hand(_, app, message) {
    const response = await post(app, message)
    if (response.status !== 200) throw new Error(`${response.status} ${await response.text()}`)
  },
  seconds: { platform: 50, stream: 100 },
}

type Ask = (path: string, init: RequestInit) => Promise<Response> | Response

export const post = (app: OpenedApp, message: object, secret = clientSecret) =>
  postTo((path, init) => app.app.request(path, init), message, secret)

/** Posts a message as the platform does. */
export async function postTo(ask: Ask, message: object, secret = clientSecret): Promise<Response> {
  const timestamp = String(Date.now())
  const sign = createHmac('sha256', secret).update(`${timestamp}\n${secret}`).digest('base64')
  return ask('/webhooks/dingtalk', {
    method: 'POST',
    headers: { 'content-type': 'application/json', timestamp, sign },
    body: JSON.stringify(message),
  })
}

const driver = (name: string, way: Way): Driver => ({
  name,
  async open() {
    const { person, ...opened } = await openDingTalk(way)
    return { ...opened, person: person('user001') }
  },
})

export const dingtalkDrivers: readonly Driver[] = [
  driver('DingTalk’s stream', byStream),
  driver('DingTalk over HTTP', overHttp),
]
