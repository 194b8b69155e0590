/**
 * What one clause says to a yes-or-no question: true, false, `unknown` (可能), `double` (不是没有), `assent` (好的,
 * which agrees to something and tells no fact), `aside` (what concerns somebody else or another matter) or `nothing`.
 */
export type Polarity = boolean | 'unknown' | 'double' | 'assent' | 'aside' | 'nothing'

const lead =
  /^(?:(?:我的|我|俺|咱|本人|自己|您好|你好|哦|噢|啊|呃|额|嗯+|恩+|那|这个|那个|觉得|想|看|记得|应该|应当|好像|貌似|似乎|估摸着?|又|目前|现在|暂时|到现在|至今|一直|从来|从|都|也|就|当然|肯定|确实|真的?|绝对|其实|当时|以前|之前|已经|早就|早|刚刚|刚|还|尚|暂|并|老师|回答)[,， ]*)+/
const tail =
  /(?:[\s,，.。!！~、]|吧|啊|呀|呢|哦|噢|哈|嘛|喔|啦|咯|的|了|哎|诶|呐|滴|哒|过|谢谢|您|你|老师|先生)+$/
/** What stands before the verb: 基本养老保险待遇, 组织部门, 正在, … */
const subject =
  /(?:基本|职工|企业|城镇|的|按月|每个?月|正在|开始|正|在|到|都|任何|养老保险待遇|养老保险金|养老金|养老保险|养老待遇|养老|退休金|退休工资|退休待遇|退休费|待遇|社保|经?组织(?:部门)?|人社部门?|调动|调令|手续|文件|批文|一分钱?|钱|过)+/g

const yes =
  /^(?:是|是的|对的|有的|是滴|系|对|没错|正确|有|嗯|恩|嗯呢|yes|y|yep|yeah|true|t|1|√|✓|✔|✅|当然|肯定|确定|确实|属于|算|算是|真|领|领取|享受|批|批准|经过|办理)+$/
const assent =
  /^(?:要|需要|好|行|可以|可|成|中|得|ok|okay|同意|必须|那必须|没问题|没毛病|愿意|想要)+$/
const no =
  /^(?:不是|不|否|没|没有|没得|木有|未|无|不对|不要|不用|不需要|不行|不可以|不成|不愿意|不想|不想要|不属于|不算|不算是|不存在|不曾|尚未|冇|莫得|没有?这回事|没有?那回事|唔系|非|no|n|nope|false|f|2|×|✗|✘|❌|none|哪有)+$/

/** What a person does or gets in the questions of these flows. */
const deed =
  '领(?!导|证|会)|拿|享受|退休|批(?!评)|批准|(?<!不)办(?!法|公|事)|调(?=[动令任过来去的]|$)|经过|组织|到(?:法定)?(?:退休)?(?:年龄|时候|岁数)'
const notDone = new RegExp(
  `(?:没有?|未|不曾|没能|从没|还没|尚未|并非|不是|不)(?:[\\p{Script=Han}]{0,6}?)(?:${deed})`,
  'u',
)
const done =
  /(?:领|拿)了?(?:[\d一二两三四五六七八九十几好半]+)个?(?:年|月)|(?:已经?|早就|就|正在|在|都|每个?月|从|开始|去年|前年|今年|\d年|刚刚?|按月).{0,8}(?:领(?!导|证|会)|拿|享受|批|调动)|(?:领|拿|享受|批|批准|调|领取)(?:上|到|着|过|完|下来)?(?:了|过|着|着呢)|组织.{0,4}(?:调|批)|有(?:批文|调令|批准|文件|手续)/u
const intended =
  /下个?月|明年|后年|下半年|年底|过(?:[\d一二两三几半]+个?)?[月年]|准备|打算|想领|要领|快领|快要|即将|马上|可以领|能领|才能|等着|等到|申请/

/** 还早着呢, 还差几年, 没到年纪. */
const notYet =
  /^(?:我|离退休|离领|还)*(?:早着|早呢|差[一二两三四五六七八九十几\d]+年|没到|不到)(?:年龄|年纪|岁数|时候|点|呢|着)*/u

const unknown =
  /可能|也许|或许|大概|大约|不一定|说不|不好说|不确定|不清楚|不知道|不晓得|不太|不记得|记不|忘[了记]|看情况|没想好|再说/
const double =
  /不是没|不是不|没有不|不能不|不得不|不能说|不会没|没不|未必不|不无|无不|可不是|^不是吧|^应该吧|^好像吧|不是说[没不]|一半|有时|有的.+有的.|又.*又|算是吧|也是也不是|是也不是|有也没有/
const elsewhere =
  /爸|妈|爹|父亲|母亲|父母|老公|老婆|丈夫|妻子|爱人|媳妇|老伴|对象|婆婆|公公|老头|老太|的人|儿子|女儿|闺女|孩子|哥|姐|弟|妹|朋友|同事|邻居|亲戚|同学|别人|有人|人家|(?<!其)他|她|公积金|失业|工伤|生育|低保|医保|医疗|商业|补贴|救济|(?<!退休)工资|奖金|抚恤|卡|证|排号/

/** Reads one clause of comparable words in lower case. */
export function polarity(clause: string): Polarity {
  if (double.test(clause)) return 'double'
  if (elsewhere.test(clause)) return 'aside'
  if (clause.length <= 12 && unknown.test(clause)) return 'unknown'
  const plainly = clause.replace(tail, '')
  const bare = plainly.replace(lead, '')
  for (const words of [plainly, bare, bare.replace(subject, '').replace(tail, '')]) {
    if (no.test(words)) return false
    if (yes.test(words)) return true
    if (assent.test(words)) return 'assent'
  }
  if (notDone.test(clause) || notYet.test(clause)) return false
  if (
    intended.test(clause) &&
    /^(?:我|还)?(?:要|得)?(?:等|到)?(?:下个?月|明年|后年|下半年|年底)/.test(clause) &&
    /才|再|开始/.test(clause)
  )
    return false
  return done.test(clause) && !intended.test(clause) ? true : 'nothing'
}
