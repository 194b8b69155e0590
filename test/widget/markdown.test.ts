import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Block, type Piece, parseMarkdown, plainText } from '../../src/widget/markdown.ts'

const link = (href: string, text: string) => ({ kind: 'link', href, text })
const bold = (...pieces: Piece[]) => ({ kind: 'bold', pieces })
const lines = (...all: unknown[][]) => [{ kind: 'lines', lines: all }]

describe('the Markdown of messages', () => {
  test.each([
    ['甲\n乙', lines(['甲'], ['乙'])],
    ['甲\n\n乙', [...lines(['甲']), ...lines(['乙'])]],
    ['共 **75** 个月', lines(['共 ', bold('75'), ' 个月'])],
    ['2 * 3 ** 4', lines(['2 * 3 ** 4'])],
    ['身份证 110***********1237', lines(['身份证 110***********1237'])],
    ['手机 138****8000，身份证 110****1237', lines(['手机 138****8000，身份证 110****1237'])],
    ['见[第六条](https://a.cn/6)。', lines(['见', link('https://a.cn/6', '第六条'), '。'])],
    ['见https://a.cn/b，谢谢', lines(['见', link('https://a.cn/b', 'https://a.cn/b'), '，谢谢'])],
    ['[拨打](tel:12333)', lines([link('tel:12333', '拨打')])],
    ['[点我](javascript:alert)', lines(['点我'])],
    ['[点我](//evil.example)', lines(['点我'])],
    ['**[甲](/a)**', lines([bold(link('/a', '甲') as Piece)])],
    ['- 甲\n- 乙', [{ kind: 'list', items: [['甲'], ['乙']] }]],
    ['3. 丙\n4. 丁', [{ kind: 'list', start: 3, items: [['丙'], ['丁']] }]],
    ['<img onerror=x>', lines(['<img onerror=x>'])],
    ['', []],
  ])('%j', (text, blocks) => {
    expect(parseMarkdown(text)).toEqual(blocks)
  })

  test('loses no character of a text without marks', () => {
    const plain = fc.string({ unit: fc.constantFrom('社', '保', 'a', '1', '，', ' ', '(', ']') })
    fc.assert(
      fc.property(plain, (text) => {
        const said = `x${text}`
        expect(parseMarkdown(said).map(wordsOf).join('\n')).toBe(said)
      }),
    )
  })

  test('says bold words and links without their marks', () => {
    expect(plainText('**75** 个月，138****8000，见[第六条](https://a.cn/6)')).toBe(
      '75 个月，138****8000，见第六条',
    )
  })
})

function wordsOf(block: Block) {
  const all = block.kind === 'lines' ? block.lines : block.items
  return all.map((pieces) => pieces.join('')).join('\n')
}
