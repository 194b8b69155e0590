import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { watch } from 'node:fs'
import { join } from 'node:path'
import { isMade, root } from './assets/made.ts'

/** Runs the server and builds and starts it anew whenever code, a flow or a template has changed. */
let server: ChildProcess | null = null
let waiting: NodeJS.Timeout | undefined

const run = (script: string) =>
  spawn(process.execPath, [join(root, script)], { stdio: 'inherit', env: process.env })

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

let restarted = Promise.resolve()
for (const folder of ['src', 'flows', 'templates']) {
  watch(join(root, folder), { recursive: true }, (_, file) => {
    // What the build itself writes would have it build for ever.
    if (file && isMade(join(root, folder, file))) return
    clearTimeout(waiting)
    waiting = setTimeout(() => {
      restarted = restarted.then(restart)
    }, 200)
  })
}
restarted = restart()

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    server?.kill(signal)
    process.exit()
  })
}
