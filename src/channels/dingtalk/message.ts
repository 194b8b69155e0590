import * as v from 'valibot'
import type { Address, Incoming } from '../channel.ts'
import type { Hosts } from './hosts.ts'

const id = v.pipe(v.string(), v.minLength(1), v.maxLength(200))
const code = v.pipe(v.string(), v.minLength(1), v.maxLength(2000))
/** A moment in milliseconds; the platform writes some as text. */
const moment = v.pipe(
  v.union([v.number(), v.pipe(v.string(), v.regex(/^\d{1,15}$/), v.transform(Number))]),
  v.minValue(0),
  v.maxValue(8.64e15),
)

const Envelope = v.object({
  msgId: id,
  conversationType: v.picklist(['1', '2']),
  senderId: id,
  /** Missing for people who are not of the organisation. */
  senderStaffId: v.nullish(v.string()),
  chatbotUserId: v.nullish(v.string()),
  robotCode: v.nullish(id),
  createAt: v.nullish(moment),
  sessionWebhook: v.nullish(v.pipe(v.string(), v.maxLength(2000))),
  sessionWebhookExpiredTime: v.nullish(moment),
  msgtype: v.pipe(v.string(), v.maxLength(100)),
})

const Text = v.object({ text: v.object({ content: v.string() }) })
const Picture = v.object({ content: v.object({ downloadCode: code }) })
const File = v.object({ content: v.object({ downloadCode: code, fileName: v.string() }) })
const Audio = v.object({ content: v.object({ recognition: v.nullish(v.string()) }) })
const Rich = v.object({
  content: v.object({
    richText: v.pipe(
      v.array(v.object({ text: v.nullish(v.string()), downloadCode: v.nullish(code) })),
      v.maxLength(100),
    ),
  }),
})

type Content = Incoming['content']

/** A person who is not of the organisation has no staff id: only a session webhook reaches them. */
const outsider = 'sender:'

/** The person's id in the organisation, by which the robot may write first; null where there is none. */
export const staffIdOf = ({ person }: Address): string | null =>
  person.startsWith(outsider) ? null : person

/**
 * Reads what the platform pushes about one message: several parts where text and pictures came
 * together (the text first), none for our own; null where it is no message, or where its session
 * webhook is not the platform's, which only a forgery has.
 */
export function readMessage(
  body: unknown,
  { account, hosts, now }: { account: string; hosts: Hosts; now: Date },
): Incoming[] | null {
  const read = v.safeParse(Envelope, body)
  if (!read.success) return null
  const { output: message } = read
  const { sessionWebhook, sessionWebhookExpiredTime, createAt } = message
  if (sessionWebhook && !hosts.isOwn(sessionWebhook)) return null
  if (message.senderId === message.chatbotUserId) return []
  const robotCode = message.robotCode ?? account
  const contents = contentsOf(message.msgtype, body, robotCode)
  if (!contents) return null
  const inGroup = message.conversationType === '2'
  const address: Address = {
    ...{ channel: 'dingtalk', account },
    person: message.senderStaffId || `${outsider}${message.senderId}`,
    reply: {
      robotCode,
      ...(sessionWebhook && { sessionWebhook, until: String(sessionWebhookExpiredTime ?? 0) }),
    },
  }
  const at = createAt ? new Date(createAt) : now
  return contents.map((content, index) => ({
    id: index === 0 ? message.msgId : `${message.msgId}/${index}`,
    ...{ address, at, content },
    ...(inGroup && { inGroup }),
  }))
}

/** Null where a message is not what its type says. */
function contentsOf(type: string, body: unknown, robotCode: string): Content[] | null {
  const picture = (downloadCode: string): Content => ({
    kind: 'fileReference',
    name: 'picture.jpg',
    reference: { downloadCode, robotCode },
  })
  switch (type) {
    case 'text':
      return one(Text, body, ({ text }) => said(text.content))
    case 'picture':
      return one(Picture, body, ({ content }) => picture(content.downloadCode))
    case 'file':
      return one(File, body, ({ content: { downloadCode, fileName } }) => ({
        kind: 'fileReference',
        name:
          fileName
            .toWellFormed()
            .replace(/[\p{Cc}/\\]/gu, '')
            .slice(-100) || 'file',
        reference: { downloadCode, robotCode },
      }))
    case 'audio':
      return one(Audio, body, ({ content: { recognition } }) =>
        recognition?.trim() ? said(recognition) : { kind: 'unsupported', what: 'audio' },
      )
    case 'richText': {
      const read = v.safeParse(Rich, body)
      if (!read.success) return null
      const { richText } = read.output.content
      const text = said(richText.map((piece) => piece.text ?? '').join(''))
      const pictures = richText.flatMap(({ downloadCode }) =>
        downloadCode ? [picture(downloadCode)] : [],
      )
      return text.text !== '' || pictures.length === 0 ? [text, ...pictures] : pictures
    }
    default:
      return [{ kind: 'unsupported', what: known.has(type) ? type : 'unknown' }]
  }
}

const known = new Set(['video', 'location', 'interactiveCard', 'chatRecord', 'unknownMsgType'])

/** In a group a blank stands between the mention and the words. */
const said = (text: string) => ({ kind: 'text' as const, text: text.trim() })

function one<Schema extends v.GenericSchema>(
  schema: Schema,
  body: unknown,
  content: (read: v.InferOutput<Schema>) => Content,
): Content[] | null {
  const read = v.safeParse(schema, body)
  return read.success ? [content(read.output)] : null
}
