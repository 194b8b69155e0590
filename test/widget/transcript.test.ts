import { describe, expect, test } from 'vitest'
import {
  answered,
  arrange,
  empty,
  type Own,
  receive,
  type Transcript,
} from '../../src/widget/transcript.ts'
import type { Message } from '../../src/widget/wire.ts'

const at = '2026-11-23T09:00:00+08:00'
const said = (seq: number, from: Message['from'], text: string): Message => ({
  seq,
  from,
  text,
  at,
  flow: null,
})
const own = (id: string, text: string, part: Partial<Own> = {}): Own => ({
  id,
  text,
  at,
  status: 'sending',
  ...part,
})
const lines = (transcript: Transcript) =>
  arrange(transcript).map((entry) =>
    entry.kind === 'message' ? entry.message.text : `(${entry.own.text})`,
  )

describe('the transcript', () => {
  test('shows a message once, however often and in whatever order it is told', () => {
    const messages = [said(3, 'assistant', '丙'), said(1, 'assistant', '甲'), said(2, 'user', '乙')]
    const once = receive(empty, messages)
    const twice = receive(receive(once, messages), [said(2, 'user', '乙')])
    expect(lines(twice)).toEqual(['甲', '乙', '丙'])
  })

  test('puts our own words where the server has them, as soon as it repeats them', () => {
    const start = { messages: [said(1, 'assistant', '您好')], own: [own('a', '转社保')] }
    const told = receive(start, [said(2, 'user', '转社保')])
    expect(lines(told)).toEqual(['您好', '转社保'])
    expect(told.own).toEqual([])
  })

  test('stands our own words before their answer when the answer comes first', () => {
    const start = { messages: [said(1, 'assistant', '您好')], own: [own('a', '转社保')] }
    const answers = [said(3, 'assistant', '好的')]
    const after = answered(receive(start, answers), 'a', answers)
    expect(lines(after)).toEqual(['您好', '(转社保)', '好的'])
    expect(lines(receive(after, [said(2, 'user', '转社保')]))).toEqual(['您好', '转社保', '好的'])
  })

  test('takes nothing that was said before for our own words', () => {
    const start = { messages: [], own: [own('a', '好的', { after: 4 })] }
    const history = [said(1, 'user', '好的'), said(2, 'assistant', '请问'), said(3, 'user', '张三')]
    expect(lines(receive(start, history))).toEqual(['好的', '请问', '张三', '(好的)'])
    expect(lines(receive(start, [...history, said(5, 'user', '好的')]))).toHaveLength(4)
  })

  test('recognises words that the server has masked', () => {
    const start = { messages: [], own: [own('a', '110101199003071237')] }
    expect(lines(receive(start, [said(1, 'user', '110***********1237')]))).toEqual([
      '110***********1237',
    ])
  })

  test('does not show a message twice when it was lost on the way back and sent again', () => {
    const start = {
      messages: [said(1, 'user', '110***********1237'), said(2, 'assistant', '好')],
      own: [own('a', '110***********1237')],
    }
    const again = answered(start, 'a', [said(2, 'assistant', '好')])
    expect(lines(again)).toEqual(['110***********1237', '好'])
  })

  test("leaves what another window said apart from one's own", () => {
    const start = { messages: [], own: [own('a', '甲'), own('b', '乙')] }
    expect(lines(receive(start, [said(1, 'user', '乙')]))).toEqual(['乙', '(甲)'])
  })

  test('gives the sent file to the message that repeats it', () => {
    const file = { name: '凭证.pdf', bytes: 3 }
    const echoes: [string, number][] = []
    const start = { messages: [], own: [own('a', '', { file })] }
    receive(
      start,
      [{ ...said(7, 'user', ''), file: { ...file, url: '/x' } }],
      ({ id }, { seq }) => void echoes.push([id, seq]),
    )
    expect(echoes).toEqual([['a', 7]])
  })

  test('keeps what was refused, whatever else arrives', () => {
    const start = { messages: [], own: [own('a', '甲', { status: 'refused' })] }
    expect(lines(receive(start, [said(1, 'user', '乙')]))).toEqual(['乙', '(甲)'])
  })
})
