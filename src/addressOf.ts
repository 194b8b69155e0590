import type { Context } from 'hono'

/** Tells where a request comes from. */
export type AddressOf = (context: Context) => string

/**
 * Where requests come from: on Workers what Cloudflare says, which nobody can forge there; on Node the
 * socket's address, or behind `proxies` proxies of one's own what the outermost of them saw. What a
 * client writes into the header itself stands further left, and is not believed.
 */
export const addressBehind =
  (proxies: number): AddressOf =>
  (context) => {
    const socket: string | undefined = context.env?.incoming?.socket?.remoteAddress
    const seen = context.req.header('x-forwarded-for')?.split(',') ?? []
    const forwarded = proxies > 0 ? seen.at(-proxies)?.trim() : undefined
    return forwarded || socket || context.req.header('cf-connecting-ip') || 'unknown'
  }
