import { expect, test } from 'vitest'
import { readConfig } from '../../src/config.ts'

const whole = { WECHAT_APP_ID: 'wx01', WECHAT_APP_SECRET: 'secret', WECHAT_TOKEN: 'aToken' }

test('an official account is configured as a whole', () => {
  expect(readConfig(whole)).toMatchObject({
    kind: 'config',
    config: { ...whole, WECHAT_API: 'https://api.weixin.qq.com' },
  })
})

test.each([
  [{ WECHAT_APP_ID: 'wx01' }, ['WECHAT_APP_SECRET', 'WECHAT_TOKEN']],
  [{ ...whole, WECHAT_TOKEN: 'a token' }, ['WECHAT_TOKEN']],
  [{ ...whole, WECHAT_AES_KEY: 'A'.repeat(42) }, ['WECHAT_AES_KEY']],
  [{ ...whole, WECHAT_AES_KEY: `${'A'.repeat(42)}=` }, ['WECHAT_AES_KEY']],
  [{ ...whole, WECHAT_API: 'api.weixin.qq.com' }, ['WECHAT_API']],
])('%o stops the start, and each wrong setting is named', (settings, wrong) => {
  const read = readConfig(settings)
  expect(read.kind).toBe('bad')
  const message = read.kind === 'bad' ? read.message : ''
  expect([...message.matchAll(/^ {2}(\w+):/gm)].map(([, name]) => name)).toEqual(wrong)
})
