import type { Context } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import * as v from 'valibot'
import { readForm } from '../../readForm.ts'
import { readJson } from '../../readJson.ts'
import { RequestError } from '../../requestError.ts'

const Id = v.pipe(
  v.string('要给消息一个 id'),
  v.minLength(1, '消息的 id 不能空着'),
  v.maxLength(100, '消息的 id 最多 100 个字符'),
  v.check(isStorable, '消息的 id 里有不能保存的字符'),
)

/** Whether a database gives a text back as it was: half characters and NUL it does not. */
export function isStorable(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0')
}

export const longestText = 4000
/** Larger uploads are refused unread; words are far shorter. */
const mostUploadBytes = 10 * 1024 * 1024 + 64 * 1024
const mostWordBytes = 64 * 1024

const code = 'locale 要写语言代码，如 zh-CN'

/** What starts a chat. */
export const Opening = v.object(
  { locale: v.optional(v.pipe(v.string(code), v.maxLength(35, code))) },
  '请求体要写成一个对象',
)

/** What a person sends: words, or a choice. */
export const Sent = v.union(
  [
    v.object({
      id: Id,
      text: v.pipe(v.string(), v.maxLength(longestText, `一次最多 ${longestText} 个字`)),
    }),
    v.object({
      id: Id,
      choice: v.pipe(v.string(), v.maxLength(200)),
      /** The message whose button it is: a question that has changed since is not answered by it. */
      seq: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0))),
    }),
  ],
  '消息要写成 { id, text } 或 { id, choice }',
)

/** Refuses a body that is longer; where its length is not told, it is read up to there and no further. */
async function demandSize(context: Context, most: number): Promise<void> {
  const length = context.req.header('Content-Length')
  if (Number(length) > most) refuseSize()
  if (length === undefined)
    await bodyLimit({ maxSize: most, onError: refuseSize })(context, async () => {})
}

const refuseSize = (): never => {
  throw new RequestError(413, 'tooLarge', '请求太大了，文件最多 10 MB')
}

/** Reads what is said, or refuses it. */
export async function readWords<Schema extends v.GenericSchema>(
  context: Context,
  schema: Schema,
): Promise<v.InferOutput<Schema>> {
  await demandSize(context, mostWordBytes)
  return readJson(context, schema)
}

export type SentFile = { id: string; name: string; bytes: Uint8Array<ArrayBuffer> }

/** Reads an uploaded file and the id of its message. */
export async function readUpload(context: Context): Promise<SentFile> {
  await demandSize(context, mostUploadBytes)
  const form = await readForm(context)
  const id = v.safeParse(Id, form.get('id'))
  const file = form.get('file')
  if (!id.success) throw new RequestError(400, 'invalid', id.issues[0].message, 'id')
  if (!(file instanceof File)) throw new RequestError(400, 'invalid', '缺少文件', 'file')
  const name = file.name.replace(/[\p{Cc}/\\]/gu, '').slice(-100) || 'file'
  return { id: id.output, name, bytes: new Uint8Array(await file.arrayBuffer()) }
}
