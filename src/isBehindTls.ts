import type { Context, MiddlewareHandler } from 'hono'

/** Whether the person came by TLS: to this server, or to a proxy before it, which may not say so. */
export function isBehindTls(context: Context): boolean {
  if (context.get(publiclyByTls)) return true
  const forwarded = context.req.header('x-forwarded-proto')?.split(',')[0]?.trim()
  return forwarded === 'https' || new URL(context.req.url).protocol === 'https:'
}

const publiclyByTls = 'publiclyByTls'

/**
 * Tells browsers that came by TLS to come by nothing else from now on (HSTS, half a year). Where people
 * are told an address with https, all of them come by TLS, whatever headers a proxy sends.
 */
export function onlyByTls(publicUrl = ''): MiddlewareHandler {
  const isPublic = publicUrl.startsWith('https://')
  return async (context, next) => {
    if (isPublic) context.set(publiclyByTls, true)
    await next()
    if (isBehindTls(context)) context.header('Strict-Transport-Security', 'max-age=15552000')
  }
}
