import { createMemory, type Memory } from '../../memory.ts'
import type { Address, Channel, Parcel, Sent, Wiring } from '../channel.ts'
import { createCalls, isTooFast, type Media } from './calls.ts'
import { mostButtons, pictureOf, type Shape, shapeOf } from './card.ts'
import { carried } from './carried.ts'
import { createHosts } from './hosts.ts'
import { readMessage, staffIdOf } from './message.ts'
import { dingtalkRoutes } from './routes.ts'

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

/** A session webhook that ends within this time is not begun with, milliseconds. */
const margin = 30_000
/** How long to hold back where the platform says that it went too fast, seconds. */
const breath = 60

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

  function openWebhook({ reply }: Address): string | null {
    const { sessionWebhook, until } = reply ?? {}
    const isOpen = Number(until) - margin > clock().getTime()
    return sessionWebhook && isOpen && hosts.isOwn(sessionWebhook) ? sessionWebhook : null
  }

  async function sendShape(address: Address, shape: Shape, signal: AbortSignal): Promise<Sent> {
    const webhook = openWebhook(address)
    if (webhook) {
      const { refusal } = await calls.session(webhook, shape.webhook, signal)
      if (!refusal) return { kind: 'sent' }
      if (!sessionGone.has(refusal)) return refused(refusal)
    }
    return sendAsRobot(address, shape.robot, signal)
  }

  async function sendAsRobot(
    address: Address,
    { msgKey, msgParam }: Shape['robot'],
    signal: AbortSignal,
  ): Promise<Sent> {
    const staffId = staffIdOf(address)
    if (staffId === null) return { kind: 'closed' }
    const robotCode = address.reply?.robotCode ?? address.account
    const message = { robotCode, userIds: [staffId], msgKey, msgParam: JSON.stringify(msgParam) }
    const { refusal, body } = await calls.api(batchSend, message, signal)
    if (refusal) return refused(refusal)
    const named = (list: unknown) => Array.isArray(list) && list.includes(staffId)
    if (named(body.invalidStaffIdList)) return { kind: 'unreachable', reason: 'invalidStaffId' }
    if (named(body.filteredStaffIdList)) return { kind: 'unreachable', reason: 'filtered' }
    if (named(body.flowControlledStaffIdList)) return { kind: 'wait', seconds: breath }
    if (typeof body.processQueryKey !== 'string') {
      throw new Error('DingTalk did not say whether it took a message')
    }
    return { kind: 'sent' }
  }

  async function sendPicture(address: Address, picture: Picture, signal: AbortSignal) {
    const { refusal, mediaId } = await calls.upload('image', picture, signal)
    if (refusal) return refused(refusal)
    return sendShape(address, pictureOf(picture.alt, mediaId), signal)
  }

  /** Files go out by the robot alone, which knows nobody from elsewhere. */
  async function sendFile(address: Address, given: Media, signal: AbortSignal): Promise<Sent> {
    if (staffIdOf(address) === null) return { kind: 'unreachable', reason: 'file' }
    const { file, fileType } = carried(given)
    const { refusal, mediaId } = await calls.upload('file', file, signal)
    if (refusal) return refused(refusal)
    const msgParam = { mediaId, fileName: file.name, fileType }
    return sendAsRobot(address, { msgKey: 'sampleFile', msgParam }, signal)
  }

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
      ...{ pictures: true, files: true },
    },
    pace: { perPerson: 20, perAccount: 1200, burst: 10 },
    allowance: () => Number.POSITIVE_INFINITY,
    async send(address, parcel, _, signal) {
      switch (parcel.kind) {
        case 'text':
          return sendShape(address, shapeOf(parcel.text, parcel.choices), signal)
        case 'picture':
          return sendPicture(address, parcel, signal)
        case 'file':
          return sendFile(address, parcel, signal)
      }
    },
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

type Picture = Extract<Parcel, { kind: 'picture' }>

const batchSend = '/v1.0/robot/oToMessages/batchSend'
const download = '/v1.0/robot/messageFiles/download'

const sessionGone = new Set(['300001', '300005'])

function refused(refusal: string): Sent {
  if (refusal === 'staffId.notExisted') return { kind: 'unreachable', reason: refusal }
  if (isTooFast(refusal)) return { kind: 'wait', seconds: breath }
  throw new Error(`DingTalk refuses a message: ${refusal}`)
}

function parsed(data: string): unknown {
  try {
    return JSON.parse(data)
  } catch {
    return null
  }
}
