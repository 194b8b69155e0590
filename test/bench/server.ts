import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

/** A server in a process and a folder of its own. */
export type Server = {
  folder: string
  /** The most memory that it has held so far, MiB. */
  peakMemory(): number
  /** The memory that it holds now, MiB. */
  memory(): number
  /** The processor time that it has used so far, milliseconds. */
  processorTime(): number
  stop(): Promise<void>
}

/** The path of a script in this folder. */
export const script = (name: string) => fileURLToPath(new URL(name, import.meta.url))

/** The real server, as `npm start` starts it. */
export const realServer = script('../../src/node.ts')

/** A key for databases that more than one server is started on. */
export const dataKey = btoa('0123456789abcdef0123456789abcdef')

/** Starts a script as a server and waits until its `/healthz` answers. */
export async function startServer(
  path: string,
  port: number,
  environment: Record<string, string> = {},
): Promise<Server> {
  const folder = mkdtempSync(join(tmpdir(), 'jiexu-bench-'))
  const child = spawn(process.execPath, [path], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      ...process.env,
      PORT: String(port),
      RATE_LIMIT: 'off',
      LOG_LEVEL: 'error',
      ...environment,
    },
  })
  const kill = () => child.kill()
  process.once('exit', kill)
  for (;;) {
    const up = await fetch(`http://127.0.0.1:${port}/healthz`).catch(() => null)
    if (up?.ok) break
    if (child.exitCode !== null) throw new Error(`${path} stopped with ${child.exitCode}`)
    await sleep(10)
  }
  return {
    folder,
    peakMemory: () => memoryOf(child, 'VmHWM'),
    memory: () => memoryOf(child, 'VmRSS'),
    processorTime: () => processorTimeOf(child),
    async stop() {
      const ended = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGTERM')
      await ended
      process.off('exit', kill)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** A process's memory, MiB, as Linux keeps it; 0 elsewhere. */
function memoryOf({ pid }: ChildProcess, name: 'VmHWM' | 'VmRSS'): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8')
    return Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(status)?.[1] ?? 0) / 1024
  } catch {
    return 0
  }
}

/** User and system time of a process in ticks of 10 ms, as Linux keeps it; 0 elsewhere. */
function processorTimeOf({ pid }: ChildProcess): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ')
    return (Number(fields[11]) + Number(fields[12])) * 10
  } catch {
    return 0
  }
}
