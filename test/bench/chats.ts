import { setTimeout as sleep } from 'node:timers/promises'
import { freePort } from '../postgres/server.ts'
import { createClient } from './client.ts'
import { loadWhile, type Measured } from './load.ts'
import { open, say, words } from './person.ts'
import { print } from './print.ts'
import { scale } from './scale.ts'
import { realServer, startServer } from './server.ts'

/** `memory`: MiB that the server holds afterwards; `kBEach`: by how much it has grown for each chat. */
type Row = Measured & { name: string; chats: number; memory: number; kBEach: number }

const { people, warmUp } = scale
const steps = 4

/**
 * People open chat after chat and say something in each; none of them ends. What a server remembers of
 * them is bounded, so its memory grows in the beginning and then no more.
 */
export async function measureChats() {
  const port = await freePort()
  const server = await startServer(realServer, port)
  const client = createClient(port, people)
  const rows: Row[] = []
  let begun = 0
  const begin = async (took: (milliseconds: number) => void) => {
    begun++
    const chat = await open(client, took)
    await say(client, chat, 'm1', words[0], took)
  }
  try {
    // A server that has warmed up; what it holds now is not held for these chats.
    await loadWhile(people, () => begun < Math.min(1000, scale.chats / 10), begin)
    await sleep(warmUp * 500)
    const first = { chats: begun, memory: server.memory() }
    for (let step = 1; step <= steps; step++) {
      const most = first.chats + (scale.chats * step) / steps
      const measured = await loadWhile(people, () => begun < most, begin)
      await sleep(warmUp * 500)
      const [chats, memory] = [begun, server.memory()]
      const kBEach = ((memory - first.memory) * 1024) / (chats - first.chats)
      const name = `${chats.toLocaleString('en')} open conversations`
      rows.push({ name, chats, ...measured, memory, kBEach })
    }
    print(`conversations that stay open, two turns each; ${people} people; milliseconds, MiB`, rows)
    return rows
  } finally {
    client.close()
    await server.stop()
  }
}
