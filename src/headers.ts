import type { MiddlewareHandler } from 'hono'
import { secureHeaders } from 'hono/secure-headers'

const self = "'self'"

/** The security headers of everything but the desk, which sets its own, stricter ones. `embedders` may frame the page. */
export function headersFor(embedders: readonly string[] = []): MiddlewareHandler {
  const secured = secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'none'"],
      scriptSrc: [self],
      styleSrc: [self],
      connectSrc: [self],
      imgSrc: [self, 'blob:', 'data:'],
      manifestSrc: [self],
      formAction: [self],
      baseUri: ["'none'"],
      frameAncestors: [self, ...embedders],
    },
    referrerPolicy: 'no-referrer',
    // Other sites may embed the widget's files, and those that are named may frame the page.
    crossOriginResourcePolicy: false,
    strictTransportSecurity: false,
    xFrameOptions: embedders.length > 0 ? false : 'SAMEORIGIN',
  })
  return (context, next) => (isDesk(context.req.path) ? next() : secured(context, next))
}

const isDesk = (path: string): boolean => path === '/desk' || path.startsWith('/desk/')
