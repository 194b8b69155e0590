import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort } from '../postgres/server.ts'
import { type Client, createClient } from './client.ts'
import { makeFiled } from './filed.ts'
import { load, loadWhile, type Measured } from './load.ts'
import { goOn, open, say } from './person.ts'
import { print } from './print.ts'
import { scale } from './scale.ts'
import { dataKey, realServer, type Server, script, startServer } from './server.ts'

/** `turns`, `told`: seconds until every change had its turn, until everybody's message had gone out. */
type Burst = {
  name: string
  turns: number
  told: number
  noticesPerSecond: number
  messages: number
}
type Waiting = Measured & { name: string }

const { changes, seconds, warmUp } = scale
/** People who ask something all the while, each ten times a second if answered at once. */
const asking = 16
const nobody = () => {}

/** Somebody in a chat of their own who asks, waits for the answer, and asks again. */
async function createAsker(client: Client) {
  const chats = await Promise.all(Array.from({ length: asking }, () => open(client, nobody)))
  let count = 0
  return async (took: (milliseconds: number) => void) => {
    const chat = chats.pop()!
    const began = performance.now()
    await say(client, chat, `q${count++}`, '要多久', took)
    chats.push(chat)
    await sleep(Math.max(0, 100 - (performance.now() - began)))
  }
}

/** The same server, file and surroundings again. */
function startOn(port: number, worldPort: number, file: string): Promise<Server> {
  const world = `http://127.0.0.1:${worldPort}`
  return startServer(realServer, port, {
    ...{ DATABASE_URL: `sqlite:${file}`, DATA_KEY: dataKey },
    ...{ BACKEND: world, BACKEND_SECRET: 'a secret of the bench', WECHAT_API: world },
    ...{ WECHAT_APP_ID: 'bench', WECHAT_APP_SECRET: 'bench', WECHAT_TOKEN: 'bench' },
  })
}

async function measure(world: Client, client: Client, serials: readonly string[]) {
  const ask = await createAsker(client)
  await load(asking, warmUp, ask)
  const before = await load(asking, seconds, ask)
  let isOver = false
  const during = loadWhile(asking, () => !isOver, ask)
  const began = performance.now()
  const since = () => (performance.now() - began) / 1000
  const told = async () =>
    (await world.post('/told', {})).body as { people: number; messages: number; turns: number }
  await world.post('/accept', Buffer.from(JSON.stringify(serials)))
  let turns = 0
  let now = await told()
  while (now.people < serials.length || turns === 0) {
    await sleep(50)
    now = await told()
    if (turns === 0 && now.turns >= serials.length) turns = since()
  }
  const burst: Burst = {
    name: `${serials.length.toLocaleString('en')} changes of status at once`,
    ...{ turns, told: since(), noticesPerSecond: serials.length / since(), messages: now.messages },
  }
  isOver = true
  const waiting: Waiting[] = [
    { name: 'before', ...before },
    { name: 'during', ...(await during) },
  ]
  return { burst, waiting }
}

/** How long it takes until everybody has heard whose application changed in the same moment, and who waits for it. */
export async function measureBurst() {
  const [worldPort, port] = [await freePort(), await freePort()]
  const world = await startServer(script('world.ts'), worldPort)
  const file = join(world.folder, 'burst.db')
  const toWorld = createClient(worldPort, 1)
  const client = createClient(port, asking)
  let server = await startOn(port, worldPort, file)
  try {
    const chat = await open(client, nobody)
    const serial = await goOn(client, chat, 0, nobody)
    await server.stop()
    const serials = await makeFiled(`sqlite:${file}`, { chat: chat.chat, serial }, changes)
    server = await startOn(port, worldPort, file)
    const measured = await measure(toWorld, client, serials)
    print('a burst of news to people on WeChat; seconds', [measured.burst])
    print(`${asking} people who ask meanwhile; milliseconds`, measured.waiting)
    return measured
  } finally {
    client.close()
    toWorld.close()
    await server.stop()
    await world.stop()
  }
}
