import type { Context } from 'hono'

/** Tells where a request comes from: the name under which its rate is limited. */
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
    return networkOf(forwarded || socket || context.req.header('cf-connecting-ip') || 'unknown')
  }

/**
 * Whom an address stands for: IPv4 as it is, without a port; of IPv6 the network of 64 bits, since who
 * has one has all of its addresses. Anything else stays as it is.
 */
export function networkOf(address: string): string {
  const [, v4] = /^\[?(?:::ffff:)?(\d+\.\d+\.\d+\.\d+)\]?(?::\d+)?$/i.exec(address) ?? []
  if (v4) return v4
  const v6 = (/^\[(.+)\](?::\d+)?$/.exec(address)?.[1] ?? address).replace(/%.*$/, '')
  if (!v6.includes(':') || !URL.canParse(`http://[${v6}]`)) return address
  const [before, after] = new URL(`http://[${v6}]`).hostname.slice(1, -1).split('::')
  const [head, tail] = [groupsOf(before), groupsOf(after)]
  const zeros = Array(8 - head.length - tail.length).fill('0')
  return `${[...head, ...zeros, ...tail].slice(0, 4).join(':')}::/64`
}

const groupsOf = (part = ''): string[] => part.split(':').filter((group) => group !== '')
