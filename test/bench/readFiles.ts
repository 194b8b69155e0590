/** Reads every file of a folder, a line of JSON each: what was made of it, how long that took, memory so far. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createLookAt } from '../../src/certificate/lookOnNode.ts'

const folder = process.argv[2]!
const patience = 600_000
const { lookAt, close } = createLookAt({ picture: patience, pdf: patience })

for (const name of readdirSync(folder).sort()) {
  const bytes = new Uint8Array(readFileSync(join(folder, name)))
  const start = performance.now()
  const looked = await lookAt(bytes, true)
  const milliseconds = performance.now() - start
  const { content: _, ...found } = 'problem' in looked ? { ...looked, content: null } : looked
  const peak = /VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]
  console.log(JSON.stringify({ name, milliseconds, peak: Number(peak ?? 0) / 1024, found }))
}
close()
