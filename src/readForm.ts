import type { Context } from 'hono'
import { find } from './certificate/latin.ts'
import { RequestError } from './requestError.ts'

/** Ours have two. Parsers take seconds for a form of a hundred thousand, so they are counted beforehand. */
const mostParts = 10

/** Reads a form with a file, or refuses. */
export async function readForm(context: Context): Promise<FormData> {
  const type = context.req.header('Content-Type') ?? ''
  const boundary = /;\s*boundary="?([^\s";,]+)/i.exec(type)?.[1]
  const body = new Uint8Array(await context.req.arrayBuffer())
  if (!boundary || countOf(`--${boundary}`, body) > mostParts + 1) throw malformed()
  // With the very boundary that was counted, whatever else the header says.
  const headers = { 'Content-Type': `multipart/form-data; boundary="${boundary}"` }
  return new Response(body, { headers }).formData().catch(() => {
    throw malformed()
  })
}

function countOf(text: string, bytes: Uint8Array): number {
  let count = 0
  for (let at = find(bytes, text); at >= 0; at = find(bytes, text, at + text.length)) count++
  return count
}

const malformed = () => new RequestError(400, 'malformed', '请求体不是正确的表单')
