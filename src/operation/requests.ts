import type { MiddlewareHandler } from 'hono'
import { requestId } from 'hono/request-id'
import { matchedRoutes } from 'hono/route'
import type { Logger } from 'pino'
import type { Meter } from './meter.ts'

/** Slower answers are worth a line, seconds. */
const slow = 5

/**
 * Gives every request an id, which its answer bears, measures it, and writes down what failed or
 * dragged: the pattern of its route, never its address, which may name a chat.
 */
export function watchRequests(meter: Meter, log: Pick<Logger, 'warn'>): MiddlewareHandler[] {
  return [
    // An id from outside could smuggle something into the log.
    requestId({ headerName: 'X-Request-Id', generator: () => crypto.randomUUID(), limitLength: 0 }),
    async (context, next) => {
      const began = performance.now()
      await next()
      const seconds = (performance.now() - began) / 1000
      const { method } = context.req
      const { status } = context.res
      // What matches every method is a guard on the way, not the route itself.
      const own = matchedRoutes(context).findLast((route) => route.method !== 'ALL')
      const route = own?.path ?? 'none'
      meter.request(method, route, status, seconds)
      if (status < 500 && seconds < slow) return
      const id = context.get('requestId')
      log.warn({ id, method, route, status, seconds }, 'a request failed or dragged')
    },
  ]
}
