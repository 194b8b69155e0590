import { Worker } from 'node:worker_threads'

type Limits = {
  /** Milliseconds for one job; then the thread is ended, whatever it does. */
  time: number
  /** So many jobs wait; more are turned away. */
  waiting: number
  /** Megabytes for the thread's own objects. */
  memory: number
}

/** Milliseconds without work after which the thread is ended and its memory given back. */
const idle = 120_000

/** A thread of its own for work that may take long, or be made to: one job at a time. */
export type Thread<Job, Result> = {
  run(job: Job): Promise<Result | 'busy' | 'failed'>
  close(): void
}

/** Starts the thread with the first job. Jobs and results are copied between the threads. */
export function createThread<Job, Result>(script: URL, limits: Limits): Thread<Job, Result> {
  type Waiting = { job: Job; done: (result: Result | 'failed') => void }
  const queue: Waiting[] = []
  let worker: Worker | null = null
  let current: Waiting | null = null
  let timer: ReturnType<typeof setTimeout> | undefined

  function end(result: Result | 'failed'): void {
    clearTimeout(timer)
    current?.done(result)
    current = null
    if (queue.length > 0) return next()
    timer = setTimeout(stop, idle)
    timer.unref()
  }

  function stop(): void {
    clearTimeout(timer)
    const ended = worker
    worker = null
    void ended?.terminate()
  }

  function start(): Worker {
    const started = new Worker(script, {
      resourceLimits: { maxOldGenerationSizeMb: limits.memory },
      // Libraries remark on what they read; that is nobody's business.
      stdout: true,
      stderr: true,
    })
    started.unref()
    started.stdout.resume()
    started.stderr.resume()
    started.on('message', (result: Result | 'failed') => worker === started && end(result))
    const broken = () => {
      if (worker !== started) return
      worker = null
      if (current) end('failed')
    }
    started.on('error', broken)
    started.on('exit', broken)
    return started
  }

  function next(): void {
    clearTimeout(timer)
    current = queue.shift()!
    worker ??= start()
    worker.postMessage(current.job)
    timer = setTimeout(() => {
      stop()
      end('failed')
    }, limits.time)
  }

  return {
    run: (job) =>
      new Promise((done) => {
        if (queue.length >= limits.waiting) return done('busy')
        queue.push({ job, done })
        if (!current) next()
      }),
    close() {
      stop()
      for (const waiting of queue.splice(0)) waiting.done('failed')
      current?.done('failed')
      current = null
    },
  }
}
