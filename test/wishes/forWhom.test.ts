import { describe, expect, test } from 'vitest'
import { aboutWhom, forWhom, saysOnlyForWhom } from '../../src/wishes/forWhom.ts'

describe('for whom something is to be done', () => {
  test.each([
    ['给我妈办', '妈妈'],
    ['给我妈转社保', '妈妈'],
    ['我想给我妈也办一个', '妈妈'],
    ['帮俺老爸申请转移', '爸爸'],
    ['再帮我老公办一份', '丈夫'],
    ['替爱人打印凭证', '爱人'],
    ['帮我丈母娘弄一下医保转移', '岳母'],
    ['给朋友办', '朋友'],
    ['给另一个人办', '别人'],
    ['再给另一个朋友办', '朋友'],
    ['替父母办', '家人'],
  ])('%s → %s', (text, whose) => {
    expect(forWhom(text)?.whose).toBe(whose)
  })

  test.each(['给我自己办', '给自己办', '还是办我自己的吧', '现在给我自己转医保', '换回我自己办'])(
    '%s → the one who writes',
    (text) => {
      expect(forWhom(text)).toMatchObject({ whose: null })
    },
  )

  test.each([
    '帮我办',
    '给我办理转移',
    '我妈在老家交的社保能弄过来吗',
    '替我妈办要什么材料',
    '可以帮家人办吗',
    '自己去办',
    '妈祖路1号',
    '河南省郑州市金水区文化路1号',
    '张给办',
    '查进度',
  ])('%s says nothing of it', (text) => {
    expect(forWhom(text)).toBeNull()
  })

  test.each([
    ['我妈在老家交的社保我在北京上班能弄过来不', '妈妈'],
    ['我妈的社宝能转疑到北京不', '妈妈'],
    ['俺爸以前在河南交过养老保险', '爸爸'],
    ['问一下我老公的医保怎么转', '丈夫'],
    ['我们家老人的养老保险要不要转', '家人'],
    ['我的社保要不要转，我妈的已经转了', null],
    ['我妈说我自己能转社保', null],
    ['我要转社保', null],
    ['我妈让我把社保转回去', null],
    ['我妈在北京给我找了工作，社保怎么转', null],
    ['我哥给我找的单位在杭州，社保怎么转', null],
  ])('%s speaks of %s', (text, whose) => {
    expect(aboutWhom(text)).toBe(whose)
  })

  test.each([
    ['对 帮我妈办', true],
    ['帮我妈办', true],
    ['嗯，就是给我爸转', true],
    ['帮我妈办，她还没领', false],
    ['对', false],
    ['替我妈办理一下吧', true],
  ])('%s says only for whom: %s', (text, only) => {
    expect(saysOnlyForWhom(text)).toBe(only)
  })

  test('friends may be several, mothers not', () => {
    expect(forWhom('给朋友办')).toMatchObject({ only: false })
    expect(forWhom('给我妈办')).toMatchObject({ only: true })
  })
})
