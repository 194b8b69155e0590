/** Somebody for whom a person wants something done: `whose` is null for the person, and `only` says that they have just one such. */
export type ForWhom = { whose: string | null; only: boolean; another: boolean }

/** How people call those for whom they act; the first word is the one to use. */
const relatives: readonly (readonly string[])[] = [
  ['妈妈', '母亲', '老妈', '妈', '娘'],
  ['爸爸', '父亲', '老爸', '爸', '爹'],
  ['妻子', '老婆', '媳妇', '太太'],
  ['丈夫', '老公'],
  ['爱人', '对象', '配偶'],
  ['岳母', '丈母娘'],
  ['岳父', '老丈人'],
  ['婆婆'],
  ['公公'],
  ['奶奶'],
  ['爷爷'],
  ['外婆', '姥姥'],
  ['外公', '姥爷'],
]

/** Those of whom one may have several. */
const several: readonly (readonly string[])[] = [
  ['家人', '爸妈', '父母', '家里人', '家里老人', '老人', '亲戚', '亲人'],
  ['儿子'],
  ['女儿', '闺女'],
  ['孩子', '小孩'],
  ['哥哥', '哥', '大哥'],
  ['姐姐', '姐', '大姐'],
  ['弟弟', '弟'],
  ['妹妹', '妹'],
  ['朋友'],
  ['同事', '员工', '职工'],
  ['别人', '他人', '其他人', '另一个人', '另外一个人', '一个人'],
]

const labels = new Map(
  [...relatives, ...several].flatMap((words) => words.map((word) => [word, words[0]!] as const)),
)
const single = new Set(relatives.map(([first]) => first))

const anyone = [...labels.keys()].sort((a, b) => b.length - a.length).join('|')
const acts = '办|转|迁|申请|弄|填|打印|开|查|挪|搞|整|来'
const question = /[?？]|[吗么呢]$|什么|啥|多久|多少|材料|能不能|可不可以|行不行|可以.*吗/

const forOther = new RegExp(
  `(?:给|替|帮|代|为)(?:我|俺|咱们?)?(?:家|的|另外?一?个?|别的|其他)?(${anyone})(?:的)?(?=.*(?:${acts}))`,
)
const forSelf = new RegExp(
  `^(?:好的?|那|现在|下面|再|还是|换|回来|我要|我想|先|算了|[,，])*(?:给|替|帮|为|换|办|把|将)?(?:回)?(?:我)?(?:自己|本人)(?:的)?(?:社保|养老|医保|医疗|保险)*(?:再|也|来)?(?:${acts})?`,
)

const agreeing = /^(?:对的?|是的?|嗯+|好的?|没错|行|就|那|我要|我想|[,，。！!])*/
const acting = new RegExp(`^(?:也|再|来|去)?(?:${acts})(?:理|下|一下|吧|的|了|啊|呢|呗)*[。！!~]*$`)

/** Whether a message says for whom something is done (对，帮我妈办) and nothing else. */
export function saysOnlyForWhom(text: string): boolean {
  const words = text.replace(/\s+/g, '').replace(agreeing, '')
  const other = forOther.exec(words)
  return other?.index === 0 && acting.test(words.slice(other[0].length))
}

const insurance = '社保|社宝|养老|医保|医疗|保险'
const ofOther = new RegExp(
  `(?:我|俺|咱)(?:们?家)?(${anyone})(?:的|在|从|以前|原来|之前|现在|过去|交|缴|有|是|(?=${insurance}))(?=.*(?:${insurance}|[交缴转]))`,
)
const ofSelf = new RegExp(
  `我(?:自己|本人|的|这边的)(?:的)?(?:${insurance})|我自己|[给让叫]我(?!(?:家|的)?(?:${anyone}))`,
)

/**
 * Whose insurance a message speaks of (我妈在老家交的社保能弄过来不): how they are called, or null for the one who
 * writes. Who speaks of both speaks for themselves.
 */
export function aboutWhom(text: string): string | null {
  const words = text.replace(/\s+/g, '')
  if (ofSelf.test(words)) return null
  const other = ofOther.exec(words)?.[1]
  return other ? labels.get(other)! : null
}

/** Whether somebody who acts for another asks about themselves now (我要不要转社保). */
export const asksForSelf = (text: string): boolean =>
  /^(?:那|那么|对了|还有|另外|请问)*[,，\s]*我(?:自己|本人)?(?:现在|到底|这种情况)?(?:要不要|该不该|用不用|需不需要|需要)/.test(
    text.trim(),
  ) && aboutWhom(text) === null

/** For whom a message wants something done (给我妈办, 给我自己办), or null where it does not say. Questions say nothing. */
export function forWhom(text: string): ForWhom | null {
  const words = text.replace(/\s+/g, '')
  if (words.length > 40 || question.test(words)) return null
  const other = forOther.exec(words)?.[1]
  if (other) {
    const whose = labels.get(other)!
    return { whose, only: single.has(whose), another: /另|再|还有|换/.test(words) }
  }
  const self = forSelf.exec(words)?.[0]
  return self && new RegExp(acts).test(self) ? { whose: null, only: true, another: false } : null
}
