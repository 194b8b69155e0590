import { comparable } from '../answers/plain.ts'

/** Choices that file, agree, give up or take over: nothing but the choice itself may stand in the words. */
const weighty: ReadonlySet<string> = new Set(
  'confirm agree cancel proposal:accept page:add page:swap export'.split(' '),
)

export const isWeighty = (choice: string): boolean => weighty.has(choice)

const bareLine =
  /^(?:我|就|那|选|第|回复|按)*[\s(（]*(?:\d{1,2}|[一二三四五两])[\s)）]*(?:个|项|号)?(?:吧|啊|谢谢|[\s,，。.、!！])*$/u

/** Whether words are the number of a line, and not a sentence that a number stands in (12号改成1号). */
export const isBareLine = (text: string): boolean => bareLine.test(comparable(text))

const courtesy =
  /(?:核对|检查|看)(?:过|好|完)了?|提交一下|没有?(?:什么)?问题|没错|无误|正确|好的?|行|可以|嗯+|恩|哦|噢|对|是的|那|就|我们?|您|你|请|帮我?|给我|直接|现在|马上|赶紧|都|全|这样|这些|以上|愿意|继续|开始|填写?|办理?|谢谢|麻烦|辛苦|ok|yes|[了吧啊呀哈的呢去它快]|[\s,，。.、!！~…“”"'()（）]/giu
const asksBack = /[?？]|吗|么|是吧|对吧|了吧|行吧|没有$/u

/** Whether words say a choice and nothing beside it: no delay (一会儿提交), no doubt, no question. */
export function saysOnly(text: string, label: string): boolean {
  const words = comparable(text)
  if (asksBack.test(words)) return false
  const parts = comparable(label).split(/[\s,，]+/)
  const core = [...parts, ...parts.map((part) => part.replace(/^确认|^我要/, '')), '确认', '认可']
  const rest = core
    .filter((part) => part !== '')
    .sort((a, b) => b.length - a.length)
    .reduce((left, part) => left.replaceAll(part, ''), words)
  return rest.replaceAll(courtesy, '') === ''
}

/** 一会儿提交, 过几天再交: what is to be done, but not now. */
export const isForLater = (text: string): boolean =>
  /一?会儿?(?:再|提交|确认|同意|交)|等[会下等]|回头|过(?:几|两)?天|改天|晚[上点些]|明[天早]|后天|下[周月个]|稍后|以后再/u.test(
    comparable(text),
  )
