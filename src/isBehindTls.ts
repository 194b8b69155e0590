import type { Context, MiddlewareHandler } from 'hono'

/** Whether the person came by TLS: to this server, or to the proxy before it. */
export function isBehindTls(context: Context): boolean {
  const forwarded = context.req.header('x-forwarded-proto')?.split(',')[0]?.trim()
  return forwarded === 'https' || new URL(context.req.url).protocol === 'https:'
}

/** Tells browsers that came by TLS to come by nothing else from now on (HSTS, half a year). */
export const onlyByTls: MiddlewareHandler = async (context, next) => {
  await next()
  if (isBehindTls(context)) context.header('Strict-Transport-Security', 'max-age=15552000')
}
