import { expect, test } from 'vitest'
import { createSwitching } from '../../src/channels/wechat/switching.ts'

/** A switching with a clock of its own; times are in seconds. */
function open() {
  let now = 1_000_000
  const waitOf = createSwitching({ least: 3_000, most: 5_000 }, () => new Date(now))
  return {
    wait: (person: string) => waitOf(person) / 1000,
    pass: (seconds: number) => {
      now += seconds * 1000
    },
  }
}

test('whoever is being talked to is talked to at once', () => {
  const { wait, pass } = open()
  expect([wait('a'), wait('a')]).toEqual([0, 0])
  pass(1)
  expect(wait('a')).toBe(0)
})

test('the next person waits three to five seconds, and then has their turn', () => {
  const { wait, pass } = open()
  wait('a')
  const seconds = wait('b')
  expect(seconds).toBeGreaterThanOrEqual(3)
  expect(seconds).toBeLessThanOrEqual(5)
  expect(wait('b')).toBe(seconds)
  pass(seconds)
  expect(wait('b')).toBe(0)
})

test('who waits is not overtaken, however often others come', () => {
  const { wait, pass } = open()
  wait('a')
  const [b, c] = [wait('b'), wait('c')]
  expect(c - b).toBeGreaterThanOrEqual(3)
  expect(wait('a') - c).toBeGreaterThanOrEqual(3)
  pass(b)
  expect(wait('c')).toBeCloseTo(c - b)
  expect(wait('b')).toBe(0)
  pass(c - b)
  expect(wait('c')).toBe(0)
})

test('after a pause of its own nobody waits, and a place that nobody came for is given up', () => {
  const { wait, pass } = open()
  wait('a')
  wait('b')
  pass(40)
  expect(wait('c')).toBe(0)
})
