import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { measureBurst } from './burst.ts'
import { measureCertificates, tableOf } from './certificates.ts'
import { measureChats } from './chats.ts'
import { measureGrowth } from './growth.ts'
import { keep } from './keep.ts'
import { measurePostgres } from './postgres.ts'
import { scale } from './scale.ts'
import { script } from './server.ts'
import { measureStart } from './start.ts'
import { measureStreams } from './streams.ts'
import { measureTurns } from './turns.ts'
import { measureUnderstanding } from './understanding.ts'

/** What can be measured, by the names that `npm run bench -- <name> …` takes; all of it without one. */
const parts: Readonly<Record<string, () => unknown>> = {
  turns: measureTurns,
  postgres: measurePostgres,
  growth: measureGrowth,
  start: measureStart,
  chats: measureChats,
  streams: measureStreams,
  burst: measureBurst,
  understanding: () => measureUnderstanding(scale.noise),
  async certificates() {
    const certificates = await measureCertificates(scale.photos)
    console.log('\nwhat is read of certificates, by cells\n')
    console.table(tableOf(certificates))
    return certificates
  },
  /** In a process of its own, which keeps what it measured itself. */
  async worker() {
    const child = spawn(process.execPath, [script('worker.ts')], { stdio: 'inherit' })
    const [code] = await once(child, 'exit')
    if (code !== 0) throw new Error(`worker.ts ended with ${code}`)
  },
}

const chosen = process.argv.slice(2)
const unknown = chosen.filter((name) => !(name in parts))
if (unknown.length > 0) {
  console.error(`There is no ${unknown.join(', ')}; there are ${Object.keys(parts).join(', ')}`)
  process.exit(1)
}
for (const [name, measure] of Object.entries(parts)) {
  if (chosen.length > 0 && !chosen.includes(name)) continue
  const measured = await measure()
  if (measured !== undefined) await keep(name, measured)
}
