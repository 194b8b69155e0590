import { parseArgs } from 'node:util'
import { type Ordeal, type Summary, torture } from './torture.ts'

/**
 * `npm run torture [-- --database postgres --processes 3 --people 24 --kills 1000 --seed 7]`: kills
 * servers under load and holds what is left against what people were promised. After Ctrl+C it kills no
 * more, and tells what came of it so far.
 */
const { values } = parseArgs({
  options: {
    database: { type: 'string', default: 'sqlite' },
    processes: { type: 'string' },
    people: { type: 'string', default: '12' },
    kills: { type: 'string', default: '100' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
})
const database = values.database === 'postgres' ? 'postgres' : 'sqlite'
const enough = new AbortController()
process.once('SIGINT', () => enough.abort())
const ordeal: Ordeal = {
  ...{ database, seed: Number(values.seed), people: Number(values.people) },
  kills: Number(values.kills),
  heard: 1,
  signal: enough.signal,
  processes: Number(values.processes ?? (database === 'postgres' ? 3 : 1)),
  report: (line) => console.log(line),
}

function print(summary: Summary): void {
  const { broken, points, neverDiedAt, ...counts } = summary
  console.log(
    `\n${database}, seed ${ordeal.seed}, ${ordeal.processes} at once, ${ordeal.people} people`,
  )
  console.table(counts)
  console.table(Object.fromEntries([...points].sort().map(([name, deaths]) => [name, { deaths }])))
  if (neverDiedAt.length > 0) console.log(`nobody died at: ${neverDiedAt.join(', ')}`)
  console.log(broken.length === 0 ? 'every promise was kept' : broken.slice(0, 50).join('\n'))
}

const summary = await torture(ordeal)
print(summary)
process.exit(summary.broken.length === 0 ? 0 : 1)
