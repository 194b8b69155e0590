import { createMemory, type Memory } from '../../memory.ts'
import type { Channel, Wiring } from '../channel.ts'
import { createCalls } from './calls.ts'
import { mostButtons } from './card.ts'
import { createHosts } from './hosts.ts'
import { readMessage } from './message.ts'
import { dingtalkRoutes } from './routes.ts'
import { createSend } from './send.ts'

export type DingTalkSettings = {
  clientId: string
  clientSecret: string
  /** Another base address of its interfaces, for tests. */
  api?: string | undefined
  /** Opens the stream of messages; only Node has it. Without it the platform must post to us. */
  openStream?: OpenStream
}

/** Keeps a connection open on which messages come as JSON; `keep` rejects where one could not be kept. */
export type OpenStream = (dependencies: {
  clientId: string
  clientSecret: string
  keep: (data: string) => Promise<void>
  log: Wiring['log']
}) => Promise<Stream>

/** The stream of messages, kept open until it is stopped. */
export type Stream = {
  standing(): { connected: boolean; since: Date }
  /** Closes it once what is being kept is kept. Opens nothing afterwards. */
  stop(): Promise<void>
}

/**
 * The way to people in DingTalk: by the session webhook of their last message while it is good, and
 * by the robot's own interface otherwise, for whoever is of the organisation.
 */
export function createDingTalk(
  settings: DingTalkSettings,
  wiring: Wiring & { memory?: Memory },
): Channel {
  const { clientId, clientSecret, api, openStream } = settings
  const { receive, clock, log, memory = createMemory() } = wiring
  const hosts = createHosts(api)
  const calls = createCalls({ clientId, clientSecret, hosts, clock, memory })
  let stream: Stream | undefined

  const send = createSend({ calls, hosts, clock, memory })

  /** Keeps what the stream brought. What is no message is let go: it would be none the next time. */
  async function keep(data: string): Promise<void> {
    const messages = readMessage(parsed(data), { account: clientId, hosts, now: clock() })
    if (!messages) log.warn('DingTalk sent what is no message')
    for (const message of messages ?? []) await receive(message)
  }

  return {
    name: 'dingtalk',
    manners: {
      ...{ textBytes: 4000, markup: 'markdown', buttons: mostButtons },
      ...{ pictures: 'inText', files: true },
    },
    pace: { perPerson: 20, perAccount: 1200, burst: 10 },
    allowance: () => Number.POSITIVE_INFINITY,
    send: (address, parcel, _, signal) => send(address, parcel, signal),
    async fetch(address, { downloadCode, robotCode = address.account }, signal) {
      const asked = { downloadCode, robotCode }
      const { refusal, body } = await calls.api(download, asked, signal)
      const { downloadUrl } = body
      if (refusal || typeof downloadUrl !== 'string') {
        throw new Error(`DingTalk gives no file: ${refusal ?? 'no address'}`)
      }
      return calls.download(downloadUrl, signal)
    },
    routes: dingtalkRoutes({ clientId, clientSecret, hosts, receive, clock }),
    ...(openStream && {
      async start() {
        stream = await openStream({ clientId, clientSecret, keep, log })
      },
      stop: async () => stream?.stop(),
      standing: () => stream?.standing() ?? { connected: false, since: clock() },
    }),
  }
}

const download = '/v1.0/robot/messageFiles/download'

function parsed(data: string): unknown {
  try {
    return JSON.parse(data)
  } catch {
    return null
  }
}
