import { randomBytes } from 'node:crypto'
import type { Server, ServerResponse } from 'node:http'
import { type HttpBindings, serve } from '@hono/node-server'
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import { Hono } from 'hono'
import { openInterfaces } from './interfaces.ts'
import { openLines } from './lines.ts'

export const clientId = 'dingtestapp'
export const clientSecret = 'a secret of the test'

/** What the platform does wrong when it is asked to: waits for ever, talks nonsense, or refuses. */
export type Fault = 'hang' | 'nonsense' | 'breakOff' | Wrong
type Wrong = { status: number; body: unknown; headers?: Record<string, string> }

/** One thing that a person got from the robot, whichever way it came. */
export type Got = {
  to: string
  by: 'session' | 'robot'
  kind: 'text' | 'picture' | 'file'
  title: string
  text: string
  /** What stands on a button, and what a press of it says. */
  buttons: readonly { label: string; says: string }[]
  bytes?: Uint8Array
}

export type PlatformOptions = {
  /** Milliseconds in one of its seconds. */
  second: number
  /** How long a token is good, real seconds. */
  tokenSeconds: number
  /** How many it lets through in a conversation in a minute. */
  perMinute: number
}

export type Platform = Awaited<ReturnType<typeof openPlatform>>

/**
 * DingTalk as a robot sees it, on a port of its own: the gateway with its connections, and the
 * interfaces that a robot calls. It keeps to the platform's limits and refuses what that refuses.
 */
export async function openPlatform(options: Partial<PlatformOptions> = {}) {
  const settings = { second: 20, tokenSeconds: 7200, perMinute: 20, ...options }
  const faults = new Map<string, { fault: Fault; times: number }>()
  const calls: { path: string; body: unknown }[] = []
  let base = ''

  const app = new Hono<{ Bindings: HttpBindings }>()
  app.use(async (context, next) => {
    const { path } = context.req
    const isJson = context.req.header('content-type')?.includes('json')
    calls.push({ path, body: isJson ? await context.req.json().catch(() => null) : null })
    const found = faults.get(path)
    if (!found || found.times-- <= 0) return next()
    if (found.fault === 'hang') await new Promise(() => {})
    if (found.fault === 'nonsense') return context.body('<html>張三 440106199001011234</html>')
    if (found.fault === 'breakOff') return breakOff(context.env.outgoing)
    const { body, ...init } = found.fault as Wrong
    return Response.json(body, init)
  })
  const interfaces = openInterfaces(app, settings, () => base)
  const lines = openLines(app, settings, () => base)

  let server = await listen(app, 0)
  lines.attach(server)
  const { port } = server.address() as { port: number }
  base = `http://127.0.0.1:${port}`

  const die = async () => {
    lines.drop()
    if (!server.listening) return
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }

  return {
    base,
    ...interfaces,
    ...lines,
    /** How often a path was called. */
    called: (path: string) => calls.filter((call) => call.path === path).length,
    /** The bodies that were posted to a path. */
    posted: (path: string) => calls.filter((call) => call.path === path).map(({ body }) => body),
    /** Does a path wrong, so many times. */
    fail(path: string, fault: Fault, times = Number.POSITIVE_INFINITY) {
      faults.set(path, { fault, times })
    },
    mend: () => faults.clear(),
    /** Is gone altogether: every connection breaks, and nobody listens. */
    die,
    async revive() {
      server = await listen(app, port)
      lines.attach(server)
    },
    async close() {
      lines.stop()
      await die()
    },
  }
}

function listen(app: Hono<{ Bindings: HttpBindings }>, port: number): Promise<Server> {
  return new Promise((resolve) => {
    const server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port }, () =>
      resolve(server as Server),
    )
  })
}

/** Half an answer, and then the connection is gone. */
function breakOff(outgoing: ServerResponse): Response {
  outgoing.writeHead(200, { 'content-length': '1000' })
  outgoing.write('{"errcode":', () => outgoing.destroy())
  return RESPONSE_ALREADY_SENT
}

export const random = (): string => randomBytes(9).toString('hex')
