import type { Context } from 'hono'
import * as v from 'valibot'
import { RequestError } from './requestError.ts'

/** Reads a JSON body against a schema, or refuses with the first thing that is wrong with it. */
export async function readJson<Schema extends v.GenericSchema>(
  context: Context,
  schema: Schema,
): Promise<v.InferOutput<Schema>> {
  const text = await context.req.text()
  let body: unknown
  try {
    body = text.trim() === '' ? {} : JSON.parse(text)
  } catch {
    throw new RequestError(400, 'malformed', '请求体不是正确的 JSON')
  }
  const parsed = v.safeParse(schema, body)
  if (parsed.success) return parsed.output
  const [issue] = parsed.issues
  const field = issue.path?.map(({ key }) => String(key)).join('.')
  const isMissing = issue.kind === 'schema' && issue.type === 'object' && issue.path
  throw new RequestError(400, 'invalid', isMissing ? `缺少 ${field}` : issue.message, field)
}
