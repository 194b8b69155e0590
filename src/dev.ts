import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { watch } from 'node:fs'

/** Runs the server and builds and starts it anew whenever code, a flow or a template has changed. */
let server: ChildProcess | null = null
let waiting: NodeJS.Timeout | undefined

const run = (script: string) =>
  spawn(process.execPath, [script], { stdio: 'inherit', env: process.env })

async function restart(): Promise<void> {
  const [code] = await once(run('src/assets/build.ts'), 'exit')
  // What is wrong has been printed; the server of before goes on meanwhile.
  if (code !== 0) return
  if (server && server.exitCode === null) {
    server.kill('SIGTERM')
    await once(server, 'exit')
  }
  server = run('src/node.ts')
}

for (const folder of ['src', 'flows', 'templates']) {
  watch(folder, { recursive: true }, (_, file) => {
    if (file?.endsWith('generated.js')) return
    clearTimeout(waiting)
    waiting = setTimeout(() => void restart(), 200)
  })
}
await restart()
