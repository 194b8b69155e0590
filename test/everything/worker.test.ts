import { join } from 'node:path'
import { expect, test } from 'vitest'
import { bundleWorker } from '../bench/bundleWorker.ts'

const root = join(import.meta.dirname, '../..')

/** What only Node has, or what workerd forbids. */
const nodeOnly =
  /node_modules\/(wechaty|dingtalk-stream|sqlite3|pg|pg-[\w-]+|sharp|@img|tesseract|pino|prom-client|@hono\/node-server|ws)\b/
const codeFromText = /(?<![\w.$])(eval\s*\(|Function\s*(\(|\.apply|\.call))/

/** workerd throws at a fetch that asks for it; what is sent elsewhere is not `ok` there, and goes no further. */
const refusesRedirects = /redirect:\s*["']error["']/

async function breaches(entry: string): Promise<string[]> {
  const { inputs, outside, text } = await bundleWorker(join(root, entry))
  return [
    ...outside,
    ...inputs.filter((path) => nodeOnly.test(path)),
    ...(codeFromText.exec(text)?.slice(0, 1) ?? []),
    ...(refusesRedirects.exec(text) ?? []),
  ]
}

test('the worker reaches nothing that only Node has, and makes no code out of text', async () => {
  expect(await breaches('src/worker.ts')).toEqual([])
})

test('a breach is seen', async () => {
  const found = [
    ...(await breaches('src/store/open.ts')),
    ...(await breaches('src/assets/compile.ts')),
  ].join('\n')
  expect(found).toMatch(/node_modules\/sqlite3/)
  expect(found).toMatch(/^path$/m)
  expect(found).toMatch(/Function\.apply/)
})
