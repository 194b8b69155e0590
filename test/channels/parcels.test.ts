import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Manners, Parcel } from '../../src/channels/channel.ts'
import { parcelsOf } from '../../src/channels/parcels.ts'
import { plain } from '../../src/channels/plain.ts'
import { bytesOf, split } from '../../src/channels/split.ts'
import type { Saying } from '../../src/conversation/effect.ts'
import { catalogue } from '../everything/conversation.ts'

const manners = (changes: Partial<Manners> = {}): Manners => ({
  ...{ textBytes: 2048, markup: 'plain', buttons: 0, pictures: true, files: true },
  ...changes,
})
const saying = (text: string, more: Partial<Saying> = {}): Saying => ({
  ...{ flow: null, text },
  ...more,
})
const parcels = (says: Saying | readonly Saying[], changes: Partial<Manners> = {}, inOne = false) =>
  parcelsOf(
    [says].flat().map((one) => ({ saying: one })),
    manners(changes),
    catalogue.render,
    inOne,
  )
const texts = (all: readonly Parcel[]) =>
  all.map((parcel) => (parcel.kind === 'text' ? parcel.text : parcel.name))
const choices = [
  { value: 'enterprise', label: '外省企业保险转入' },
  { value: 'military', label: '退役军人保险转入' },
]
const png = new Uint8Array([0x89, 0x50, 0x4e, 0x47])

describe('a long text', () => {
  const piece = fc.oneof(
    fc.constantFrom(
      '您好，',
      '办好了。',
      '\n\n',
      '\n- ',
      '😀',
      '👨‍👩‍👧',
      '𠮷',
      '！',
      '“好。”',
      ' ',
    ),
    fc.stringMatching(/^[0-9]{1,30}$/),
    fc.stringMatching(/^[0-9]{1,4}[.,][0-9]{2}$/),
    fc.stringMatching(/^[一-龥]{1,40}$/),
    fc.constant('https://jiexu.test/#join=4829130576'),
  )
  const text = fc.array(piece, { maxLength: 80 }).map((pieces) => pieces.join(''))

  test('is cut into pieces that fit, with nothing lost but white space at the cuts', () => {
    fc.assert(
      fc.property(text, fc.integer({ min: 60, max: 400 }), (words, most) => {
        const pieces = split(words, most)
        for (const one of pieces) expect(bytesOf(one)).toBeLessThanOrEqual(most)
        const bare = (some: string) => some.replaceAll(/\s/g, '')
        expect(bare(pieces.join(''))).toBe(bare(words))
      }),
    )
  })

  test('is never cut inside a character, a number or an address', () => {
    fc.assert(
      fc.property(text, fc.integer({ min: 160, max: 400 }), (words, most) => {
        let at = 0
        for (const one of split(words, most).slice(0, -1)) {
          at = words.indexOf(one, at) + one.length
          const [before, after] = [words.slice(0, at), words.slice(at)]
          expect(before.isWellFormed() && after.isWellFormed()).toBe(true)
          expect(/‍$/.test(before) || /^‍/.test(after)).toBe(false)
          const joint = `${before.slice(-1)}${after.slice(0, 1)}`
          const run = /[\w.,:/#=-]*$/.exec(before)![0] + /^[\w.,:/#=-]*/.exec(after)![0]
          if (/[\w.][\w.]/.test(joint)) expect(bytesOf(run)).toBeGreaterThan(most)
        }
      }),
    )
  })

  test('is cut behind a sentence where that can be', () => {
    const sentence = '这是一个不长不短的句子，用来看看在哪里分开。'
    const pieces = split(sentence.repeat(40), 2048)
    expect(pieces).toHaveLength(2)
    for (const one of pieces) expect(one.endsWith('。')).toBe(true)
  })

  test('that fits stays whole, and one without any place to cut is cut all the same', () => {
    expect(split('您好。', 2048)).toEqual(['您好。'])
    expect(split('', 2048)).toEqual([])
    expect(split('9'.repeat(100), 40).map((one) => one.length)).toEqual([40, 40, 20])
  })
})

describe('choices', () => {
  test('are buttons where they fit', () => {
    const [parcel] = parcels(saying('哪一种？', { choices }), { buttons: 2 })
    expect(parcel).toEqual({ kind: 'text', text: '哪一种？', choices })
  })

  test('are numbered lines where they do not', () => {
    expect(texts(parcels(saying('哪一种？', { choices }), { buttons: 1 }))).toEqual([
      '哪一种？\n\n1. 外省企业保险转入\n2. 退役军人保险转入\n请回复数字，或者直接说。',
    ])
  })

  test('before another question are put in words, for a number would answer that', () => {
    const both = [saying('没有通过。', { choices }), saying('缴了多少个月？')]
    expect(texts(parcels(both))).toEqual([
      '没有通过。\n\n可以回复：外省企业保险转入、退役军人保险转入',
      '缴了多少个月？',
    ])
  })

  test('stand under the last piece of a long text', () => {
    const all = parcels(saying('一句话。'.repeat(300), { choices }), { buttons: 2 })
    expect(all.map((parcel) => parcel.kind === 'text' && parcel.choices !== undefined)).toEqual([
      false,
      true,
    ])
  })
})

describe('words', () => {
  test('lose their marks where a channel shows none, and keep what the marks said', () => {
    const text = '**受理成功**：看 [12333](http://si.12333.gov.cn)。\n- 一\n- 二'
    expect(texts(parcels(saying(text)))).toEqual([
      '受理成功：看 12333：http://si.12333.gov.cn。\n· 一\n· 二',
    ])
    expect(texts(parcels(saying(text), { markup: 'markdown' }))).toEqual([text])
  })

  test('in bold are bare words once they are plain', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[^*\n[\]]{1,20}$/), (words) => {
        expect(plain(`**${words}**`)).toBe(words)
      }),
    )
  })

  test('of several bubbles are one message where messages are counted', () => {
    const both = [saying('已记下。'), saying('哪一种？', { choices })]
    expect(parcels(both, { buttons: 2 }, true)).toEqual([
      { kind: 'text', text: '已记下。\n\n哪一种？', choices },
    ])
  })
})

describe('pictures and files', () => {
  const picture = { url: '/cell.png', alt: '凭证上框出的一格' }
  const file = { id: '1', name: '联系函.pdf', type: 'application/pdf', bytes: 4 }
  const enclosed = { name: file.name, type: file.type, content: png }

  test('go along where a channel carries them', () => {
    const written = [
      {
        saying: saying('在这里。', { picture, file }),
        picture: { name: 'picture.png', type: 'image/png', content: png },
        file: enclosed,
      },
    ]
    const kinds = parcelsOf(written, manners(), catalogue.render).map(({ kind }) => kind)
    expect(kinds).toEqual(['picture', 'text', 'file'])
  })

  test('are put in words where it does not, or where they are not to be had', () => {
    const bare = { files: false, pictures: false }
    const [first] = texts(parcels(saying('在这里。', { picture, file }), bare))
    expect(first).toContain(picture.alt)
    expect(first).toContain('“联系函.pdf”在这里发不了')
    const written = [{ saying: saying('在这里。', { picture, file }), file: null }]
    const [second] = texts(parcelsOf(written, manners(), catalogue.render))
    expect(second).toBe(first)
  })

  test('a picture in its text: with the first piece, beside nothing else', () => {
    const enclosed = { name: 'picture.png', type: 'image/png', content: png }
    const shown = (text: string, changes: Partial<Manners>) =>
      parcelsOf(
        [{ saying: saying(text, { picture }), picture: enclosed }],
        manners({ pictures: 'inText', ...changes }),
        catalogue.render,
      )
    expect(shown('在这里。', {})).toEqual([
      { kind: 'text', text: '在这里。', picture: { alt: picture.alt, ...enclosed } },
    ])
    const pieces = shown('在这里。'.repeat(20), { textBytes: 100 })
    expect(pieces.length).toBeGreaterThan(1)
    expect(pieces.map((piece) => 'picture' in piece)).toEqual(pieces.map((_, at) => at === 0))
  })

  test('asked for on a channel that takes pictures only: says how', () => {
    const [text] = texts(parcels(saying('请上传凭证。', { wants: 'file' }), { files: false }))
    expect(text).toContain('换到网页继续')
    expect(texts(parcels(saying('请上传凭证。', { wants: 'file' })))).toEqual(['请上传凭证。'])
  })
})
