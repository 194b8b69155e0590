import { type Answer, type AnswerKind, misunderstood, notAnAnswer, understood } from './answer.ts'
import { askBack } from './askBack.ts'
import { findPlaces } from './foundPlaces.ts'
import { mendAddress } from './mendAddress.ts'
import { plain, simplify } from './plain.ts'
import { placeTokens, readPlace } from './readPlace.ts'

/** A postal or household address of at most 40 characters, as typed; a place alone is none. */
export const address: AnswerKind<string> = {
  parse: (text, { field }) => moved(text) ?? ofField(parseAddress(text), text, field),
  mend: (before, words) => mendAddress(before, words, parseAddress),
  write: (value) => value,
  mask: (value) => `${value.slice(0, 6)}${'*'.repeat(Math.max(0, value.length - 6))}`,
}

/** Where somebody lives or works, which need not be where the household or the agency is. */
const where =
  /^(?:我们?|本人|俺)?(?:现在|目前|现)?(?:住|家住|租|人在|单位|公司|上班|工作)(?!.*(?:户口|户籍))/u

const lived: readonly string[] = ['contactAddress']

function ofField(read: Answer<string>, text: string, field: string | undefined): Answer<string> {
  const isElsewhere = field !== undefined && !lived.includes(field) && where.test(plain(text))
  if (read.kind !== 'understood' || !isElsewhere) return read
  return askBack('unsure', { choices: [{ value: read.value, label: read.value }] })
}

/** 以前在…，现在迁到…了: two addresses, of which the certificate bears one. */
function moved(text: string): Answer<string> | null {
  const { then, now } = twoTimes.exec(plain(text))?.groups ?? {}
  if (!then || !now) return null
  const values = [then, now].flatMap((words) => {
    const read = parseAddress(words)
    return read.kind === 'understood' ? [read.value] : []
  })
  if (values.length < 2) return null
  return askBack('several', { choices: values.map((value) => ({ value, label: value })) })
}

const twoTimes =
  /^(?:我|本人|户口|户籍)*(?:以前|原来|之前|原先|早先)(?:是|住|落)?在?(?<then>.+?)[\s,，。;；]+(?:户口|户籍)?(?:后来|现在|目前|如今|去年|今年|前年)(?:户口|户籍)?(?:又|已经)?(?:[迁搬转移换改]到?了?|在|是)+(?<now>.+?)了?[。!！]?$/su

const longest = 40

const label =
  /^(?:您好|你好|请|麻烦|帮我|应该是|应该|好像是|就是|就|填写?|写|改成|改为|更正为|正确的?(?:是|地址是)|(?:我的?|本人|俺)?(?:现在|目前|现)?(?:户籍所在地|户籍地|户口所在地|户口|户籍|身份证上?的?|身份证|联系|通讯|通信|邮寄|收件|快递|家庭|居住|现居住?|常住|单位|公司|办公|经办机构|经办|机构|转出|家|详细)?(?:所在)?(?:的)?(?:地址|住址)(?:上)?(?:写的)?|(?:我|本人|俺)?(?:现在|目前)?(?:的)?(?:户口|户籍)(?:所在地|地)?|(?:我|本人|俺)?(?:现在|目前|现)?(?:住|家住|家)(?:在|址)?|(?:我们?)?(?:单位|公司)(?:就|是)?在|(?:我|本人|俺)?(?:以前|原来|之前|现在|目前|后来|如今)?(?:[迁搬]到?了?在?|在)|寄到|邮寄到|寄)(?:是|为|在|写的是|就是|填)?[\s:：,，=]*/

const slip =
  /^.*(?:不对|错了|[写打说输填]错|不是的|更正(?:一下|为)?|改成|改为|[啊哦噢哎呃额]\s*不(?:是)?(?=[,，\s。]))[,，。.!！:：\s]*(?:应该|应当)?(?:是|在)?\s*(.+)$/s

const finer =
  /[路街巷村庄屯镇乡苑园寓楼栋幢厦座宅坊港湾城堡舍坪坑寨营岗沟沙洲塘滩桥埠口铺店集社厂站馆坛]|胡同|大道|小区|社区|公寓|宿舍|街道|苏木|嘎查|\d+\s*[号弄院室栋幢楼层组队座里单元]|[一二三四五六七八九十]+[组队]|号|\d-\d|信箱|大学|学院|中学|学校|公司|\p{Script=Han}{2}[弄里道院场](?:\d|$)/u

/** What is said about the number of the house before the whole address follows. */
const aboutTheHouse =
  /^(?:没有?|就是|就|的)*门牌号?码?(?:是|写)?[^,，]{0,6}[,，。](?=\p{Script=Han}{2,}[省市县区州旗])/u

const asking =
  /[?？]|吗|怎么|什么|哪(?!吒)|为啥|多少|能不能|可不可以|是不是|有没有|要不要|如何|请问|帮忙|谁|啥/

const talk =
  /不知道|不清楚|不记得|忘了|没有|随便|稍等|等一下|等下|马上|谢谢(?!$)|你好|好的|知道了|收到|明白|怎样|不想|不用|不要|可以|需要|上一步|返回|取消|人工|客服|社保转移|想问|我妈|我爸|他|她|同身份证|同上|一样|同户籍|跟.*一样/

/** Reads a street address; `asKept` words must already be without label. */
function parseAddress(text: string): Answer<string> {
  const whole = plain(text)
    .replace(/(?<=[\p{Script=Han}\d])\n(?=[\p{Script=Han}\d])/gu, '')
    .replace(/\n+/g, ' ')
  const later = slip.exec(whole)?.[1] ?? whole
  const other = /^.*?不是(.+?)[,，。;；\s]*(?:而是|应该是|是)(.+)$/s.exec(later)
  let words = (other?.[2] ?? later).replace(aboutTheHouse, '').trim()
  for (let i = 0; i < 3; i++) {
    const shorter = words.replace(label, '')
    if (shorter === words || shorter === '') break
    words = shorter
  }
  words = words
    .replace(/^["'“‘「『【(]+(?=[^)]*$)|["'”’」』】]+$/g, '')
    .replace(/[\s,，。.!！;；~]邮编.*$/, '')
    .replace(/[\s,，。.!！;；~](?:[\s,，。.!！;；~]|谢谢|多谢|麻烦了?)*$/, '')
    .replace(/(?<=[号室楼村组栋院区路镇乡])(?:了|吧|呢|啊|哦|哈|的|那里|那边|这里)$/, '')
    .trim()
  return judge(words)
}

function judge(words: string): Answer<string> {
  const simple = simplify(words)
  if (asking.test(simple) || talk.test(simple)) return notAnAnswer
  if (
    /^[我你您、]|以前|现在|不是|不对|改过|^本上|^(?:农村|城镇|非农)[的户]|再[弄说办]|知道|看看|都(?:不|是|在|没|有|可|能|行|要|满|会)|关系|资金|转移|缴|交[了过的]|社保|参保|养老(?!院)|申请|凭证|年的/.test(
      simple,
    )
  )
    return notAnAnswer
  const reading = readPlace(simple)
  const tokens = placeTokens(simple, false)
  const place = reading.kind !== 'none' ? reading : undefined
  const alone = place && tokens && restAfter(simple, tokens.at(-1))
  if (place && (alone === undefined || alone.length < 2 || !finer.test(alone)))
    return misunderstood('onlyPlace', { place: words })
  const length = [...words].length
  if (length > 40)
    return finer.test(simple)
      ? misunderstood('tooLong', { count: String(length), limit: String(longest) })
      : notAnAnswer
  if (/(?:大概|附近|旁边|对面|左右)$/.test(simple) && finer.test(simple)) return askBack('vague')
  const [first] = findPlaces(simple)
  const beyond = first?.at === 0 ? simple.slice(first.end) : ''
  const isPlaced = beyond.length > 1 && finer.test(beyond)
  if (length < 4 || !finer.test(simple) || !(isPlaced || isSituated(simple))) return notAnAnswer
  if (!/^[\p{Script=Han}\p{L}\d\s\-—_#()（）.,，、·:/&"'“”《》]+$/u.test(words)) return notAnAnswer
  if (!/\p{Script=Han}{3}/u.test(words)) return notAnAnswer
  return understood(words)
}

const house = '[号弄院栋幢座楼组队]|单元|号楼|室'
const street = new RegExp(
  `(?:[路街道巷弄里苑园村庄屯]|大道|胡同|小区|社区|公寓|大厦|广场|宿舍|[东西南北中一二三四]段)[\\p{Script=Han}()]{0,6}\\d+ ?(?:${house}|-\\d)`,
  'u',
)
const village =
  /\p{Script=Han}{2,6}(?:[省市县区旗镇乡]|街道|办事处|苏木|农场|林场)\p{Script=Han}{1,10}(?:[村庄屯路街湾寨沟岭坪镇乡苑]|街道|社区|小区|嘎查|组|大道|家属院)/u

/** Without a place that we know: a street or an estate with a number, or a village in its town. */
const isSituated = (simple: string): boolean =>
  street.test(simple) || (village.test(simple) && !/[的了吗呢吧吃喝想很她它啊要]/.test(simple))

/** What follows the last place name; undefined where the words end with it. */
function restAfter(
  words: string,
  last: { word: string; at: number } | undefined,
): string | undefined {
  if (!last) return undefined
  const rest = words.slice(last.at + last.word.length)
  return rest === '' ? undefined : rest
}
