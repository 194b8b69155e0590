import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { serve } from '@hono/node-server'
import { pino } from 'pino'
import { createApp } from '../src/app.ts'
import { createCatalogue } from '../src/assets/catalogue.ts'
import * as built from '../src/assets/generated.js'
import { lookAtText } from '../src/certificate/look.ts'
import { rasterize } from '../src/certificate/rasterize.ts'
import { loadPacked } from '../src/certificate/reading/packedMaps.ts'
import { readConfig } from '../src/config.ts'
import { createPasswords } from '../src/desk/password.ts'
import { loadFont } from '../src/documents/nodeFont.ts'
import { nodeEngine } from '../src/store/nodeEngine.ts'
import { isPostgresUrl, openDatabase } from '../src/store/open.ts'
import { createPostgresLive } from '../src/store/postgres/live.ts'
import { createSeal } from '../src/store/seal.ts'

export const deskPassword = 'open sesame'

const catalogue = createCatalogue(built)

type Dependencies = Parameters<typeof createApp>[0]

const dataKey = btoa('0123456789abcdef0123456789abcdef')

/** Each picture is drawn once in a test file, however many applications it opens. */
const drawn = new Map<string, ReturnType<typeof rasterize>>()
const rasterizeOnce: typeof rasterize = (svg) => {
  const made = drawn.get(svg) ?? rasterize(svg)
  drawn.set(svg, made)
  return made
}

/**
 * The whole application as `npm start` wires it, on a database file of its own unless told another.
 * `folder` is that of another application, which goes on using it.
 */
export async function openApp(
  settings: Record<string, string> = {},
  { folder: shared, ...more }: Partial<Dependencies> & { folder?: string } = {},
) {
  const folder = shared ?? mkdtempSync(join(tmpdir(), 'jiexu-'))
  const read = readConfig({
    TODAY: '2026-11-23',
    RATE_LIMIT: 'off',
    DATA_KEY: dataKey,
    ...settings,
  })
  if (read.kind === 'bad') throw new Error(read.message)
  const url = settings.DATABASE_URL ?? `sqlite:${join(folder, 'jiexu.db')}`
  const db = await openDatabase(url)
  const live = isPostgresUrl(url) ? createPostgresLive(url) : null
  const seal = await createSeal([dataKey], nodeEngine)
  const working = new Set<Promise<unknown>>()
  const app = createApp({
    ...(live && { live }),
    ...{ db, seal, config: read.config, clock: () => new Date(), font: loadFont },
    rasterize: rasterizeOnce,
    lookAt: lookAtText(loadPacked(built.maps)),
    background: (work) => void working.add(work),
    catalogue: () => catalogue,
    widget: () => built.widget,
    // As cheap as can be: it is not the hashing that is tested here.
    passwords: createPasswords(undefined, { logN: 4, r: 1, p: 1 }),
    log: pino({ level: 'silent' }),
    ...more,
  })
  await app.desk.firstSignIn(deskPassword)
  return {
    ...app,
    ...{ db, seal, folder },
    async close() {
      app.follower.stop()
      await Promise.allSettled(working)
      await live?.close()
      await db.destroy()
      if (!shared) rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** The same behind a port, for a browser. */
export async function serveApp(
  settings: Record<string, string> = {},
  more: Partial<Dependencies> = {},
) {
  const app = await openApp(settings, more)
  const { server, origin } = await new Promise<{
    server: ReturnType<typeof serve>
    origin: string
  }>((resolve) => {
    const started = serve({ fetch: app.app.fetch, hostname: '127.0.0.1', port: 0 }, ({ port }) =>
      resolve({ server: started, origin: `http://127.0.0.1:${port}` }),
    )
  })
  return {
    ...{ ...app, origin },
    async close() {
      if ('closeAllConnections' in server) server.closeAllConnections()
      server.close()
      await app.close()
    },
  }
}
