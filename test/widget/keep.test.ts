import { afterEach, expect, test, vi } from 'vitest'
import { chatCalls } from '../../src/widget/calls.ts'
import { openKeep } from '../../src/widget/keep.ts'

afterEach(() => vi.unstubAllGlobals())

const key = 'jiexu https://jiexu.test'
const ticket = (token: string) => ({ chat: 'a', token })

/** A browser's storage, which may be full. */
function storage() {
  const held = new Map<string, string>()
  const state = { full: false }
  vi.stubGlobal('localStorage', {
    getItem: (name: string) => held.get(name) ?? null,
    setItem(name: string, value: string) {
      if (state.full) throw new Error('QuotaExceededError')
      held.set(name, value)
    },
  })
  return { held, state }
}

test('what a full storage does not take is remembered, until it takes it', () => {
  const { held, state } = storage()
  const keep = openKeep('https://jiexu.test')
  keep.write({ ticket: ticket('old'), large: true })
  state.full = true
  keep.write({ ticket: ticket('new') })
  expect(keep.read()).toEqual({ ticket: ticket('new'), large: true })
  state.full = false
  keep.write({ large: false })
  expect(JSON.parse(held.get(key)!)).toEqual({ ticket: ticket('new'), large: false })
  held.set(key, JSON.stringify({ ticket: ticket('of another tab') }))
  expect(keep.read().ticket?.token).toBe('of another tab')
})

test('without storage it is remembered as long as the page', () => {
  const keep = openKeep('https://jiexu.test')
  keep.write({ ticket: ticket('one') })
  keep.write({ large: true })
  expect(keep.read()).toEqual({ ticket: ticket('one'), large: true })
})

test('a socket too is opened with the token that another tab was given', () => {
  const { held } = storage()
  const opened: unknown[] = []
  const Socket = class {
    constructor(...given: unknown[]) {
      opened.push(given)
    }
  }
  vi.stubGlobal('WebSocket', Socket)
  const keep = openKeep('https://jiexu.test')
  const calls = chatCalls('https://jiexu.test', ticket('old'), keep)
  held.set(key, JSON.stringify({ ticket: ticket('new') }))
  calls.socket(3)
  expect(opened).toEqual([['wss://jiexu.test/api/chats/a/events?after=3', ['jiexu', 'new']]])
})
