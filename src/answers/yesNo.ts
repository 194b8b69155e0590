import { type Answer, type AnswerKind, notAnAnswer, understood } from './answer.ts'
import { askBack } from './askBack.ts'
import { comparable } from './plain.ts'

const label = (value: boolean) => (value ? '是' : '否')

const both = [true, false].map((value) => ({ value, label: label(value) }))

const lead =
  /^(?:(?:我的|我|俺|咱|本人|自己|您好|你好|哦|噢|啊|呃|额|嗯+|恩+|那|这个|那个|应该|应当|好像|貌似|似乎|估摸着?|目前|现在|暂时|到现在|至今|一直|从来|从|都|也|就|当然|肯定|确实|真的?|绝对|其实|当时|以前|之前|已经|早就|早|刚刚|刚|还|尚|暂|并|是真的?|老师|回答)[,， ]*)+/
const tail =
  /(?:[\s,，.。!！~、]|吧|啊|呀|呢|哦|噢|哈|嘛|喔|啦|咯|的|了|哎|诶|呐|滴|哒|过|谢谢|您|你|老师|先生|ing)+$/

const yes =
  /^(?:是|是的|对的|有的|是滴|系|对|对对|没错|正确|有|要|需要|好|好好|行|可以|可|成|中|得|嗯|恩|嗯嗯|嗯呢|恩恩|yes|y|yep|yeah|ok|okay|true|t|1|√|✓|✔|✅|领|领取|已领取|已领|领着|在领|在领取|正在领|正在领取|在拿|拿|拿着|享受|在享受|享受着|批|批准|批复|经过|经批准|经过批准|组织调动|组织批准|同意|必须|那必须|当然|肯定|确定|确实|没问题|没毛病|每月都?领|每个月都?领|办|办理|办好|属于|算|算是|愿意|想|想要|真)+$/
const no =
  /^(?:不是|不|否|没|没有|没得|木有|没领|没有领|没领取|没有领取|未领|未领取|没拿|没有拿|没享受|没有享受|未享受|没退休|没批|没有批|没批准|没有批准|未批准|未经批准|没经过|没有经过|没经过批准|没有经过批准|没办|没有办|没办理|未办理|未|无|不对|不要|不用|不需要|不行|不可以|不成|不愿意|不想|不想要|不属于|不算|不算是|不存在|冇|莫得|没这回事|没那回事|唔系|非|no|n|nope|false|f|2|×|✗|✘|❌|none|哪有)+$/

const unknown =
  /可能|也许|或许|大概|大约|不一定|说不|不好说|不确定|不清楚|不知道|不晓得|不太|不记得|记不|忘|看情况|没想好|不明白|不懂|没听懂|没看懂|不会|不方便|不告诉|再说/
const double =
  /不是没|不是不|没有不|不能不|不得不|不能说|不会没|没不|未必不|不无|无不|可不是|不是吧|应该吧|好像吧|一半|有时|有的.*有的|又.*又|算是吧|也是也不是|是也不是|有也没有/
const elsewhere =
  /爸|妈|爹|父亲|母亲|父母|老公|老婆|丈夫|妻子|爱人|媳妇|老伴|对象|儿子|女儿|闺女|孩子|哥|姐|弟|妹|朋友|同事|邻居|亲戚|同学|别人|人家|(?<!其)他|她|公积金|失业|工伤|生育|低保|医保|医疗|商业|补贴|救济|工资|奖金|抚恤/
const question =
  /[?？]|吗|么$|怎么|为什么|为啥|什么|啥|哪(?!有$)|多少|多久|是不是|有没有|要不要|能不能|对不对|咋|如何|谁|如果|要是|假如/
/** What a subject before the verb may be: 养老金, 基本养老保险待遇, … */
const subject =
  /(?:基本|职工|企业|城镇|的|按月|每个?月|正在|开始|正|在|到|都|任何|养老保险待遇|养老保险金|养老金|养老保险|养老待遇|养老|退休金|退休工资|退休待遇|退休费|待遇|社保|经?组织(?:部门)?|人社部门?|调动|调令|手续|文件|批文|一分钱?|钱|过)+/g

type Polarity = boolean | 'unknown' | 'double' | 'aside' | 'nothing'

function polarity(clause: string): Polarity {
  if (double.test(clause)) return 'double'
  if (elsewhere.test(clause)) return 'aside'
  if (unknown.test(clause)) return 'unknown'
  const plainly = clause.replace(tail, '')
  for (const words of [
    plainly,
    plainly.replace(lead, ''),
    plainly.replace(lead, '').replace(subject, '').replace(tail, ''),
  ]) {
    if (no.test(words)) return false
    if (yes.test(words)) return true
  }
  return 'nothing'
}

/** 是 or 否, in the words people use for them; what concerns somebody else is no answer. */
export const yesNo: AnswerKind<boolean> = {
  parse: (text, { choices }): Answer<boolean> => {
    const words = comparable(text).toLowerCase()
    const offered = Object.keys(choices ?? {})
    const picked = offered.length === 2 ? (offered[Number(words) - 1] ?? words) : words
    if (picked === 'yes' || picked === 'true') return understood(true)
    if (picked === 'no' || picked === 'false') return understood(false)
    if (/^(?:好|好的|嗯)?[,， ]*(?:等|稍等|我找|我看|我查)/.test(words)) return notAnAnswer
    if (question.test(words)) return notAnAnswer
    const clauses = words.split(/[,，.。;；!！\n、~ ]+/).filter((clause) => clause !== '')
    const found = clauses.map(polarity)
    if (found.includes('double')) return askBack('unclear', { choices: both })
    if (found.includes('unknown')) return askBack('unsure', { choices: both })
    const clear = new Set(found.filter((each) => typeof each === 'boolean'))
    if (clear.size === 2) return askBack('unclear', { choices: both })
    if (clear.size === 0) return notAnAnswer
    if (
      found[0] === 'aside' ||
      (clear.has(true) && found.some((each) => typeof each !== 'boolean'))
    )
      return notAnAnswer
    return understood(clear.has(true))
  },
  write: (value) => label(value),
}
