/**
 * Somebody for whom a person wants something done: `whose` is null for the person, and `only` says that
 * they have just one such.
 */
export type ForWhom = {
  whose: string | null
  only: boolean
  another: boolean
  /** What was filled in already is this person's (帮我妈办的, 这是我妈的 不是我的). */
  owns?: true
  /** Not now (妈妈的等会). */
  later?: true
  /** Meant only where this person's errand is open already (我的, 那我老公的呢). */
  ifOpen?: true
}

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
  ['姨妈', '大姨', '二姨', '三姨', '小姨', '阿姨', '姨'],
  ['姑姑', '大姑', '二姑', '小姑', '姑妈', '姑'],
  ['舅舅', '大舅', '二舅', '小舅', '舅'],
  ['叔叔', '二叔', '三叔', '叔', '伯伯', '大伯'],
  ['朋友'],
  ['同事', '员工', '职工'],
  ['别人', '他人', '其他人', '另一个人', '另外一个人', '一个人'],
]

const labels = new Map(
  [...relatives, ...several].flatMap((words) => words.map((word) => [word, words[0]!] as const)),
)
const single = new Set(relatives.map(([first]) => first))

const anyone = [...labels.keys()].sort((a, b) => b.length - a.length).join('|')
const acts = '办|转|迁|申请|弄|填|打印|开|查|挪|搞|整|来|问'
const question = /[?？]|[吗么呢]$|什么|啥|多久|多少|材料|能不能|可不可以|行不行|可以.*吗/

const forOther = new RegExp(
  `(?:给|替|帮|代|为)(?:我|俺|咱们?)?(?:家|的|另外?一?个?|别的|其他)?(${anyone})(?:的)?(?=.*(?:${acts}))`,
)
const forSelf = new RegExp(
  `^(?:好的?|那|现在|下面|再|还是|换|回来|我要|我想|先|算了|[,，])*(?:给|替|帮|为|换|办|把|将)?(?:回)?(?:我)?(?:自己|本人)(?:的)?(?:社保|养老|医保|医疗|保险)*(?:再|也|来)?(?:${acts})?`,
)

const agreeing = /^(?:对的?|是的?|嗯+|好的?|没错|行|就|那|我要|我想|[,，。！!])*/
const acting = new RegExp(`^(?:也|再|来|去)?(?:${acts})(?:理|下|一下|吧|的|了|啊|呢|呗)*[。！!~]*$`)

/** Whether a message says for whom something is done (对，帮我妈办, 回到我妈那个) and nothing else. */
export function saysOnlyForWhom(text: string): boolean {
  if (turnsTo(text)) return true
  const words = text.replace(/\s+/g, '').replace(agreeing, '')
  const other = forOther.exec(words)
  return other?.index === 0 && acting.test(words.slice(other[0].length))
}

const insurance = '社保|社宝|养老|医保|医疗|保险'
const ofOther = new RegExp(
  `(?:我|俺|咱)(?:们?家)?(${anyone})(?:的|在|从|以前|原来|之前|现在|过去|交|缴|有|是|要不要|用不用|该不该|需不需要|能不能|(?=\\d{2}|今年|户口|(?:现在|就|只|才)?[交缴]|${insurance}))(?=.*(?:${insurance}|[交缴转]|领))`,
)
const askedFor = new RegExp(
  `(?:给|替|帮|代|为)(?:我|俺|咱)?(?:家|的)?(${anyone})(?:看|问|查|算)[^我]*(?:${insurance}|[交缴转领])`,
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
  const other = (ofOther.exec(words) ?? askedFor.exec(words))?.[1]
  return other ? labels.get(other)! : null
}

/** Whether somebody who acts for another asks about themselves now (我要不要转社保). */
export const asksForSelf = (text: string): boolean =>
  /^(?:那|那么|对了|还有|另外|请问)*[,，\s]*我(?:自己|本人)?(?:现在|到底|这种情况)?(?:要不要|该不该|用不用|需不需要|需要)/.test(
    text.trim(),
  ) && aboutWhom(text) === null

const who = `(?:(?:我|俺|咱们?)?(?:家|的)?(?<other>${anyone})|(?<self>我自己|自己|本人|我(?=的|那|这)))`
const which = `(?:的|那个|那份|那张|那边|这个|这份|${insurance}|转移|申请)*`
const ending = '(?:吧|啊|呀|呢|呗|了|哈|哦|嘛|[。！!~])*$'
const doing = '(?:办|转|迁|申请|弄|填|挪|搞|整|问|看)'
const leading = '^(?:那|好的?|嗯|现在|还是|再|就|我要|我想|麻烦|请|把|要|不[，,]?)*(?:去|来)?'
const back = `(?:回到|切回到?|切换?到|换回到?|换到|换成|转回到?|返回到?|接着|继续|先|现在|还是先)(?:${doing}理?)?`

/** How somebody goes from one errand to another: 回到我妈那个, 我妈的也办一下, 爸爸的先. */
const turning = [
  `${leading}${back}${who}${which}(?:去|先|接着办|继续)?${ending}`,
  `${leading}${who}(?:的${which}(?:也|先|再|还|都|要|想|得)*|也(?:要|想|得)*)${doing}(?:理|下|一下|一个|一份|个)*${ending}`,
  `${leading}${who}的${which}(?:优先|先)(?:来|${doing}理?完?)?${ending}`,
].map((pattern) => new RegExp(pattern, 'u'))

const theirs = new RegExp(`^(?:那么?|还有)?${who}的${which}(?:呢|吧)?[?？。！!~]*$`, 'u')

const putsOff = new RegExp(
  `${leading}${who}(?:的${which})?(?:先)?(?:等|待会|以后|回头|晚点|之后|再说|先?不急|先?不[办弄填转]|明天|改天|过[几两]天|缓)`,
  'u',
)

/** What says whose the form is that was filled in, and what may stand beside it: 不是我的, 我是她女儿. */
const owning = new RegExp(
  `^(?:我|这个?|这份|这张|上面|刚才|前面|那个|都|也|其实|就|本来|填)*是?(?:给|替|帮|代|为)${who}${doing}理?的${ending}`,
  'u',
)
const belonging = new RegExp(
  `^(?:我|这个?|这些|这份|这张|上面|刚才|前面|那个?|填|写|的|都|其实)*是${who}的${ending}`,
  'u',
)
const notMine = /^(?:都|这|又|并|可)*不是(?:我|他|她)(?:自己|本人|妈|爸)?的/u
const related = /^我(?:是|就是)(?:她|他|其)/u

/** Words that turn to somebody's errand, or say whose the one in hand is; clause by clause. */
function turnsTo(text: string): ForWhom | null {
  const clauses = text.split(/[\s,，。;；!！]+/u).filter(Boolean)
  const person = (found: RegExpExecArray | null): ForWhom | null => {
    if (!found) return null
    const whose = found.groups?.other ? labels.get(found.groups.other)! : null
    return { whose, only: whose === null || single.has(whose), another: false }
  }
  const isBeside = (clause: string) => notMine.test(clause) || related.test(clause)
  const [owner, ...others] = clauses.filter((clause) => !isBeside(clause))
  if (owner && others.length === 0) {
    const denied = clauses.some((clause) => notMine.test(clause))
    const owned = person(owning.exec(owner) ?? (denied ? belonging.exec(owner) : null))
    if (owned) return { ...owned, owns: true }
  }
  for (const clause of clauses) {
    const turned = turning.map((pattern) => pattern.exec(clause)).find(Boolean)
    if (turned && !putsOff.test(clause)) return person(turned)
  }
  const off = clauses.length === 1 ? person(putsOff.exec(text.trim())) : null
  return off?.whose ? { ...off, later: true } : null
}

/** For whom a message wants something done (给我妈办, 给我自己办), or null where it does not say. Questions say nothing. */
export function forWhom(text: string): ForWhom | null {
  const words = text.replace(/\s+/g, '')
  const meant = theirs.exec(words)
  if (meant) {
    const whose = meant.groups?.other ? labels.get(meant.groups.other)! : null
    return { whose, only: whose === null || single.has(whose), another: false, ifOpen: true }
  }
  if (words.length > 40 || question.test(words)) return null
  const turned = turnsTo(text)
  if (turned) return turned
  const other = forOther.exec(words)?.[1]
  if (other) {
    const whose = labels.get(other)!
    return { whose, only: single.has(whose), another: /另|再|还有|换/.test(words) }
  }
  const self = forSelf.exec(words)?.[0]
  return self && new RegExp(acts).test(self) ? { whose: null, only: true, another: false } : null
}
