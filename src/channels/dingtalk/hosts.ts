/** Where DingTalk is called: two hosts of its own, or one base address for both. */
export type Hosts = {
  /** The newer interfaces: tokens, robots, files. */
  api: string
  /** The older ones: session webhooks and uploads. */
  oapi: string
  /** Whether an address that somebody handed us is one of the platform's, and may be called. */
  isOwn(address: string): boolean
}

const publicApi = 'https://api.dingtalk.com'
const publicOapi = 'https://oapi.dingtalk.com'

/** The platform's hosts; `base` stands for both where it is set. */
export function createHosts(base?: string): Hosts {
  const own = new Set([publicApi, publicOapi, ...(base ? [new URL(base).origin] : [])])
  const trimmed = base?.replace(/\/+$/, '')
  return {
    api: trimmed ?? publicApi,
    oapi: trimmed ?? publicOapi,
    isOwn(address) {
      const url = URL.parse(address)
      return url !== null && own.has(url.origin) && url.username === '' && url.password === ''
    },
  }
}
