import type { Context } from 'hono'

/** Where a request comes from: on Node the socket's address; on Workers what Cloudflare says, which nobody can forge there. */
export function addressOf(context: Context): string {
  const socket: string | undefined = context.env?.incoming?.socket?.remoteAddress
  return socket ?? context.req.header('cf-connecting-ip') ?? 'unknown'
}
