import { describe, expect, test } from 'vitest'
import { readCells } from '../../src/answers/cells.ts'
import { kinds } from '../../src/answers/kinds.ts'
import { tooLong } from '../../src/answers/told.ts'

const context = { today: '2026-11-23', choices: { a: '外省企业保险转入', b: '没有' } }

/** What invites a pattern to read the same words in many ways. */
const repeated = ['。', '.', '~', ' ', '，', '北京', '谢谢', '不是', '邮编', '1和', '汉族', '的']

describe.each(Object.entries(kinds))('%s', (_, kind) => {
  test.each(repeated)('comes to an end with a great many of %j', (part) => {
    const many = part.repeat(Math.floor((tooLong - 4) / part.length))
    for (const text of [`张三${many}x`, `1${many}!`]) {
      expect(kind.parse(text, context).kind).toMatch(/^(understood|ambiguous|misunderstood)$/)
    }
  })

  test('takes nothing that is longer than any answer', () => {
    expect(kind.parse('1'.repeat(tooLong + 1), context)).toEqual({
      kind: 'misunderstood',
      reason: 'notAnAnswer',
    })
  })
})

test.each(repeated)('several cells at once come to an end with a great many of %j', (part) => {
  const cells = (['name', 'idNumber', 'address', 'division', 'period', 'code'] as const).map(
    (kind) => ({ field: kind, kind }),
  )
  const text = part.repeat(Math.ceil(4_000 / part.length))
  expect(readCells(text, cells, context).found.length).toBeLessThanOrEqual(cells.length)
})
