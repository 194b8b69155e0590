import { type Answer, type AnswerKind, misunderstood, notAnAnswer, understood } from './answer.ts'
import { askBack } from './askBack.ts'
import { findPlaces } from './foundPlaces.ts'
import { plain, simplify } from './plain.ts'
import { readPlace } from './readPlace.ts'

/** An agency's or employer's name as typed, such as 北京市朝阳区社会保险基金管理中心. */
export const organisation: AnswerKind<string> = {
  parse: (text) => parseOrganisation(text),
  write: (value) => value,
}

const label =
  /^(?:您好|你好|请|麻烦|帮我|应该是|应该|好像是|就是|就|[那这]个(?=\p{Script=Han}{6})|填写?|写|改成|改为|更正为|盖章的?|公章上?|盖的章|章上?|凭证上?|上面|写的|(?:转出地|社会保险|社保|医保|经办|办理|发证|开具)*(?:机构|单位|部门|经办机构)(?:[(]机构[)])?(?:的)?(?:名称|名字|全称)?|(?:单位|机构|名称|全称|名字|公章)+)(?:是|为|叫|写的是|盖的是)?[\s:：,，=]*|^(?:是|叫|在|去)(?=\p{Script=Han}{4})/u

/** What is said of the stamp before what can be read of it. */
const unreadable = /^[^,，]{0,6}(?:看不太?清楚?|模糊|不清楚)了?[\s,，。]+(?=\p{Script=Han}{4})/u

/** Names no place that can be told: 人社局旁边那个社保中心, 县社保局. */
const somewhere = /旁边|附近|对面|隔壁|[那这]个|[那这]边|[那这]里/

/** The name goes on from the message before: 会保险中心. */
const torn = /^(?:会保险|老保险|疗保|会保障|力资源|险|障|源和)/

const slip =
  /^.*(?:不对|错了|[写打说输填]错|不是的|更正(?:一下|为)?|改成|改为|[啊哦噢哎呃额]\s*不(?:是)?(?=[,，\s。]))[,，。.!！:：\s]*(?:应该|应当)?(?:是|叫)?\s*(.+)$/s

const ending =
  /(?:中心|局|处|所|院|厅|部|科|股|办公室|委员会|委|公司|集团|厂|店|银行|大厅|机构|服务站|站|办|大队|支队|分中心|分局|分公司|学校|大学|学院|协会|社|社保|医保|窗口|服务部|管理部|事务部|经办处|办事处)(?:[(][^()]{1,12}[)])?$/

/** Endings that ordinary sentences have too; they need a place before them. */
const weak = /(?:办|社|社保|医保|部|科|股|处|站|店|委|所)$/

/** What an office or employer says of itself in its name where it names no place. */
const telling =
  /社保|保险|医保|医疗|人社|人力资源|劳动|养老|就业|退役|军|武警|部队|公司|集团|银行|学校|大学|学院|医院|中学|小学|政府|事务|服务|管理|工厂|研究|兵团|委员会/

const asking = /[?？]|吗|怎么|什么|哪|为啥|多少|能不能|是不是|有没有|如何|请问|谁|啥|咋/
const talk =
  /改名|现在叫|不知道|不清楚|不记得|忘了|没有|没[写印盖填]|随便|稍等|等一下|等下|马上|谢谢|好的|收到|明白|不想|不用|不要|可以|需要|我想|想问|去了|打电话|关门|找不到|看不清|上一步|转人工|人工客服/

function parseOrganisation(text: string): Answer<string> {
  const whole = plain(text).replace(/\n+/g, ' ')
  const later = slip.exec(whole)?.[1] ?? whole
  const other = /^.*?不是(.+?)[,，。;；\s]*(?:而是|应该是|是)(.+)$/s.exec(later)
  let words = (other?.[2] ?? later).replace(unreadable, '').trim()
  for (let i = 0; i < 3; i++) {
    const shorter = words.replace(label, '')
    if (shorter === words || shorter === '') break
    words = shorter
  }
  words = words
    .replace(/[\s(（]*(?:盖章|公章|签章|章)[)）]*$/, '')
    .replace(/^["'“‘「『【《]+|["'”’」』】》]+$/g, '')
    .replace(/[\s,，。.!！;；~](?:[\s,，。.!！;；~]|谢谢|多谢|麻烦了?)*$/, '')
    .replace(/(?<=[心局处所院厅部科])(?:吧|呢|啊|哦|哈|的|开的|办的)$/, '')
    .replace(/(?<=\p{Script=Han}) +(?=\p{Script=Han})/gu, '')
    .trim()
  const simple = simplify(words)
  if (asking.test(simple) || talk.test(simple)) return notAnAnswer
  const length = [...words].length
  if (
    /^(?:当地|本地|老家|那边|原来|原|我们|咱们?|[省市县区镇])*的?(?:社保|医保|人社|社会保险|医疗保障|劳动)(?:局|中心|处|所|厅|经办机构)?$|^(?:人力资源和社会保障局|经办机构|街道办?)$/.test(
      simple,
    ) ||
    torn.test(simple) ||
    (somewhere.test(simple) && ending.test(simple))
  )
    return askBack('whichOne', { facts: { name: words } })
  if (!ending.test(simple))
    return readPlace(simple).kind === 'none'
      ? notAnAnswer
      : misunderstood('onlyPlace', { place: words })
  if (/^[我你您他]|再办|看着办|还是|或|找|转移/.test(simple)) return notAnAnswer
  const [place] = findPlaces(simple)
  const isPlaced = place?.at === 0 && simple.length > place.end + 1
  if (!isPlaced && (weak.test(simple) || !telling.test(simple))) return notAnAnswer
  if (length > 60) return misunderstood('tooLong', { count: String(length) })
  if (length < 4 || !/^[\p{Script=Han}\p{L}\d\s()（）《》·、.&—\-#]+$/u.test(words))
    return notAnAnswer
  if (!/\p{Script=Han}{3}/u.test(words)) return notAnAnswer
  return understood(words)
}
