import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Chance } from './chance.ts'
import type { LifeOf } from './server.ts'

type Told = { child: ChildProcess; word(word: string): Promise<string> }

/** Starts a script that says single words with what goes with them on lines of its own. */
export function startScript(script: string, given: readonly string[] = []): Told {
  const child = fork(script, [...given], {
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    // Whatever was compiled in an earlier life need not be compiled again.
    env: { ...process.env, NODE_COMPILE_CACHE: join(dirname(script), 'compiled') },
  })
  const heard = new Map<string, string>()
  const waiting = new Map<string, (rest: string) => void>()
  const ended = once(child, 'exit')
  createInterface(child.stdout!).on('line', (line) => {
    const [, word = '', rest = ''] = /^(\w+) ?(.*)$/.exec(line) ?? []
    heard.set(word, rest)
    waiting.get(word)?.(rest)
    child.emit('said', word, rest)
  })
  return {
    child,
    word: (word) =>
      new Promise((resolve, reject) => {
        if (heard.has(word)) return resolve(heard.get(word)!)
        waiting.set(word, resolve)
        void ended.then(() => reject(new Error(`${script} ended before it said ${word}`)))
      }),
  }
}

type Plan = {
  script: string
  count: number
  chance: Chance
  life: () => Omit<LifeOf, 'death'>
  /** Milliseconds after which a process dies that has not passed its point; null where nobody dies. */
  longest: number | null
}

/** Server processes that die again and again, each replaced by the next. */
export function createFleet({ script, count, chance, life, longest }: Plan) {
  const origins = new Map<number, string>()
  const killedAt = new Map<string, number>()
  const known = new Set<string>()
  let [kills, byChance] = [0, 0]
  let failure: Error | null = null
  const spares = Array.from({ length: count }, () => startScript(script))
  const alive = new Set<ChildProcess>()

  /** The point at which fewest have died so far, or none: then at any moment. */
  function nextDeath(): LifeOf['death'] {
    if (longest === null || known.size === 0 || chance.happens(0.35)) return null
    const fewest = Math.min(...[...known].map((name) => killedAt.get(name) ?? 0))
    const rare = [...known].filter((name) => (killedAt.get(name) ?? 0) <= fewest + 1)
    return { point: chance.pick(rare), hit: 1 + chance.below(6) }
  }

  async function liveOnce(place: number): Promise<void> {
    const { child, word } = spares[place]!
    spares[place] = startScript(script)
    await word('ready').catch(() => {})
    if (ending) return
    const death = nextDeath()
    child.on('said', (said: string, rest: string) => {
      if (said === 'point') known.add(rest)
      if (said === 'dies') killedAt.set(rest, (killedAt.get(rest) ?? 0) + 1)
      if (said === 'listens') origins.set(place, `http://127.0.0.1:${rest}`)
      if (said === 'fails') failure ??= new Error(rest)
    })
    const ended = once(child, 'exit')
    alive.add(child)
    child.send({ ...life(), death } satisfies LifeOf)
    const die = () => {
      if (child.kill('SIGKILL')) byChance++
    }
    // Most die once they are being talked to, some before they have come up.
    const wait = longest === null ? null : death ? 4 * longest : chance.below(longest)
    const from = chance.happens(0.1) ? 'start' : 'listens'
    let end: NodeJS.Timeout | undefined
    child.on('said', (said: string) => {
      if (said === from && wait !== null) end = setTimeout(die, wait)
    })
    await ended
    clearTimeout(end)
    alive.delete(child)
    origins.delete(place)
    kills++
  }

  let ending = false
  const places = Array.from({ length: count }, async (_, place) => {
    while (!ending && !failure) await liveOnce(place)
  })
  return {
    /** Any server that listens now; null while none does. */
    origin: (own: Chance): string | null =>
      origins.size === 0 ? null : own.pick([...origins.values()]),
    kills: () => kills,
    failed: () => failure,
    deaths: () => ({ kills, byChance, points: new Map(killedAt), known: [...known].sort() }),
    /** Ends everybody, as a last kill does, and lets nobody follow. */
    async end() {
      ending = true
      for (const child of [...alive, ...spares.map((spare) => spare.child)]) child.kill('SIGKILL')
      await Promise.all(places)
    },
  }
}
