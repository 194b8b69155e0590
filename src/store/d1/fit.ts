import type { CompiledQuery } from 'kysely'
import type { D1, D1Statement } from './database.ts'

/** D1 takes no more parameters in one statement. */
const most = 100

/** A statement ready to be run on D1. */
export function prepare(database: D1, query: CompiledQuery): D1Statement {
  const { sql, parameters } = fit(query)
  return database.prepare(sql).bind(...parameters)
}

/**
 * Makes a statement one that D1 takes. Where it has too many parameters, several of them travel
 * together as a JSON list, out of which the statement takes each one again.
 */
export function fit({ sql, parameters }: Pick<CompiledQuery, 'sql' | 'parameters'>): {
  sql: string
  parameters: readonly unknown[]
} {
  const values = parameters.map(bindable)
  if (values.length <= most) return { sql, parameters: values }
  const together = Math.ceil(values.length / most)
  const lists: string[] = []
  for (let at = 0; at < values.length; at += together) {
    lists.push(JSON.stringify(values.slice(at, at + together)))
  }
  let count = 0
  const taken = sql.replace(placeholderOrQuoted, (found) => {
    if (found !== '?') return found
    const [list, place] = [Math.floor(count / together) + 1, count % together]
    count++
    return `json_extract(?${list}, '$[${place}]')`
  })
  return { sql: taken, parameters: lists }
}

const placeholderOrQuoted = /'(?:[^']|'')*'|"(?:[^"]|"")*"|\?/g

/** D1 knows neither `undefined` nor big integers, and SQLite no booleans. */
function bindable(value: unknown): unknown {
  if (value === undefined) return null
  if (typeof value === 'bigint') return Number(value)
  return typeof value === 'boolean' ? Number(value) : value
}
