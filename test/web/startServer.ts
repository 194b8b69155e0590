import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const main = join(import.meta.dirname, '../../src/node.ts')

export const newFolder = () => mkdtempSync(join(tmpdir(), 'jiexu-server-'))

/** Starts the real server in a folder; `port` 0 takes a free one. */
export function startServer(folder: string, settings: Record<string, string> = {}) {
  const child = spawn(process.execPath, [main], {
    cwd: folder,
    env: {
      ...{ PATH: process.env.PATH, NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE },
      ...{ PORT: '0', LOG_LEVEL: 'error', RATE_LIMIT: 'off', ...settings },
    },
  })
  let out = ''
  let errors = ''
  const ended = once(child, 'close').then(([code, signal]) => ({ code, signal, out, errors }))
  const listening = new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (chunk) => {
      out += chunk
      const found = /Chat {2}(https?:\S+)\/\n[\s\S]*Desk .*\n/.exec(out)
      if (found) resolve(found[1]!)
    })
    void ended.then(() => reject(new Error(`the server has stopped: ${errors}`)))
  })
  listening.catch(() => {})
  child.stderr.on('data', (chunk) => {
    errors += chunk
  })
  return {
    /** Its address, once it listens. */
    listening,
    /** How it ended, and what it wrote. */
    ended,
    printed: () => out,
    kill: (signal: NodeJS.Signals) => child.kill(signal),
  }
}
