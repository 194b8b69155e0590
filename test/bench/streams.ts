import { type ChildProcess, fork } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort } from '../postgres/server.ts'
import { type Client, createClient } from './client.ts'
import type { Listening, Told } from './listen.ts'
import { loadWhile, measuredOf } from './load.ts'
import { type Chat, open, say } from './person.ts'
import { print } from './print.ts'
import { scale } from './scale.ts'
import { realServer, type Server, script, startServer } from './server.ts'

/**
 * `memory`: MiB that the server holds; `kBEach`: by how much it grew for each stream, what the system
 * holds for its socket not included. `p50`, `p99`: milliseconds from sending a message until it has
 * come back over the stream.
 */
type Row = {
  name: string
  openedPerSecond: number
  memory: number
  kBEach: number
  p50: number
  p99: number
}

const { people, streams, warmUp } = scale
const nobody = () => {}
/** Streams in one process of listeners. */
const mostInProcess = 4_000

/** Pages that listen, and how to hear what they hear. */
function startListeners(port: number, pages: readonly Chat[], heard: (told: Told) => void) {
  const children: ChildProcess[] = []
  const opened: Promise<void>[] = []
  for (let from = 0; from < pages.length; from += mostInProcess) {
    const child = fork(script('listen.ts'))
    const own: Listening = { port, pages: pages.slice(from, from + mostInProcess) }
    opened.push(
      new Promise((resolve, reject) => {
        child.on('message', (told: Told) => (told.kind === 'open' ? resolve() : heard(told)))
        child.on('exit', (code) => reject(new Error(`the listeners ended with ${code}`)))
      }),
    )
    child.send(own)
    children.push(child)
  }
  return {
    opened: Promise.all(opened),
    close: () => {
      for (const child of children) if (child.connected) child.disconnect()
    },
  }
}

/** Somebody says something in some chats, one after the other; how long the pages wait for it. */
async function hear(client: Client, chats: readonly Chat[], heardAt: Map<string, number>) {
  const times: number[] = []
  for (const chat of chats) {
    heardAt.delete(chat.chat)
    const sent = Date.now()
    await say(client, chat, `n${sent}`, '要多久', nobody)
    while (!heardAt.has(chat.chat)) await sleep(1)
    times.push(heardAt.get(chat.chat)! - sent)
  }
  return measuredOf(times, 1)
}

async function measure(server: Server, client: Client, port: number): Promise<Row> {
  const chats: Chat[] = []
  await loadWhile(
    people,
    () => chats.length < streams,
    async () => void chats.push(await open(client, nobody)),
  )
  chats.length = streams
  await sleep(warmUp * 500)
  const before = server.memory()
  const heardAt = new Map<string, number>()
  const began = performance.now()
  const listeners = startListeners(port, chats, (told) => {
    if (told.kind === 'heard') heardAt.set(told.chat, told.at)
  })
  try {
    await listeners.opened
    const openedPerSecond = (streams * 1000) / (performance.now() - began)
    await sleep(warmUp * 500)
    const memory = server.memory()
    const some = chats.filter((_, index) => index % Math.ceil(streams / 500) === 0)
    const { p50, p99 } = await hear(client, some, heardAt)
    const kBEach = ((memory - before) * 1024) / streams
    const name = `${streams.toLocaleString('en')} pages that listen`
    return { name, openedPerSecond, memory, kBEach, p50, p99 }
  } finally {
    listeners.close()
  }
}

/** What an open page costs that listens for news, and how soon it has them. */
export async function measureStreams() {
  const port = await freePort()
  const server = await startServer(realServer, port)
  const client = createClient(port, people)
  try {
    const row = await measure(server, client, port)
    print('event streams that are open in one process; milliseconds, MiB', [row])
    return row
  } finally {
    client.close()
    await server.stop()
  }
}
