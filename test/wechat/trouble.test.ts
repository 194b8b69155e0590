import { expect, test } from 'vitest'
import { createTrouble } from '../../src/channels/wechat/trouble.ts'

test('the same trouble is told once a minute, with how often there was', () => {
  let now = 0
  const told: object[] = []
  const trouble = createTrouble(
    { warn: (facts: object) => told.push(facts) } as never,
    () => new Date(now),
  )
  const offline = { name: 'Error', at: 'at connect' }
  for (let time = 0; time < 500; time++) trouble('the bot', offline)
  trouble('a message', offline)
  now = 60_000
  trouble('the bot', offline)
  now = 200_000
  trouble('the bot', offline)
  expect(told).toEqual([
    { what: 'the bot', ...offline, times: 1 },
    { what: 'a message', ...offline, times: 1 },
    { what: 'the bot', ...offline, times: 500 },
    { what: 'the bot', ...offline, times: 1 },
  ])
})
