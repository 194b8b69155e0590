import { describe, expect, test } from 'vitest'
import { money } from '../../src/answers/money.ts'
import { wrap } from '../../src/certificate/wrap.ts'
import { capitalAmount } from '../../src/documents/capitalAmount.ts'
import { grouped, newNumber, readNumber } from '../../src/documents/number.ts'
import { asValue, readSheet } from '../../src/documents/sheet.ts'

describe('a template’s text', () => {
  test('is read line by line', () => {
    const text =
      '# 联系函\n~ 副本\n甲：\n\n　　一段话。\n## 信息\n| 姓名 | 张三 |\n| 性别 | 女 |\n> 2026年'
    expect(readSheet(text)).toEqual([
      { kind: 'title', text: '联系函' },
      { kind: 'small', text: '副本' },
      { kind: 'paragraph', text: '甲：' },
      { kind: 'paragraph', text: '　　一段话。' },
      { kind: 'heading', text: '信息' },
      {
        kind: 'table',
        rows: [
          ['姓名', '张三'],
          ['性别', '女'],
        ],
      },
      { kind: 'signature', text: '2026年' },
    ])
  })

  test.each([
    '# 假标题',
    '> 假签名',
    '~ 小字',
    '张三 | 李四',
    '一行\n# 两行',
    'a\u0000b\u202Ec',
    '||',
  ])('takes nothing but a value from %j', (wicked) => {
    const value = asValue(wicked)
    expect(readSheet(`| 姓名 | ${value} |`)).toEqual([{ kind: 'table', rows: [['姓名', value]] }])
    expect(readSheet(value)).toEqual([{ kind: 'paragraph', text: value }])
  })
})

describe('an amount in capitals', () => {
  test.each([
    [0, '零元整'],
    [0.05, '伍分'],
    [0.3, '叁角'],
    [1, '壹元整'],
    [10, '壹拾元整'],
    [10.05, '壹拾元零伍分'],
    [520.3, '伍佰贰拾元叁角'],
    [1_005, '壹仟零伍元整'],
    [32_560.4, '叁万贰仟伍佰陆拾元肆角'],
    [100_500, '壹拾万零伍佰元整'],
    [1_000_005.01, '壹佰万零伍元零壹分'],
    [200_000_000, '贰亿元整'],
  ])('%d is %s', (amount, words) => {
    expect(capitalAmount(amount)).toBe(words)
  })

  test('is read back as the same amount', () => {
    for (let cents = 7; cents < 100_000_000; cents = cents * 3 + 1) {
      const read = money.parse(capitalAmount(cents / 100), { today: '2026-11-23' })
      expect(`${capitalAmount(cents / 100)} ${JSON.stringify(read)}`).toContain(
        `"value":${cents / 100}`,
      )
    }
  })
})

describe('a number', () => {
  test('is read as people type it off', () => {
    const number = newNumber(new Date('2026-11-23T17:00:00Z'))
    expect(number).toMatch(/^JX20261124\d{8}$/)
    for (const typed of [
      number,
      grouped(number),
      number.slice(2),
      ` ${number.toLowerCase()}`,
      `ＪＸ${number.slice(2)}`,
    ]) {
      expect(readNumber(typed)).toBe(number)
    }
  })

  test.each([
    '',
    'JX',
    'JX2026',
    '20261123',
    'JX 20261123 0482 177X',
    "' or 1=1",
    'JX20261123048217733',
  ])('%j is none', (typed) => {
    expect(readNumber(typed)).toBeNull()
  })
})

describe('a line that is too long', () => {
  const measure = (text: string, size: number) =>
    [...text].reduce((sum, char) => sum + (char < '\u0100' ? size / 2 : size), 0)
  test.each([
    ['请上传照片或 PDF。', 80, ['请上传照片或', 'PDF。']],
    ['今天，明天', 20, ['今', '天，', '明天']],
    ['姓名（张三）', 30, ['姓名', '（张', '三）']],
    ['Ng Chee Meng', 30, ['Ng', 'Chee', 'Meng']],
    ['11010519491231002X', 50, ['1101051949', '1231002X']],
    ['一\n二', 50, ['一', '二']],
  ])('%s is broken as people break it', (text, width, lines) => {
    expect(wrap(text, width, 10, measure).map((line) => line.trim())).toEqual(lines)
  })
})
