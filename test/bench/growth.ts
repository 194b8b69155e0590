import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../postgres/server.ts'
import { type Client, createClient } from './client.ts'
import { fillDatabase } from './fill.ts'
import { load, loadWhile, type Measured } from './load.ts'
import { type Chat, fillIn, goOn, open, say, words } from './person.ts'
import { print } from './print.ts'
import { scale } from './scale.ts'
import { dataKey, realServer, startServer } from './server.ts'

/** `processor`: milliseconds a turn; `ratio`: turns a second to those of the smallest database. */
type Row = Measured & { name: string; MB: number; processor: number; ratio: number }

const { people, seconds, warmUp, sizes } = scale
const begun = 6
const nobody = () => {}

/** Lets a server do something on a database, and stops it. */
async function onServer<Done>(
  DATABASE_URL: string,
  work: (client: Client, processorTime: () => number) => Promise<Done>,
): Promise<Done> {
  const port = await freePort()
  const server = await startServer(realServer, port, { DATABASE_URL, DATA_KEY: dataKey })
  const client = createClient(port, people)
  try {
    return await work(client, server.processorTime)
  } finally {
    client.close()
    await server.stop()
  }
}

/** Chats that people have begun, and come back to once the server remembers none of them. */
async function beginChats(client: Client, count: number): Promise<Chat[]> {
  const chats: Chat[] = []
  const begin = async () => {
    const chat = await open(client, nobody)
    for (const [index, text] of words.slice(0, begun).entries()) {
      await say(client, chat, `m${index}`, text, nobody)
    }
    chats.push(chat)
  }
  await loadWhile(people, () => chats.length < count, begin)
  return chats
}

async function measureSize(size: number, folder: string) {
  const file = join(folder, `${size}.db`)
  const { MB } = await fillDatabase(file, size)
  const url = `sqlite:${file}`
  const chats = await onServer(url, (client) => beginChats(client, people * seconds))
  return onServer(url, async (client, processorTime) => {
    await load(people, warmUp, (took) => fillIn(client, took))
    const timed = async (work: () => Promise<Measured>) => {
      const before = processorTime()
      const measured = await work()
      return { MB, ...measured, processor: (processorTime() - before) / measured.count }
    }
    const existing = await timed(() =>
      loadWhile(
        people,
        () => chats.length > 0,
        (took) => goOn(client, chats.pop()!, begun, took),
      ),
    )
    const fresh = await timed(() => load(people, seconds, (took) => fillIn(client, took)))
    return { existing, fresh }
  })
}

/** What a turn costs where the database holds more and more conversations: flat is the aim. */
export async function measureGrowth() {
  const folder = mkdtempSync(join(tmpdir(), 'jiexu-growth-'))
  const rows: { existing: Row[]; fresh: Row[] } = { existing: [], fresh: [] }
  try {
    for (const size of sizes) {
      const measured = await measureSize(size, folder)
      for (const kind of ['existing', 'fresh'] as const) {
        const ratio = measured[kind].perSecond / (rows[kind][0] ?? measured[kind]).perSecond
        const chats = kind === 'fresh' ? 'new' : 'earlier'
        const name = `${size.toLocaleString('en')} conversations, turns of ${chats} ones`
        rows[kind].push({ name, ...measured[kind], ratio })
      }
      rmSync(join(folder, `${size}.db`))
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  print(`turns by how many conversations the SQLite file holds; ${people} people; milliseconds`, [
    ...rows.fresh,
    ...rows.existing,
  ])
  return { people, seconds, ...rows }
}
