import { toBase64 } from '../../base64.ts'
import type { Memory } from '../../memory.ts'
import type { Address, Parcel, Picture, Sent } from '../channel.ts'
import { type Calls, isTooFast, type Media } from './calls.ts'
import { pictureOf, type Shape, shapeOf } from './card.ts'
import { carried } from './carried.ts'
import type { Hosts } from './hosts.ts'
import { staffIdOf } from './message.ts'

type Dependencies = { calls: Calls; hosts: Hosts; clock: () => Date; memory: Memory }

/** A session webhook that ends within this time is not begun with, milliseconds. */
const margin = 30_000
/** How long to hold back where the platform says that it went too fast, seconds. */
const breath = 60
/** How long words wait for the picture that belongs to them, milliseconds. */
const pictureWait = 4000

/** Sends one parcel, by the session webhook while that is good and by the robot otherwise. */
export function createSend({ calls, hosts, clock, memory }: Dependencies) {
  /** What was uploaded before, by what is in it: the platform keeps it for good. */
  const uploaded = memory<string>('DingTalk pictures', 500)

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

  async function upload(picture: Picture, signal: AbortSignal) {
    const digest = await crypto.subtle.digest('SHA-256', picture.content)
    const key = toBase64(new Uint8Array(digest))
    const known = uploaded.get(key)
    if (known) return { refusal: null, mediaId: known }
    const { refusal, mediaId } = await calls.upload('image', picture, signal)
    if (!refusal) uploaded.set(key, mediaId)
    return { refusal, mediaId }
  }

  /** The picture above some words; they go without it where it cannot be had. */
  async function shownWith(picture: Picture, signal: AbortSignal) {
    const soon = AbortSignal.any([signal, AbortSignal.timeout(pictureWait)])
    const { refusal, mediaId } = await upload(picture, soon).catch(() => ({
      ...{ refusal: 'failed', mediaId: '' },
    }))
    return refusal ? undefined : { alt: picture.alt, mediaId }
  }

  async function sendText(address: Address, text: Text, signal: AbortSignal): Promise<Sent> {
    const picture = text.picture && (await shownWith(text.picture, signal))
    return sendShape(address, shapeOf(text.text, text.choices, picture), signal)
  }

  async function sendPicture(address: Address, picture: Picture, signal: AbortSignal) {
    const { refusal, mediaId } = await upload(picture, signal)
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

  return async function send(address: Address, parcel: Parcel, signal: AbortSignal): Promise<Sent> {
    switch (parcel.kind) {
      case 'text':
        return sendText(address, parcel, signal)
      case 'picture':
        return sendPicture(address, parcel, signal)
      case 'file':
        return sendFile(address, parcel, signal)
    }
  }
}

type Text = Extract<Parcel, { kind: 'text' }>

const batchSend = '/v1.0/robot/oToMessages/batchSend'

const sessionGone = new Set(['300001', '300005'])

function refused(refusal: string): Sent {
  if (refusal === 'staffId.notExisted') return { kind: 'unreachable', reason: refusal }
  if (isTooFast(refusal)) return { kind: 'wait', seconds: breath }
  throw new Error(`DingTalk refuses a message: ${refusal}`)
}
