import type { Client } from './client.ts'

/** What one person says to fill in a pension transfer, up to the attachment. */
export const words = [
  '我要把外省的养老保险转进来',
  '同意',
  '外省企业保险',
  '我叫张三',
  '11010519491231002X',
  '1101234567',
  '河南省郑州市金水区文化路1号',
  '2015年3月至2019年8月',
  '54个月',
  '三万二千五百六十块四',
  '138 0013 8000',
  '410105',
  '郑州市社会保险中心',
  '0371-12345678',
  '郑州市金水区经三路1号',
] as const

const boundary = 'jiexu-bench'
const upload = (id: string) =>
  Buffer.from(
    [
      `--${boundary}\r\nContent-Disposition: form-data; name="id"\r\n\r\n${id}\r\n`,
      `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="certificate.pdf"\r\n`,
      `Content-Type: application/pdf\r\n\r\n%PDF-1.4\n${'x'.repeat(20_000)}\n%%EOF\r\n--${boundary}--\r\n`,
    ].join(''),
  )

type Took = (milliseconds: number) => void
type Answer = { messages: { seq: number }[]; state: { dossier: { serial: string } } }

/** Somebody's chat. `last`: the newest message that its page has. */
export type Chat = { chat: string; token: string; last: number }

async function timed(
  { post }: Client,
  took: Took,
  path: string,
  body: object | Buffer,
  headers: Record<string, string> = {},
): Promise<unknown> {
  const start = performance.now()
  const answer = await post(path, body, headers)
  took(performance.now() - start)
  if (answer.status >= 300) throw new Error(`${path} answered ${answer.status}`)
  return answer.body
}

const headersOf = ({ token }: Chat) => ({ Authorization: `Bearer ${token}` })
const pathOf = ({ chat }: Chat) => `/api/chats/${chat}/messages`

/** Opens a chat. */
export async function open(client: Client, took: Took): Promise<Chat> {
  const opened = await timed(client, took, '/api/chats', {})
  const { chat, token, messages } = opened as Answer & { chat: string; token: string }
  return { chat, token, last: messages.at(-1)?.seq ?? 0 }
}

/** Says something in a chat; `id` is the message's own. */
export const say = (client: Client, chat: Chat, id: string, text: string, took: Took) =>
  timed(client, took, pathOf(chat), { id, text }, headersOf(chat))

/** Goes on filling in, from one of the words to the end. Returns the serial number. */
export async function goOn(client: Client, chat: Chat, from: number, took: Took): Promise<string> {
  for (const [index, text] of words.entries()) {
    if (index >= from) await say(client, chat, `m${index}`, text, took)
  }
  const type = { 'Content-Type': `multipart/form-data; boundary=${boundary}` }
  await timed(client, took, pathOf(chat), upload('file'), { ...headersOf(chat), ...type })
  const confirm = { id: 'confirm', choice: 'confirm' }
  const answer = await timed(client, took, pathOf(chat), confirm, headersOf(chat))
  const { state } = answer as Answer
  if (!state.dossier)
    throw new Error(`the application has no serial number: ${JSON.stringify(state)}`)
  return state.dossier.serial
}

/** Fills in one whole application over HTTP; each turn's milliseconds go to `took`. Returns the serial number. */
export const fillIn = async (client: Client, took: Took): Promise<string> =>
  goOn(client, await open(client, took), 0, took)
