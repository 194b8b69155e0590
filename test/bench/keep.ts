import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'

const file = 'data/bench.json'

/** Keeps what a part measured; what was measured before and is not measured now stays. */
export async function keep(part: string, measured: unknown): Promise<void> {
  const known = existsSync(file) ? JSON.parse(await readFile(file, 'utf8')) : {}
  await mkdir('data', { recursive: true })
  await writeFile(file, `${JSON.stringify({ ...known, [part]: measured }, null, 2)}\n`)
}
