import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readConfig } from '../src/config.ts'

const root = join(import.meta.dirname, '..')
const key = btoa('0123456789abcdef0123456789abcdef')

/** The settings that the one message names. */
function named(settings: Record<string, string>): string[] {
  const read = readConfig(settings)
  const message = read.kind === 'bad' ? read.message : ''
  return [...message.matchAll(/^ {2}(\w+):/gm)].map(([, name]) => name!).sort()
}

test.each([
  [
    { PORT: '99999', HOST: '0.0.0.0', BACKEND: 'http://x.y' },
    ['BACKEND_SECRET', 'DATA_KEY', 'PORT'],
  ],
  [{ PORT: 'http', DATABASE_URL: 'postgres://x@y/z' }, ['DATA_KEY', 'PORT']],
  [{ HOST: '0.0.0.0', DATA_KEY: 'short' }, ['DATA_KEY']],
  [{ DATABASE_URL: 'mysql://x@y/z' }, ['DATABASE_URL']],
  [{ DINGTALK_CLIENT_ID: 'ding' }, ['DINGTALK_CLIENT_SECRET']],
  [{ DINGTALK_CLIENT_SECRET: 'secret' }, ['DINGTALK_CLIENT_ID']],
  [{ LOCALE: 'xx' }, ['LOCALE']],
  [{ LOG_LEVEL: 'loud' }, ['LOG_LEVEL']],
  [{ LOCALE: 'zh-CN', LOG_LEVEL: 'silent', HOST: '0.0.0.0', DATA_KEY: key }, []],
  [{ PORT: '', DINGTALK_CLIENT_SECRET: '' }, []],
])('of %o each wrong one is named', (settings, wrong) => {
  expect(named(settings)).toEqual(wrong)
})

test('the README lists every setting', () => {
  const source = readFileSync(join(root, 'src/config.ts'), 'utf8')
  const settings = [...source.matchAll(/^ {2}([A-Z_]+): v\./gm)].map(([, name]) => name!)
  expect(settings).toContain('LOG_LEVEL')
  const readme = readFileSync(join(root, 'README.md'), 'utf8')
  const rows = readme.split('\n').filter((line) => line.startsWith('| `'))
  const missing = settings.filter((name) => !rows.some((row) => row.includes(`\`${name}\``)))
  expect(missing).toEqual([])
})
