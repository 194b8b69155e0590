import { type Names, named } from './fields.ts'
import type { Glossary, Term } from './schema.ts'

const opening =
  /^(?:请问|问一下|问下|你好|您好|我想问一下|我想问|想问一下|想问|那个|那|这个|所谓的|凭证上的|上面的|表上的|里面的)+/u
const asking =
  '是什么意思|是啥意思|什么意思|啥意思|是个什么东西|是什么东西|是啥东西|是个什么|是个啥|是什么|是啥|指的是什么|指的是啥|指什么|指啥|是指什么|怎么理解|咋理解|的意思|的含义|的定义|是干什么用的|是干什么的|是干嘛的|是干啥的|是什么概念|是啥玩意儿|是啥玩意|解释一下|解释下|什么概念|代表什么|代表啥'
const asked = [
  new RegExp(`^(?<term>.+?)(?:${asking})(?:呀|啊|呢|嘛|来着|哦|吗)*$`, 'u'),
  /^(?:什么是|啥是|什么叫|啥叫|何为|何谓|解释一下|解释下|解释|介绍一下|介绍下|说说什么是|说一下什么是|给我讲讲什么是|什么叫做|啥叫做|查一下名词)(?<term>.+?)(?:呀|啊|呢|嘛|来着|哦)*$/u,
]
const around = /^(?:那个|这个|所谓的?)|(?:到底|究竟|这个|那个|都|的)$/gu

/**
 * The term that a normalised question asks the meaning of (什么是联系函, 联系函啥意思), or null.
 * Where a document and a field of the form share a name, the document is meant.
 */
export function termAsked(
  normal: string,
  names: Names,
  glossary: Glossary,
): { id: string; term: Term } | null {
  const bare = normal.replace(opening, '')
  for (const pattern of asked) {
    const words = pattern.exec(bare)?.groups?.term?.replace(around, '')
    const ids = words ? named(words, names) : []
    const id = ids.find((id) => !glossary[id]?.field) ?? ids[0]
    const term = id && glossary[id]
    if (term) return { id, term }
  }
  return null
}
