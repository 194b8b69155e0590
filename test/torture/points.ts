import { writeSync } from 'node:fs'
import type { Kysely, KyselyPlugin, OperationNode, QueryId } from 'kysely'
import type { Live } from '../../src/channels/web/live.ts'
import type { Atomically } from '../../src/store/atomically.ts'
import type { Tables } from '../../src/store/tables.ts'

/** Where the process is to die: at the `hit`th time that it passes a point of that name. */
export type Death = { point: string; hit: number }

/** Named points of the pipe. A process tells each name the first time, and dies at the one it was told. */
export function createPoints(death: Death | null) {
  const passed = new Map<string, number>()
  return function pass(name: string): void {
    const hits = (passed.get(name) ?? 0) + 1
    passed.set(name, hits)
    if (hits === 1) writeSync(1, `point ${name}\n`)
    if (death?.point !== name || death.hit !== hits) return
    writeSync(1, `dies ${name}\n`)
    process.kill(process.pid, 'SIGKILL')
  }
}

type Pass = ReturnType<typeof createPoints>

/** Before each commit, and after it, before anybody has been told. */
export const aroundCommits =
  (pass: Pass, atomically: Atomically): Atomically =>
  async (statements, holds) => {
    const name = [...new Set(statements.map(({ query }) => nameOf(query)))].join(' + ')
    pass(`before ${name}`)
    await atomically(statements, holds)
    pass(`after ${name}`)
  }

/** After each statement: inside a transaction, the next one may never come, nor the commit. */
export function afterStatements(pass: Pass, db: Kysely<Tables>): Kysely<Tables> {
  const names = new WeakMap<QueryId, string>()
  const plugin: KyselyPlugin = {
    transformQuery({ node, queryId }) {
      names.set(queryId, nameOf(node))
      return node
    },
    async transformResult({ queryId, result }) {
      pass(`statement ${names.get(queryId) ?? 'unknown'}`)
      return result
    },
  }
  return db.withPlugin(plugin)
}

/** Between a turn and whoever is told of it. */
export const aroundLive = (pass: Pass, live: Live): Live => ({
  ...live,
  publish(conversation) {
    pass('before publish')
    live.publish(conversation)
    pass('after publish')
  },
})

/** Around each call to the agency or a platform. */
export function aroundCalls(pass: Pass): void {
  const call = globalThis.fetch
  globalThis.fetch = async (input, init) => {
    const path = new URL(input instanceof Request ? input.url : input).pathname
    const name = `${init?.method ?? 'GET'} ${path.split('/').slice(0, 4).join('/')}`
    pass(`before ${name}`)
    const answer = await call(input, init)
    pass(`after ${name}`)
    return answer
  }
}

type Fetch = (request: Request, ...rest: never[]) => Response | Promise<Response>

/** Around each request: it was heard and nothing done, or all was done and nothing said. */
export const aroundRequests =
  <Own extends Fetch>(pass: Pass, fetch: Own) =>
  async (...given: Parameters<Own>): Promise<Response> => {
    pass('request')
    const response = await fetch(...(given as Parameters<Fetch>))
    pass('answer')
    return response
  }

/** What a statement does to which table, such as `insert turn`. */
function nameOf(node: OperationNode): string {
  const verb = node.kind.replace(/(Query)?Node$/, '').toLowerCase()
  if (verb === 'raw') {
    const words = (node as { sqlFragments?: readonly string[] } & OperationNode).sqlFragments
    const found = /\b(insert into|update|delete from|select)\s+(\w+)?/.exec(words?.join(' ') ?? '')
    return found ? `${found[1]!.split(' ')[0]} ${found[2] ?? ''}`.trim() : 'raw'
  }
  const table = /"name":"(\w+)"/.exec(JSON.stringify(node))?.[1] ?? ''
  return `${verb} ${table}`.trim()
}
