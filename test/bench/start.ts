import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../postgres/server.ts'
import { createClient } from './client.ts'
import { bytesEach, fillDatabase } from './fill.ts'
import { open } from './person.ts'
import { print } from './print.ts'
import { scale } from './scale.ts'
import { dataKey, realServer, startServer } from './server.ts'

/** Seconds from the start of the process until it answered, and until it had taken its first turn. */
type Row = { name: string; MB: number; answers: number; firstTurn: number }

const { starts, startBytes } = scale

/** The middle one of some starts; the first is another, since it may still make or change the schema. */
async function measureStarts(name: string, MB: number, file: string): Promise<Row> {
  const rows: Row[] = []
  for (let count = 0; count <= starts; count++) {
    const port = await freePort()
    const began = performance.now()
    const since = () => (performance.now() - began) / 1000
    const environment = { DATABASE_URL: `sqlite:${file}`, DATA_KEY: dataKey }
    const server = await startServer(realServer, port, environment)
    const answers = since()
    const client = createClient(port, 1)
    await open(client, () => {})
    if (count > 0) rows.push({ name, MB, answers, firstTurn: since() })
    client.close()
    await server.stop()
  }
  return rows.sort((a, b) => a.firstTurn - b.firstTurn)[starts >> 1]!
}

/** How long a start takes on a large database, beside a start on an empty one. */
export async function measureStart() {
  const folder = mkdtempSync(join(tmpdir(), 'jiexu-start-'))
  try {
    const empty = await measureStarts('an empty database', 0, join(folder, 'empty.db'))
    const file = join(folder, 'large.db')
    const { MB } = await fillDatabase(file, Math.round(startBytes / bytesEach))
    const large = await measureStarts('a large database', MB, file)
    const rows = [empty, large]
    print('from the start of the process, its files in the cache of the system; seconds', rows)
    return rows
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
