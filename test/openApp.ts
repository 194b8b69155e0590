import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { serve } from '@hono/node-server'
import { pino } from 'pino'
import { createApp } from '../src/app.ts'
import { createCatalogue, type Generated } from '../src/assets/catalogue.ts'
import * as generated from '../src/assets/generated.ts'
import { type LookAt, lookAtText } from '../src/certificate/look.ts'
import { loadPacked } from '../src/certificate/reading/packedMaps.ts'
import { readConfig } from '../src/config.ts'
import { nodeEngine } from '../src/store/nodeEngine.ts'
import { openDatabase } from '../src/store/open.ts'
import { createSeal } from '../src/store/seal.ts'
import type { WidgetFile } from '../src/widget/build.ts'

export const deskPassword = 'open sesame'

const built = generated as unknown as Generated & {
  widget: Record<string, WidgetFile>
  maps: Record<string, string>
}
const catalogue = createCatalogue(built)

/** The whole application on a database file of its own, as `npm start` wires it. */
export async function openApp(
  settings: Record<string, string> = {},
  lookAt: LookAt = lookAtText(loadPacked(built.maps)),
) {
  const folder = mkdtempSync(join(tmpdir(), 'jiexu-'))
  const read = readConfig({ TODAY: '2026-11-23', RATE_LIMIT: 'off', ...settings })
  if (read.kind === 'bad') throw new Error(read.message)
  const db = await openDatabase(`sqlite:${join(folder, 'jiexu.db')}`)
  const seal = await createSeal([btoa('0123456789abcdef0123456789abcdef')], nodeEngine)
  const app = createApp({
    ...{ db, seal, config: read.config, clock: () => new Date() },
    lookAt,
    catalogue: () => catalogue,
    widget: () => built.widget,
    log: pino({ level: 'silent' }),
  })
  await app.desk.firstSignIn(deskPassword)
  return {
    ...app,
    ...{ db, seal, folder },
    async close() {
      app.follower.stop()
      await db.destroy()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** The same behind a port, for a browser. */
export async function serveApp(settings: Record<string, string> = {}, lookAt?: LookAt) {
  const app = await openApp(settings, lookAt)
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
