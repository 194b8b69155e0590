import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { D1, D1Answer, D1Statement } from '../../src/store/d1/database.ts'
import { type Env, open } from '../../src/workerApp.ts'
import { fillIn, openChat } from '../web/client.ts'
import { key, startWorker, type Worker } from '../worker/startWorker.ts'
import { bundleWorker } from './bundleWorker.ts'
import { keep } from './keep.ts'
import { scale } from './scale.ts'
import { costsOf } from './workerCosts.ts'

/** What one application costs on Workers: the worker itself, its database, its Durable Objects. */
const people = scale.applications

/** Counts what is asked of a database. */
function counted(database: D1) {
  const counts = { calls: 0, statements: 0, read: 0, written: 0 }
  const note = (answers: readonly D1Answer[]) => {
    counts.calls++
    counts.statements += answers.length
    for (const { meta } of answers) {
      counts.read += meta.rows_read
      counts.written += meta.rows_written
    }
    return answers
  }
  const wrap = (inner: D1Statement): D1Statement => ({
    ...inner,
    bind: (...values) => wrap(inner.bind(...values)),
    all: async () => note([await inner.all()])[0]!,
  })
  const DB: D1 = {
    prepare: (sql) => wrap(database.prepare(sql)),
    batch: async (statements) => note(await database.batch(statements)),
  }
  return { DB, counts }
}

/** Processor milliseconds that V8 takes to load the worker: what a cold start begins with. */
function loadTime(text: string): number {
  const folder = mkdtempSync(join(tmpdir(), 'jiexu-worker-'))
  const file = join(folder, 'worker.mjs')
  writeFileSync(file, text)
  const script = `const before = process.cpuUsage(); await import('${file}')
    const { user, system } = process.cpuUsage(before); console.log((user + system) / 1000)`
  const run = () =>
    Number(
      execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' }),
    )
  const times = [run(), run(), run()]
  rmSync(folder, { recursive: true })
  return Math.min(...times)
}

/** Processor milliseconds of all workerd processes under this one. */
function workerdTime(): number {
  const processes = readdirSync('/proc').flatMap((pid) => {
    if (!/^\d+$/.test(pid)) return []
    try {
      const [name, rest] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')
      const fields = rest!.split(' ')
      const time = (Number(fields[11]) + Number(fields[12])) * 10
      return [{ pid, parent: fields[1]!, name: name!.split('(')[1]!, time }]
    } catch {
      return []
    }
  })
  const below = (pid: string): typeof processes =>
    processes
      .filter(({ parent }) => parent === pid)
      .flatMap((child) => [child, ...below(child.pid)])
  return below(String(process.pid))
    .filter(({ name }) => name === 'workerd')
    .reduce((sum, { time }) => sum + time, 0)
}

/** Processor milliseconds of this process for one piece of work, without its calls of the database. */
async function ownTime(
  database: D1,
  work: () => Promise<unknown>,
  counts: { calls: number },
): Promise<number> {
  const many = 40
  const timed = async (run: () => Promise<unknown>) => {
    for (let count = 0; count < many; count++) await run()
    const [before, calls] = [process.cpuUsage(), counts.calls]
    for (let count = 0; count < many; count++) await run()
    const { user, system } = process.cpuUsage(before)
    return { each: (user + system) / 1000 / many, calls: (counts.calls - calls) / many }
  }
  const call = await timed(() => database.prepare('select 1').all())
  const whole = await timed(work)
  return whole.each - whole.calls * call.each
}

const bytesOf = async ({ DB }: Worker) => {
  const { results } = await DB.prepare(
    `select (select coalesce(sum(length("state")), 0) from turn)
      + (select coalesce(sum(length("body")), 0) from inbox)
      + (select coalesce(sum(length("effect")), 0) from outbox) as record,
      (select coalesce(sum(length("content")), 0) from file) as files`,
  ).all()
  const { record, files } = results[0] as { record: number; files: number }
  const { meta } = (await DB.batch([DB.prepare('select 1')]))[0] as unknown as {
    meta: { size_after: number }
  }
  return { record, files, database: meta.size_after }
}

const { text } = await bundleWorker(join(import.meta.dirname, '../../src/worker.ts'))
const worker = await startWorker()
try {
  // In workerd, over HTTP: what it all takes of a processor, its own D1 and Durable Objects included.
  await fillIn(await openChat(worker))
  const before = { time: workerdTime(), bytes: await bytesOf(worker) }
  let turns = 0
  for (let count = 0; count < people; count++) {
    const person = await openChat(worker)
    await fillIn(person)
    await person.send({ choice: 'confirm' })
    turns += 18
  }
  const processor = (workerdTime() - before.time) / turns
  const after = await bytesOf(worker)
  const each = (name: keyof typeof after) => Math.round((after[name] - before.bytes[name]) / people)

  // The same application here, over the same database: what it asks of it.
  const { DB, counts } = counted(worker.DB)
  let told = 0
  const LIVE = {
    idFromName: (name: string) => name,
    get: () => ({
      async fetch() {
        told++
        return new Response()
      },
    }),
  }
  const settings = { DATA_KEY: key, RATE_LIMIT: 'off', TODAY: '2026-11-23' }
  const env = { ...settings, DB, LIVE } as unknown as Env
  await open(env, { waitUntil() {} })
  const asked = async (work: () => unknown) => {
    const start = { ...counts, told }
    await work()
    return {
      'D1 calls': counts.calls - start.calls,
      'D1 statements': counts.statements - start.statements,
      'rows read': counts.read - start.read,
      'rows written': counts.written - start.written,
      'pages told': told - start.told,
    }
  }
  const request = async (path: string, init?: RequestInit) => {
    const under: Promise<unknown>[] = []
    const app = await open(env, { waitUntil: (work) => void under.push(work) })
    const answer = await app.app.request(path, init)
    for (const work of under) await work
    return answer
  }
  const app = { request }
  let person = await openChat({ app })
  const begun = await asked(async () => {
    person = await openChat({ app })
  })
  const turn = await asked(() => person.send({ text: '要多久' }))
  const form = await asked(() => fillIn(person))
  let serial = ''
  const filed = await asked(async () => {
    const { state } = await person.send({ choice: 'confirm' })
    serial = state.dossier!.serial
  })
  const decided = await asked(async () => {
    const under: Promise<unknown>[] = []
    const { desk } = await open(env, { waitUntil: (work) => void under.push(work) })
    await desk.record.act(serial, 'accept', {}, '王芳')
    for (const work of under) await work
  })
  const opened = await asked(() => person.get())
  const idle = await asked(async () => {
    const { sweep } = await open(env, { waitUntil() {} })
    await sweep()
  })
  const table = { begun, turn, form, filed, decided, opened, 'a round': idle }
  const own = await ownTime(worker.DB, () => person.send({ text: '要多久' }), counts)
  const weight = {
    'bundle, kB': Math.round(text.length / 1000),
    'bundle gzipped, kB': Math.round(gzipSync(text, { level: 9 }).length / 1000),
    'loading it, processor ms': Math.round(loadTime(text)),
    'a turn, processor ms': Number(own.toFixed(1)),
    'the same with workerd and its D1': Number(processor.toFixed(1)),
    'record of an application, bytes': each('record'),
    'its files, bytes': each('files'),
    'database grows by, bytes': each('database'),
  }
  const measured = { table, processorMs: own, bytes: each('database') }
  const costs = Object.fromEntries(
    [10_000, 1_000_000, 100_000_000].map((people) => [people, costsOf(people, measured)]),
  )
  console.log('\non Workers\n')
  console.table(weight)
  console.table(table)
  console.log('\na month in which so many people file one application each, $\n')
  console.table(costs)
  await keep('worker', { weight, table, costs })
} finally {
  await worker.close()
}
