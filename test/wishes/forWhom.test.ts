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
    ['我老婆的也要转 先弄她的', '妻子'],
    ['回到我妈那个', '妈妈'],
    ['切回爸爸', '爸爸'],
    ['现在填妈妈的', '妈妈'],
    ['先办我爸的养老', '爸爸'],
    ['爸爸的先', '爸爸'],
    ['妈妈的等会 先弄我爸的', '爸爸'],
    ['我妈的也办一下', '妈妈'],
    ['我妈也要转', '妈妈'],
    ['帮我妈问下要不要转', '妈妈'],
    ['替我二姨问一下', '姨妈'],
    ['那我老公的呢', '丈夫'],
  ])('%s → %s', (text, whose) => {
    expect(forWhom(text)?.whose).toBe(whose)
  })

  test.each([
    '给我自己办',
    '给自己办',
    '还是办我自己的吧',
    '现在给我自己转医保',
    '换回我自己办',
    '我自己的也办',
    '回到我的',
    '先弄我自己那份',
  ])('%s → the one who writes', (text) => {
    expect(forWhom(text)).toMatchObject({ whose: null })
  })

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
    '我妈的已经转了',
    '我爸的办好了',
    '我妈叫周桂兰',
    '我妈的名字错了',
    '我妈那边的号码是0377-62288888',
    '先不办',
    '继续',
    '我的手机号换了',
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
    ['我妈要不要转', '妈妈'],
    ['我爸用不用转啊', '爸爸'],
    ['我妈62年的 在上海纺织厂干了12年 该在哪领', '妈妈'],
    ['帮我妈看看她在哪领养老金', '妈妈'],
    ['我妈要我转社保', null],
    ['我妈让我把社保转回去', null],
    ['我妈在北京给我找了工作，社保怎么转', null],
    ['我哥给我找的单位在杭州，社保怎么转', null],
  ])('%s speaks of %s', (text, whose) => {
    expect(aboutWhom(text)).toBe(whose)
  })

  test.each([
    ['帮我妈办的 我是她女儿', '妈妈'],
    ['这是我妈的 不是我的', '妈妈'],
    ['我是替我爸填的', '爸爸'],
    ['不是我的，上面填的都是我妈的', '妈妈'],
  ])('%s says that what was filled in is of %s', (text, whose) => {
    expect(forWhom(text)).toMatchObject({ whose, owns: true })
  })

  test.each(['帮我妈办', '13512345678 这是我妈的', '这个号码是我妈的'])(
    '%s does not say whose the form is',
    (text) => {
      expect(forWhom(text)?.owns).toBeUndefined()
    },
  )

  test.each(['妈妈的等会', '我爸的回头再说'])('%s puts it off', (text) => {
    expect(forWhom(text)).toMatchObject({ later: true })
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
