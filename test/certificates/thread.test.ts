import { writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createThread, type Thread } from '../../src/certificate/reading/thread.ts'

/** Does what it is told: answers, hangs, dies, or eats memory. */
const script = `
import { parentPort } from 'node:worker_threads'
let count = 0
parentPort.on('message', (job) => {
  if (job === 'hang') for (;;) {}
  if (job === 'die') process.exit(1)
  if (job === 'throw') throw new Error('broken')
  if (job === 'eat') { const eaten = []; for (;;) eaten.push(new Array(1e5).fill(job)) }
  parentPort.postMessage(job + ' ' + ++count)
})
`
let folder: string
let thread: Thread<string, string>

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'jiexu-thread-'))
  const file = join(folder, 'thread.mjs')
  writeFileSync(file, script)
  thread = createThread(pathToFileURL(file), { time: 3000, waiting: 2, memory: 40 })
})
afterAll(async () => {
  thread.close()
  await rm(folder, { recursive: true })
})

test('jobs are done one after another by the same thread', async () => {
  expect(await Promise.all([thread.run('a'), thread.run('b')])).toEqual(['a 1', 'b 2'])
})

test('more than may wait are turned away at once', async () => {
  const all = ['a', 'b', 'c', 'd'].map((job) => thread.run(job))
  expect((await Promise.all(all)).map((result) => result.split(' ')[0])).toEqual([
    'a',
    'b',
    'c',
    'busy',
  ])
})

test.each(['hang', 'die', 'throw', 'eat'])(
  'after one that makes it %s, the next is done',
  async (bad) => {
    const [failed, next] = await Promise.all([thread.run(bad), thread.run('next')])
    expect([failed, next]).toEqual(['failed', 'next 1'])
  },
)

test('closing it ends what waits', async () => {
  const all = ['hang', 'a'].map((job) => thread.run(job))
  thread.close()
  expect(await Promise.all(all)).toEqual(['failed', 'failed'])
})
