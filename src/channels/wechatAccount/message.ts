import * as v from 'valibot'
import type { Address, Incoming } from '../channel.ts'

export const channel = 'wechatAccount'

const openId = v.pipe(v.string(), v.regex(/^[\w-]{1,128}$/))
const digits = v.pipe(v.string(), v.regex(/^\d{1,20}$/))
const word = v.pipe(v.string(), v.maxLength(40))
const text = v.optional(v.string(), '')

const Message = v.object({
  ToUserName: openId,
  FromUserName: openId,
  CreateTime: v.pipe(v.string(), v.regex(/^\d{1,10}$/), v.transform(Number)),
  MsgType: word,
  MsgId: v.optional(digits),
  Content: text,
  MediaId: text,
  Recognition: text,
  Event: text,
  EventKey: text,
})
export type Message = v.InferOutput<typeof Message>

/** A message or an event of the platform; null for what is neither. */
export function readMessage(elements: ReadonlyMap<string, string>): Message | null {
  const read = v.safeParse(Message, Object.fromEntries(elements))
  return read.success ? read.output : null
}

/** What a message means to us; null for what needs no answer, such as somebody's leaving. */
export function incomingOf(message: Message, account: string): Incoming | null {
  const { FromUserName, CreateTime, MsgType, MsgId } = message
  const isEvent = MsgType === 'event'
  const content = isEvent ? contentOfEvent(message) : contentOf(message)
  if (!content || (!isEvent && !MsgId)) return null
  const address: Address = { channel, account, person: FromUserName }
  // Events have no id of their own: the platform tells them apart by person and second.
  const id = isEvent ? `event-${CreateTime}` : MsgId!
  return { id, address, at: new Date(CreateTime * 1000), content }
}

function contentOf({ MsgType, Content, MediaId, Recognition }: Message): Incoming['content'] {
  if (MsgType === 'text') return { kind: 'text', text: Content }
  if (MsgType === 'image' && MediaId) {
    return { kind: 'fileReference', name: 'picture.jpg', reference: { mediaId: MediaId } }
  }
  // Where the account has speech recognition, a voice message brings its words along.
  if (MsgType === 'voice' && Recognition.trim()) return { kind: 'text', text: Recognition }
  return { kind: 'unsupported', what: MsgType }
}

/** A menu's key and a QR code's scene are what the person says by choosing or scanning it. */
function contentOfEvent({ Event, EventKey }: Message): Incoming['content'] | null {
  const said = (words: string): Incoming['content'] =>
    words ? { kind: 'text', text: words } : { kind: 'opened' }
  switch (Event.toLowerCase()) {
    case 'subscribe':
      return said(EventKey.replace(/^qrscene_/, ''))
    case 'scan':
    case 'click':
      return said(EventKey)
    default:
      return null
  }
}
