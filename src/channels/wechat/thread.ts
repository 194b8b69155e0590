import { parentPort, workerData } from 'node:worker_threads'
import type { Logger } from 'pino'
import type { Sent } from '../channel.ts'
import { createAccount } from './account.ts'
import { outlineOf } from './bot.ts'
import type { Asked, Question, ThreadData, Told } from './wire.ts'

// The thread that wechaty and its puppet live in: where they throw what nobody catches, it ends alone.

const { puppet, memory, silence, look }: ThreadData = workerData
const port = parentPort!
const tell = (told: Told) => port.postMessage(told)

const waiting = new Map<number, (outcome: 'kept' | 'known' | null) => void>()
let calls = 0

const logAs = (level: 'info' | 'warn') => (first: object | string, second?: string) =>
  typeof first === 'string'
    ? tell({ kind: 'log', level, facts: {}, message: first })
    : tell({ kind: 'log', level, facts: first, message: second ?? '' })

const account = createAccount(
  {
    ...{ puppet, memory },
    show: (lines) => tell({ kind: 'show', lines }),
    onStanding: (standing) => tell({ kind: 'standing', standing }),
  },
  {
    clock: () => new Date(),
    // Of a logger, an account uses no more than these.
    log: { info: logAs('info'), warn: logAs('warn') } as unknown as Logger,
    async receive(incoming) {
      const call = ++calls
      const outcome = await new Promise<'kept' | 'known' | null>((resolve) => {
        waiting.set(call, resolve)
        tell({ kind: 'incoming', call, incoming })
      })
      if (outcome === null) throw new Error('it could not be kept')
      return outcome
    },
  },
)

port.on('message', (asked: Asked) => {
  switch (asked.kind) {
    case 'question':
      void answer(asked.call, asked.question)
      return
    case 'kept':
      waiting.get(asked.call)?.(asked.outcome)
      waiting.delete(asked.call)
      return
    case 'stop':
      void account.stop().then(() => process.exit(0))
  }
})

async function answer(call: number, question: Question): Promise<void> {
  try {
    tell({ kind: 'done', call, value: await carryOut(question) })
  } catch (error) {
    const { name, at } = outlineOf(error)
    tell({ kind: 'failed', call, reason: `${name} ${at}` })
  }
}

/** Whoever asked stops waiting on the other side: here nothing can be called off. */
function carryOut(question: Question): Promise<Sent | Uint8Array<ArrayBuffer>> {
  const { address } = question
  const { signal } = new AbortController()
  return question.kind === 'send'
    ? account.send(address, question.parcel, question.id, signal)
    : account.fetch(address, question.reference, signal)
}

await account.start()
setInterval(() => {
  // Whoever watches over the thread starts another one, with a puppet that is new.
  if (!account.isAlive(silence)) process.exit(1)
}, look)
