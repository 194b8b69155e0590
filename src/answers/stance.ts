/** How a person stands to the words just said: only `told` and, asking back, `unsure` may become an answer. */
export type Stance = 'told' | 'unsure' | 'asked' | 'denied' | 'supposed' | 'aside'

const helping =
  /(?:我|让|叫|请)?[\p{Script=Han}]{0,4}(?:帮我|替我|给我)(?:填|写|看|查|打|算|找|念|报)/gu

const tag =
  /[,，。.\s]*(?:对吗|对吧|对不对|对么|是吗|是吧|是不是|可以吗|行吗|好吗|可以吧|可以么|行吧|好吧|行么|行不行|可以不|(?:看|收|听)到了?吗|明白了?吗|没问题吧|有问题吗)[?？。.!！\s]*$/u

const assured = /没错|错不了|没有错|没写错|不会错/g

const somebody =
  /爸|妈(?!咪哄)|爹|爷爷|奶奶|父亲|母亲|父母|外公|外婆|姥姥|姥爷|公公|婆婆|岳父|岳母|丈母娘|老公|老婆|丈夫|妻子|爱人|媳妇|老伴|对象|儿子|女儿|闺女|孩子|小孩|娃|哥|(?<!小)姐|弟|妹|叔|舅|姑|姨|侄|表亲|朋友|同事|邻居|亲戚|同学|室友|老板|领导|家人|家里人|别人|旁人|人家|(?<![其吉])他|她/

const otherMatter =
  /公积金|失业|工伤|生育|商业保险|商保|车险|寿险|意外险|低保|房贷|车贷|贷款|房租|居住证|有效期|上学|读书|念书|大学|高中|留学|坐牢|结婚|离婚|怀孕|住院|恋爱|排队|号段|快递|订单|银行卡|卡号|工资|奖金|年薪|月薪|彩票/

const asking =
  /怎么|为什么|为啥|为何|什么|啥|哪|多少|多久|多长|能不能|可不可以|是不是|有没有|要不要|算不算|会不会|行不行|够不够|咋|如何|谁(?!知)|请问|干嘛|干吗|何时|几时|几号|几月|几点|吗|么[?？!！。\s]*$/

const doubting =
  /[?？]+[\s!！]*$|[,，。\s]*(?:我|也|还)*(?:不(?:是)?(?:很|太|大|怎么|十分)?(?:确定|清楚|记得|肯定|知道|敢说|敢确定|敢肯定)|记不(?:清|得|太清|大清|住)|说不(?:准|好|清)|拿不准|没把握|忘(?:了|记)(?!说|写|填|发|告诉|带)|没?印象不深|吃不准|搞不清)(?:楚|了|的)*/g

const supposing = /如果|要是|假如|假设|假使|万一|比如|例如|譬如|比方|^例[:：]|倘若/

/** Tells whether comparable words only suppose something or repeat an example. */
export const supposes = (words: string): boolean => supposing.test(words)

/** Comparable words without the clauses that tell somebody else's value beside one's own (我爸交了10年，我交了5年). */
export function ofOneself(words: string): string {
  const clauses = words.split(/[,，。;；\n]+|(?<=\d) +(?=\p{Script=Han})/u)
  const isOther = (clause: string) =>
    somebody.test(clause) && /\d|[一二两三四五六七八九十]/.test(clause)
  const own = clauses.filter((clause) => !isOther(clause))
  const holds = own.some((clause) => /\d|[一二两三四五六七八九十]/.test(clause))
  const isMarked =
    own.some((clause) => /我|本人|自己/.test(clause)) || isOther(clauses.at(-1) ?? '')
  return own.length < clauses.length && holds && isMarked ? own.join('，') : words
}

/** Comparable words without what only says how sure the person is: tag questions, 没错, 不太确定, a question mark. */
export const withoutAssurance = (words: string): string =>
  words.replace(tag, '').replace(assured, '').replace(doubting, '').trim()

/** Reads the stance of comparable words in which a value was found. */
export function stance(words: string): Stance {
  const rest = words.replace(helping, '').replace(tag, '').replace(assured, '')
  if (supposing.test(rest)) return 'supposed'
  if (somebody.test(rest) || otherMatter.test(rest)) return 'aside'
  if (asking.test(rest)) return 'asked'
  if (rest.search(doubting) >= 0) return 'unsure'
  return /不是|并非|不对|错了|有误|不正确|作废|停用|注销|(?:别|不要|不能|不用)(?:填|写|用|打)/.test(
    rest,
  )
    ? 'denied'
    : 'told'
}
