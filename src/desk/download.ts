import type { Context } from 'hono'
import type { FileContent } from '../store/files.ts'

const harmless = ['application/pdf', 'image/jpeg', 'image/png', 'text/plain; charset=utf-8']

/** Serves a file to be saved, never to be shown or run in our origin. */
export function download(c: Context, { name, type, content }: FileContent): Response {
  return c.body(content, 200, {
    'content-type': harmless.includes(type) ? type : 'application/octet-stream',
    'content-disposition': disposition(name),
    'content-security-policy': "default-src 'none'; sandbox",
    'content-length': String(content.length),
  })
}

/** `attachment` with the name, as RFC 6266 writes names that are not ASCII. */
export function disposition(name: string): string {
  const ascii = name.replace(/[^\w.-]/g, '_')
  const encoded = encodeURIComponent(name.toWellFormed()).replace(/['()*]/g, escapeByte)
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`
}

const escapeByte = (char: string) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`
