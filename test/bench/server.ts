import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/** A server in a process and a folder of its own. */
export type Server = {
  folder: string
  /** The most memory that it has held so far, MiB. */
  peakMemory(): number
  /** The processor time that it has used so far, milliseconds. */
  processorTime(): number
  stop(): Promise<void>
}

/** Starts a script as a server and waits until its `/healthz` answers. */
export async function startServer(
  script: string,
  port: number,
  environment: Record<string, string> = {},
): Promise<Server> {
  const folder = mkdtempSync(join(tmpdir(), 'jiexu-bench-'))
  const child = spawn(process.execPath, [script], {
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
  process.once('exit', () => child.kill())
  for (;;) {
    const up = await fetch(`http://127.0.0.1:${port}/healthz`).catch(() => null)
    if (up?.ok) break
    if (child.exitCode !== null) throw new Error(`${script} stopped with ${child.exitCode}`)
    await sleep(50)
  }
  return {
    folder,
    peakMemory: () => peakMemoryOf(child),
    processorTime: () => processorTimeOf(child),
    async stop() {
      const ended = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGTERM')
      await ended
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** `VmHWM` of a process, as Linux keeps it; 0 elsewhere. */
function peakMemoryOf({ pid }: ChildProcess): number {
  try {
    const line = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))
    return Math.round(Number(line?.[1] ?? 0) / 1024)
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
