import { comparable } from '../answers/plain.ts'

/** What somebody says at a question instead of an answer: to be let look, to be back, not to know, not to want to tell, to ask how much is left. */
export type Manner = 'wait' | 'ready' | 'unknown' | 'unwilling' | 'howMuchLeft'

const padding =
  '好的?|嗯+|哦|噢|喔|那个?|我们?|你|您|俺|先|去|再|就|还|也|请|让|给|哎呀?|诶|啊|呀|哈|吧|呢|了|嘛|哟|的|要|得|需要|可能|正在|正|在|一下|下|一会儿?|会儿|马上就?|凭证|身份证|证件?|户口本|单子|资料|材料|手机|家里|这个?|这项|这一项|上面?|里面?|忘了|不?在(?:身边|手边|手上|手头|家)|回家|翻|，|,|。|\\.|…|~|!|！|\\s'
const waiting =
  '(?:我)?(?:去|先)?(?:接|回|打)个?电话|(?:我)?(?:去|先)?(?:忙|开会|上个?厕所|吃饭|开门|取快递)|等我?[一两二三五十几]+分钟|等一?等|等等|等我?(?:一下下?|一会儿?|会儿?|下|片刻)?|稍等(?:片刻)?|稍候|请稍等|马上(?:就?来|就好|发|给你)?|就来|别急|不在(?:身边|手边|手上|手头)|没带|(?:找|翻|看|查|数|算|拿|取|拍|想|问|瞅|核对|确认)(?:一?下|一?\\k<verb>)?'
const waitingAlone = new RegExp(
  `^(?:${padding})*(?:(?<core>${waiting.replace('\\k<verb>', '[找翻看查数算拿取拍想问瞅]')})(?:${padding})*)+$`,
  'u',
)
/** One bare verb (找, 看) asks for no time; doubled, or with 等, it does. */
const patience =
  /等|稍|电话|忙|开会|厕所|吃饭|开门|快递|马上|就来|别急|没带|不在(?:身边|手边|手上|手头)|([找翻看查数算想问瞅])(?:一)?\1|(?:找|翻|看|查|数|算|拿|取|拍|想|问|瞅|核对|确认)(?:一?下)|我(?:去|来|先|再)?(?:找|翻|看|查|拿|取|拍|问)/u

const notKnowing =
  '(?:我|俺|这个?|那个?|也|真|真的|还|都|确实|实在|完全|一点|有点|是|太|大|怎么|到底)*(?:不知道|不晓得|不清楚|不太清楚|不记得|记不清楚?|记不得|记不住|忘记?了?|想不起来|搞不清楚?|弄不清楚?|搞不明白|弄不明白|不了解|不确定|不会[填弄写用搞传选整]?|不懂|不太懂|不明白|没听懂|没看懂|没看明白|看不懂|看不清楚?|看不明白|看不到|没有?写|没有?印|没有|太难了?|好难|难|太复杂了?|好复杂|一头雾水|头大|晕了?|懵了?|咋整|怎么办|咋办|帮帮我)'
const unknownAlone = new RegExp(
  `^(?:(?:凭证上?|证上|单子上|上面|里面|哎呀?|唉|啊|呃|额|嗯)|(?:${notKnowing})|[啊呀哦吧呢了嘛的哈,，。.…~!！\\s])+$`,
  'u',
)
const unknownSomewhere = new RegExp(
  notKnowing
    .slice(0, -1)
    .replace(/\|没有\|/, '|')
    .replace(/\|难\|/, '|')
    .concat(')'),
  'u',
)
const lacking =
  /^(?:我|俺|这个?|上面)*没有?(?:这个?|那个?)?[\p{Script=Han}]{1,6}(?:怎么办|咋办|咋整)?[啊呀呢,，。!！]*$/u

const left =
  /还(?:有|剩|要填?|需要填?|得填?)(?:下)?(?:几|多少)(?:项|个|步|题|道)?|还要(?:填|问)?(?:多久|多少|几)|(?:填|弄)到(?:哪|第几)|(?:一共|总共)(?:有|要填?)?(?:几|多少)(?:项|步|个问题|题)/u

const ready =
  /^(?:好了?|嗯|我|久等了?|[,，\s])*(?:好了|找到了|拿到了|翻到了|查到了|看到了|有了|来了|回来了|可以了|弄好了|准备好了)[啊呀,，。!！~\s]*$/u
const unwilling =
  /^(?:我|就是|真的|还|这个|实在)*(?:不想|不愿意?|不方便|不乐意|能不能不|可不可以不|可以不)(?:告诉|说|填|留|给|写|提供|透露)/u
const unknownCore = new RegExp(notKnowing, 'u')
const lossFirst = new RegExp(`^${notKnowing}`, 'u')

/** Whether a short message begins with not knowing (不知道选哪个): about what is asked, not about the matter. */
export function startsAtALoss(text: string): boolean {
  const words = comparable(text)
  return words.length <= 7 && lossFirst.test(words) && !/^(?:怎么办|咋办|咋整|没有?)/.test(words)
}

/** 你等一下我看看那个余额: says what is looked for, too. */
const waitingFor =
  /^(?:好的?|嗯|你|您|那|麻烦|先|请|[,，\s])*等(?:我)?(?:等|一?下下?|一?会儿?)[,，\s]*(?:我|让我|先|去|再|来)*(?:找|翻|看|查|数|算|拿|取|拍|想|问|瞅|核对|确认)[^,，。?？]{0,9}$/u

/** Reads how a whole message stands to an open question, where it is no answer; null where it says something else. */
export function mannerOf(text: string): Manner | null {
  const words = comparable(text)
  if (words.length > 30 || /\d{3}/.test(words)) return null
  if (left.test(words) && !/办(?:好|完|下来)/.test(words)) return 'howMuchLeft'
  if (waitingAlone.test(words) && patience.test(words)) return 'wait'
  if (waitingFor.test(words) && !asks(text)) return 'wait'
  if (ready.test(words)) return 'ready'
  if (unwilling.test(words)) return 'unwilling'
  return unknownAlone.test(words) && unknownCore.test(words) ? 'unknown' : null
}

/** Whether a message says, among other things, that the person does not know or has not got what is asked. */
export function isAtALoss(text: string): boolean {
  const words = comparable(text)
  return words.length <= 30 && (unknownSomewhere.test(words) || lacking.test(words))
}

const asking =
  /[?？]|吗|(?<=[\p{Script=Han}])没[啊呀呢]?$|[要用能会可好对是行][^,，]{0,8}不[啊呀呢]?$|么[啊呀]?$|多久|多长|多少|几[天年月个次种项]|怎么|咋|如何|什么|啥|哪|谁|为何|会不会|能不能|可不可以|要不要|是不是|有没有|算不算|用不用|还是|能否|是否|行不|可以不|(?<!不)(?<verb>[^\P{Script=Han}不])不\k<verb>|没[^,，。\s]{0,5}错吧[啊呀]?$|不了了?吧$|[错对好完成]了没有[啊呀]?$/u

const tag =
  /^(?:这样|这个|这|号码|现在)*.{0,3}(?:对|行|可以|好|是)(?:吗|不|么|吧|不对|不行|不可以)/u

/** Whether a clause is a question of its own, and none that only seeks assent (对吗, 这样可以吗). */
export const isPlainQuestion = (clause: string): boolean =>
  clause.length >= 5 &&
  /[?？]$|吗$|[^没]没$|不$/u.test(clause.trim()) &&
  asks(clause) &&
  !tag.test(clause)

const none =
  /^(?:我|俺|我的|这个?|那个?|上面|凭证上?|证上|好像|都)*(?:没有|没得|没写|没印|冇|莫得|无)(?:这个?|那个?)?(?:编号|凭证号|医疗保障编号|号码?|日期|东西|一?项|一?栏)?[写印的了啊呀哦呢,，。!！\s]*$/u

/** Whether a message says no more than that there is no such thing. */
export const hasNone = (text: string): boolean => none.test(comparable(text))

/** Whether words ask something. */
export const asks = (text: string): boolean => asking.test(comparable(text))

/** Questions that name no subject (要多久, 要钱吗): in a form they are about what it does. */
const bare =
  /^(?:请问|那|那么|哦|对了|另外|还有|等一下?|等等|稍等|[,，\s]|我想?问一?下?|先|你先?|告诉我|说)*(?:这个?|这边|这样|钱|款|结果|办|办理|办完|办好|办下来|转|全部|整个|大概|一般|总共|到底|它)*(?:需要|要|得|等|会|能|是|花|得花|收|下来|过来|办|转)*(?:多久|多长时间|几天|多少天|几个工作日|什么时候能?|啥时候能?|多少钱|钱|花钱|收费|费用|什么材料|哪些材料|啥材料|材料|什么|跑一趟|收钱)/u

const blockedAlone =
  /^(?:我|还是|怎么|老是?|一直|也|都|就是|网站|网页|页面)*[登进打上][录陆]?(?:不上去?|不进去?|不了|不去|不开)[了啊呀,，。.!！~\s]*$/u

/** Whether a message says only that some page cannot be entered (登不上): in a form, the page that it sends to. */
export const isBlocked = (text: string): boolean => blockedAlone.test(comparable(text))

/** Whether a question names no subject of its own. */
export const isBareQuestion = (text: string): boolean =>
  asks(text) && text.length <= 24 && bare.test(comparable(text))
