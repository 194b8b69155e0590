import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { freePort } from '../postgres/server.ts'
import { createClient } from './client.ts'
import { load, type Measured } from './load.ts'
import { fillIn, words } from './person.ts'
import { print } from './print.ts'
import { scale } from './scale.ts'
import { realServer, type Server, script, startServer } from './server.ts'

type Row = Measured & { name: string; peakMemory: number; processor: number }

const { people, seconds, warmUp } = scale

/** The real server on a file database: people who fill in a pension transfer, every turn durable. */
async function measureReal(): Promise<Row> {
  const port = await freePort()
  const server = await startServer(realServer, port)
  const client = createClient(port, people)
  await load(people, warmUp, (took) => fillIn(client, took))
  const before = server.processorTime()
  const measured = await load(people, seconds, (took) => fillIn(client, took))
  const row = rowOf('turns of pension-in', measured, server, before)
  client.close()
  await server.stop()
  return row
}

/** The baseline of the same run: one durable commit a request, and nothing else. */
async function measureBare(): Promise<Row> {
  const port = await freePort()
  const server = await startServer(script('bare.ts'), port)
  const client = createClient(port, people)
  const say = async (took: (milliseconds: number) => void) => {
    const start = performance.now()
    await client.post('/said', { text: '2015年3月至2019年8月' })
    took(performance.now() - start)
  }
  await load(people, warmUp, say)
  const before = server.processorTime()
  const measured = await load(people, seconds, say)
  const row = rowOf('bare durable commits', measured, server, before)
  client.close()
  await server.stop()
  return row
}

/** The rival: a Bot Framework dialog of as many prompts, its state in SQLite with a durable commit a turn. */
async function measureRival(): Promise<Row | null> {
  if (!(await installRival())) return null
  const port = await freePort()
  const server = await startServer(script('rival/server.mjs'), port)
  const client = createClient(port, people)
  let count = 0
  const fill = async (took: (milliseconds: number) => void) => {
    const conversation = `person ${count++}`
    for (const text of ['你好', ...words.slice(2)]) {
      const start = performance.now()
      const { status } = await client.post('/', { conversation, text })
      took(performance.now() - start)
      if (status !== 200) throw new Error(`the rival answered ${status}`)
    }
  }
  await load(people, warmUp, fill)
  const before = server.processorTime()
  const measured = await load(people, seconds, fill)
  const row = rowOf('Bot Framework, a waterfall of 13 prompts', measured, server, before)
  client.close()
  await server.stop()
  return row
}

/** Installs what only the rival needs, in its own folder. False where that cannot be had. */
async function installRival(): Promise<boolean> {
  const cwd = script('rival')
  if (existsSync(join(cwd, 'node_modules'))) return true
  const install = spawn(
    'npm',
    ['install', '--ignore-scripts', '--no-package-lock', '--no-audit', '--no-fund'],
    { cwd },
  )
  const [code] = await once(install, 'exit')
  return code === 0
}

function rowOf(name: string, measured: Measured, server: Server, before: number): Row {
  const processor = (server.processorTime() - before) / measured.count
  return { name, ...measured, peakMemory: server.peakMemory(), processor }
}

/** Turns a second over HTTP on an SQLite file, beside what a bare server and a rival make of the same machine. */
export async function measureTurns() {
  const bare = await measureBare()
  const turns = await measureReal()
  const rival = await measureRival()
  const ratio = turns.perSecond / bare.perSecond
  print(
    `${people} people at once, ${seconds} s each, SQLite file, synchronous=FULL; milliseconds, MiB`,
    [turns, bare, ...(rival ? [rival] : [])],
  )
  console.log(`ratio to the bare server: ${ratio.toFixed(2)}`)
  if (rival) console.log(`ratio to the rival: ${(turns.perSecond / rival.perSecond).toFixed(2)}`)
  else console.log('the rival could not be installed, and was left out')
  return { people, seconds, turns, bare, rival, ratio }
}
