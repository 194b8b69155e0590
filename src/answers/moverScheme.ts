import { type Answer, type AnswerKind, type Context, misunderstood, understood } from './answer.ts'
import { choice } from './choice.ts'
import { simplify } from './plain.ts'

/** What a person can be insured in. */
type Scheme = 'enterprise' | 'government' | 'resident' | 'military' | 'militarySpouse'

/** The schemes at the old place and at the new one. */
type MoverScheme = { from: Scheme; to: Scheme }

/** How people name the schemes. The army spouse's words hold the army's, so they are looked for first. */
const words: readonly [Scheme, RegExp][] = [
  ['militarySpouse', /随军(配偶|家属)?|军嫂/g],
  ['military', /军人|部队|退役|退伍|当兵|服役/g],
  ['government', /机关事业|机关|事业单位|事业编|公务员/g],
  ['resident', /城乡居民|居民|新农保|农村养老|农保|城居保/g],
  [
    'enterprise',
    /企业职工|城镇职工|职工|企业|公司|灵活就业|个人身份|打工|厂里?|单位(扣钱?|交|缴)/g,
  ],
]

/** 都是企业职工 · 以前是事业单位，现在在公司 · a choice of the form `from-to`. */
export const moverScheme: AnswerKind<MoverScheme> = {
  parse(text, context): Answer<MoverScheme> {
    const picked = choice.parse(text, context)
    if (picked.kind === 'understood') {
      const [from, to] = String(picked.value).split('-') as [Scheme, Scheme]
      return understood({ from, to })
    }
    const named = schemesIn(simplify(text))
    const [first, second] = named.map(({ scheme }) => scheme)
    if (named.length === 1 && first && /都|一样|两边|两地|一直/.test(text)) {
      return understood({ from: first, to: first })
    }
    if (named.length === 2 && first && second) {
      const turned = /(现在|目前|如今|这边).*(以前|原来|原先|之前|老家|那边)/.test(text)
      return understood(turned ? { from: second, to: first } : { from: first, to: second })
    }
    return named.length === 1 && first
      ? { kind: 'ambiguous', reason: 'oneOnly', choices: pairsWith(first, context) }
      : misunderstood(picked.kind === 'misunderstood' ? 'notAnAnswer' : 'unclear')
  },
  complete(messages, context) {
    const [last = '', before = ''] = messages.toReversed()
    const isOfBoth = /都|一样|也是|两边|两地/.test(last) && schemesIn(simplify(last)).length === 0
    return isOfBoth ? moverScheme.parse(`${before}，都是`, context) : null
  },
  write({ from, to }, { choices }) {
    return choices?.[`${from}-${to}`] ?? `${from}-${to}`
  },
}

/** What was offered with a scheme at either place. */
const pairsWith = (scheme: Scheme, { choices = {} }: Context) =>
  Object.entries(choices).flatMap(([pair, label]) => {
    const [from, to] = pair.split('-') as [Scheme, Scheme]
    return from === scheme || to === scheme ? [{ value: { from, to }, label }] : []
  })

/** The schemes that a text names, in its order. */
function schemesIn(text: string): { scheme: Scheme; at: number }[] {
  let left = text
  const found: { scheme: Scheme; at: number }[] = []
  for (const [scheme, pattern] of words) {
    left = left.replace(pattern, (hit, ...rest) => {
      const at = rest.find((part) => typeof part === 'number') as number
      found.push({ scheme, at })
      return ' '.repeat(hit.length)
    })
  }
  return found.sort((a, b) => a.at - b.at)
}
