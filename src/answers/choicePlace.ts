import { readNumber } from './numerals.ts'

/** Which places of the list words name (from 0) and what else they say; `range` where there is no such place. */
export type Places =
  | { kind: 'places'; at: number[]; rest: string }
  | { kind: 'range' }
  | { kind: 'none'; rest: string }

const numeral = '(?:\\d{1,2}|[一二三四五六七八九十两壹贰叁肆伍]|[a-iA-I])'
const want =
  '(?:[.…~,，]|那个|我|好像|可能|就|那|请|嗯|好的?|应该|要|想|属于|答案|回答|回复|是|情况|的)*'
const pick = '(?:选项|选择|选|办|走|按|勾|点|答)?(?:择|的是|了|的|个)?(?:[nN][oO]\\.?)?'
const measured = '(?:个选项|个|种情况|种类型|种|项|条|类|款|号|选项|行|位|情况)'
const measure = `${measured}?(?:选项|情况)?`
const closing = '吧|啊|呢|哦|呀|嘛|的|了|好像|谢谢|就行|就好|就可以|[,.。、!~\\s]'
const end = `(?:${closing})*`

const single = new RegExp(
  `^${want}${pick}[第\\s:：(\\[【「『“"'#]*(?<place>${numeral})[)\\]】」』”"'\\s]*${measure}${end}$`,
)
const first = new RegExp(
  `^${want}${pick}(?<ordinal>第)?[\\s:：(\\[【「『“"'#]*(?<place>${numeral})(?:[)\\]】」』”"'.、,:：。\\s]+${measured}?|${measured})(?<gap>[,，:：、 ]*)(?<rest>\\D.+)$`,
)
/** 2个孩子, 3号来过, 3 年了 count or date something: they name no place of a list. */
const counting = /(?:个|号|位|行)$/
const unit = /^(?:个?月|年|日|天|岁|次|周|块|元|万|千|小时|分钟)/

const counts = (
  said: string,
  { ordinal, gap = '', rest = '' }: Record<string, string | undefined>,
) =>
  !ordinal &&
  (unit.test(rest) || (gap === '' && counting.test(said.slice(0, said.length - rest.length))))

const several = new RegExp(
  `^${want}${pick}第?(?<one>${numeral})${measure}(?:(?:[\\s,，、/&+~-]|和|或者?|跟|与|还是|及)+(?:选|第)*|(?=${numeral}都))(?<two>${numeral})${measure}(?:都(?:是|有|行|可以|符合)?|${closing})*$`,
)
const ordinals: readonly [RegExp, (count: number) => number][] = [
  [
    /^(?:我|就|要|选|是|那)*(?:最后一|最末一|最下面?那?一?|最下边那?一?|末尾那?一?|倒数第一|倒数一)(?:个|种|项|条|类)?(?:吧|的|呢|啊|选项)*$/,
    (count) => count - 1,
  ],
  [
    /^(?:我|就|要|选|是|那)*倒数第[二2](?:个|种|项|条|类)?(?:吧|的|呢|啊|选项)*$/,
    (count) => count - 2,
  ],
  [
    /^(?:我|就|要|选|是|那)*(?:最上面?那?一?|最上边那?一?|头一|最前面?那?一?|首)(?:个|种|项|条|类)(?:吧|的|呢|啊|选项)*$/,
    () => 0,
  ],
  [
    /^(?:我|就|要|选|是|那)*(?:前|上)(?:(?:面|边|头)(?:那)?一?(?:个|种|项|者)?|那?一?(?:个|种|项|者))(?:吧|的|呢|啊)*$/,
    (count) => (count === 2 ? 0 : -1),
  ],
  [
    /^(?:我|就|要|选|是|那)*(?:后|下)(?:(?:面|边|头)(?:那)?一?(?:个|种|项|者)?|那?一?(?:个|种|项|者))(?:吧|的|呢|啊)*$/,
    (count) => (count === 2 ? 1 : -1),
  ],
  [
    /^(?:我|就|要|选|是|那)*(?:当?中间?|中间)(?:那)?一?(?:个|种|项)(?:吧|的|呢|啊)*$/,
    (count) => (count === 3 ? 1 : -1),
  ],
]

const indexOf = (place: string) =>
  /[a-z]/i.test(place) ? place.toLowerCase().charCodeAt(0) - 97 : (readNumber(place) ?? 0) - 1

/** Finds the places of a list of `count` choices that comparable words name: 1, ①, 第一个, 选A, 最后一个. */
export function pickByPlace(words: string, count: number): Places {
  for (const [pattern, at] of ordinals) {
    if (!pattern.test(words)) continue
    const index = at(count)
    return index >= 0 && index < count
      ? { kind: 'places', at: [index], rest: '' }
      : { kind: 'none', rest: words }
  }
  const two = several.exec(words)?.groups
  if (two?.one && two.two) return within([indexOf(two.one), indexOf(two.two)], count, '')
  const one = single.exec(words)?.groups
  if (one?.place) return within([indexOf(one.place)], count, '')
  const led = first.exec(words)?.groups
  if (
    led?.place &&
    led.rest &&
    !counts(words, led) &&
    indexOf(led.place) >= 0 &&
    indexOf(led.place) < count
  ) {
    return { kind: 'places', at: [indexOf(led.place)], rest: led.rest }
  }
  return { kind: 'none', rest: words }
}

function within(at: number[], count: number, rest: string): Places {
  return at.every((index) => index >= 0 && index < count)
    ? { kind: 'places', at, rest }
    : { kind: 'range' }
}
