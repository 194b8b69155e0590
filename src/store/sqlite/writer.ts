import { Worker } from 'node:worker_threads'
import type { Handle, openHandle } from './handle.ts'

type Methods = Handle & { open: typeof openHandle }

/** What the thread that writes is asked to do, at which of its handles. */
export type Asked = { call: number; handle: number } & {
  [Method in keyof Methods]: { method: Method; args: Parameters<Methods[Method]> }
}[keyof Methods]

/** What came of it. */
export type Told = { call: number; value?: unknown; error?: Error }

type Ask = <Method extends keyof Methods>(
  handle: number,
  method: Method,
  ...args: Parameters<Methods[Method]>
) => ReturnType<Methods[Method]>

/**
 * Starts the thread that writes, which keeps the process alive only while it has something to do.
 * Should it fail, so does the process: nothing is known then of what it was at.
 */
function startThread(): Ask {
  const worker = new Worker(new URL('./thread.ts', import.meta.url), { execArgv: [] })
  const waiting = new Map<number, PromiseWithResolvers<unknown>>()
  let calls = 0
  worker.unref()
  worker.on('message', ({ call, value, error }: Told) => {
    const { resolve, reject } = waiting.get(call)!
    waiting.delete(call)
    if (waiting.size === 0) worker.unref()
    if (error) reject(error)
    else resolve(value)
  })
  return ((handle, method, ...args) => {
    const answer = Promise.withResolvers<unknown>()
    if (waiting.size === 0) worker.ref()
    waiting.set(++calls, answer)
    worker.postMessage({ call: calls, handle, method, args })
    return answer.promise
  }) as Ask
}

let thread: Ask | null = null
let handles = 0

/**
 * Opens a database file for writing. One thread writes all files of a process: a list of statements
 * runs there from end to end, instead of coming back, between any two, to a thread that takes turns.
 */
export async function openWriter(file: string): Promise<Handle> {
  thread ??= startThread()
  const ask = thread
  const handle = ++handles
  await ask(handle, 'open', file)
  return {
    all: (...args) => ask(handle, 'all', ...args),
    run: (...args) => ask(handle, 'run', ...args),
    list: (...args) => ask(handle, 'list', ...args),
    exec: (...args) => ask(handle, 'exec', ...args),
    close: () => ask(handle, 'close'),
  }
}
