import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Channel, Pace } from '../../src/channels/channel.ts'
import { createPace } from '../../src/channels/pace.ts'
import { createMemory } from '../../src/memory.ts'
import { standingClock } from '../desk/desk.ts'

const channelOf = (pace?: Pace) => ({ name: 'wechat', ...(pace && { pace }) }) as Channel
const to = (person: string, account = 'bot') => ({ channel: 'wechat', account, person })
const open = () => {
  const clock = standingClock('2026-11-23T01:00:00Z')
  return { clock, pace: createPace(clock, createMemory()) }
}

test('a person gets one message a second, and another one meanwhile', () => {
  const { clock, pace } = open()
  const wechat = channelOf({ perPerson: 60, perAccount: 40 })
  expect(pace(wechat, to('ada'))).toBe(0)
  const wait = pace(wechat, to('ada'))
  expect(wait).toBeGreaterThan(900)
  expect(wait).toBeLessThan(1100)
  expect(pace(wechat, to('bob'))).toBe(0)
  clock.move(wait)
  expect(pace(wechat, to('ada'))).toBe(0)
})

test('in no minute go more messages than an account or a person may get', () => {
  const step = fc.record({ wait: fc.integer({ min: 0, max: 5000 }), who: fc.nat({ max: 5 }) })
  fc.assert(
    fc.property(fc.array(step, { minLength: 100, maxLength: 300 }), (steps) => {
      const { clock, pace } = open()
      const wechat = channelOf({ perPerson: 20, perAccount: 40, burst: 5 })
      const sent: { at: number; who: number }[] = []
      for (const { wait, who } of steps) {
        clock.move(wait)
        if (pace(wechat, to(String(who))) === 0) sent.push({ at: clock().getTime(), who })
      }
      for (const { at, who } of sent) {
        const within = sent.filter((one) => one.at >= at && one.at < at + 60_000)
        expect(within.length).toBeLessThanOrEqual(40)
        expect(within.filter((one) => one.who === who).length).toBeLessThanOrEqual(20)
      }
    }),
    { numRuns: 30 },
  )
})

test('accounts do not count together, and a channel without a pace has none', () => {
  const { pace } = open()
  const wechat = channelOf({ perPerson: 60, perAccount: 2 })
  expect(pace(wechat, to('ada'))).toBe(0)
  expect(pace(wechat, to('bob'))).toBeGreaterThan(0)
  expect(pace(wechat, to('bob', 'other bot'))).toBe(0)
  for (let count = 0; count < 100; count++) expect(pace(channelOf(), to('ada'))).toBe(0)
})
