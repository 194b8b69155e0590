import { type Answer, type AnswerKind, misunderstood, notAnAnswer, understood } from './answer.ts'
import { askBack } from './askBack.ts'
import { levelOf } from './divisions.ts'
import { isWord, titled } from './notNames.ts'
import { placesNamed } from './placeNames.ts'
import { plain, simplify } from './plain.ts'
import { compoundSurnames, givenAlone, surnames, transcribed } from './surnames.ts'

/** A person's full name as typed: Han without spaces, parts of a longer name joined by U+00B7, Latin words by single spaces. */
export const name: AnswerKind<string> = {
  parse: (text) => parseName(text),
  write: (value) => value,
  mask: (value) => (value.length > 1 ? `${value[0]}${'*'.repeat(value.length - 1)}` : '*'),
}

const label =
  /^(?:您好|你好|我?改成|改为|应该是|应该叫|应为|正确的?是|请改成|请填|帮我填|填写?|写|我的?(?:真实)?(?:姓名|名字|大名|全名)|本人(?:姓名|名字)|参保人员?(?:的)?(?:姓名|名字)?|申请人(?:的)?(?:姓名|名字)?|办理人|真实姓名|姓名|名字|全名|大名|名|我|俺|咱|本人|就|真名|身份证上(?:写着|写的|印的|的)?(?:名字|姓名)?)(?:[就]?(?:是|叫做|叫|为|应该是))?[\s:：,，.。=-]*|^(?:叫做|叫|是)(?=\S)/
const named = /^.{0,12}?(?:叫做|叫|姓名|名字|全名|大名|name)/i

const slip =
  /^.*(?:不对|错了|[写打说输填]错|不是的|更正(?:一下|为)?|口误|改成|改为|应该是|[啊哦噢哎呃额,，。]\s*不(?:是)?(?=[,，\s。]))[,，。.!！:：\s]*(?:应该|应当)?(?:是|叫)?\s*(.+)$/s

/** Each sign and each word is read once: nothing in it can be read in two ways, however long it goes on. */
const tail =
  /[\s,，.。!！;；、~](?:[\s,，.。!！;；、~]|谢谢|多谢|麻烦了?|您好|你好|先生|女士|本人|\d{1,3}岁?|[男女]性?|\p{Script=Han}{1,4}族|已填|以上)*$|(?<=.{2})(?:[(][男女][)])$/u

/** The one who speaks, after any correction (不是张三，是李四). */
function lastNamed(words: string): string {
  const later = slip.exec(words)?.[1] ?? words
  const other = /^.*?不(?:是|叫)(.+?)[,，。;；\s]+(?:而是|应该是|应该叫|是叫|是|叫)(.+)$/s.exec(
    later,
  )
  if (other?.[2]) return other[2]
  return later.replace(/[,，]?\s*(?:而|可)?不(?:是|叫).+$/s, '')
}

const kin =
  /(?:我|俺|他|她|咱)(?:家|的)?(?:爸|妈|父|母|爹|娘|老公|老婆|爱人|丈夫|妻子|媳妇|对象|儿子|女儿|孩子|哥|姐|弟|妹|爷|奶|姥|外公|外婆|叔|舅|姑|姨|朋友|同事|领导|老板)/

function parseName(text: string): Answer<string> {
  const said = lastNamed(plain(text).replace(/姓\s+名/, '姓名'))
  if (kin.test(simplify(said))) return notAnAnswer
  const isNamed = named.test(said)
  const parted =
    /^[我俺]?姓(?<family>\p{Script=Han}{1,2})[,，]?名(?:字?叫|字)?(?<given>\p{Script=Han}{1,2})$/u.exec(
      said,
    )?.groups
  if (parted) return understood(`${parted.family}${parted.given}`)
  let words = withoutSpelling(said).replace(/^[\s"'“‘「『【(<《]+|[\s"'”’」』】>》]+$/gu, '')
  if (!words.includes('(')) words = words.replace(/\)+$/, '')
  for (let i = 0; i < 3; i++) {
    const shorter = words.replace(label, '')
    if (shorter === words || shorter === '') break
    words = shorter
  }
  words = words
    .replace(/[,，;；\s]+(?:手机|电话|联系电话|身份证|性别|年龄|民族|出生|\d).*$/s, '')
    .replace(/(?<=\p{Script=Han}{2})[吧呀啊呢哦噢哈呗][\s,，.。!！~]*$/u, '')
    .replace(tail, '')
    .replace(/^["'“‘「『【]+|["'”’」』】]+$/gu, '')
  return readName(words, isNamed) ?? readPair(words) ?? refuse(words)
}

/** 弓长张, 木子李: how people say which character their surname is. */
const takenApart =
  /^(?:弓长张|立早章|文刀刘|木子李|双口吕|口天吴|耳东陈|草头黄|言午许|双木林|古月胡|三横王|十八子李|走肖赵|女古故|口木呆|人可何|水工江|子小孙|文武斌|耳关郑|奠耳郑|马户驴|口丁叮|竹均筠|邵氏邵|千里重|土也地|不正歪)$/u
const ofCharacter = /^\p{Script=Han}{1,4}的\p{Script=Han}(?:字|那个字)?$/u
const assent = /^(?:行|好|可以|嗯|那|哦|哎|唉|算了|得)+(?:吧|的|呀|啊|嘞|呢)*$/u
const surnameOnly = /^(?:我|免贵|本人|俺)*姓\p{Script=Han}{1,2}$/u
const formerName = /\s*[(（](?:曾用名|原名|别名|又名|小名)[^)）]*[)）]/gu

/** Whether a clause only spells a name: 双木林, 淑女的淑, 我姓林. */
export const spellsName = (clause: string): boolean =>
  takenApart.test(clause) || ofCharacter.test(clause) || surnameOnly.test(clause)

/** Without the clauses that spell the name (海洋的洋, 免贵姓王) or only agree to tell it. */
function withoutSpelling(said: string): string {
  const bare = said.replace(formerName, '')
  const clauses = bare.split(/[,，。;；\s]+/u).filter((clause) => clause !== '')
  if (clauses.length < 2) return bare
  const left = clauses.filter((clause) => !spellsName(clause) && !assent.test(clause))
  return left.length > 0 && left.length < clauses.length ? left.join('，') : bare
}

function refuse(words: string): Answer<string> {
  if (/^\p{Script=Han}[*＊xX×某○〇]{1,3}\p{Script=Han}?$/u.test(words))
    return misunderstood('masked')
  const surname = /^(?:我|免贵|本人|俺)*姓(?<it>\p{Script=Han}{1,2})$/u.exec(simplify(words))
    ?.groups?.it
  if (surname && (surnames.has(surname) || compoundSurnames.has(surname))) return askBack('part')
  if (titled(words)) return misunderstood('title')
  if (compoundSurnames.has(simplify(words))) return askBack('part')
  if (surnames.has(simplify(words)) && !/^[那都全从向和是别公来]$/.test(words))
    return askBack('part')
  return notAnAnswer
}

function readPair(words: string): Answer<string> | undefined {
  const pair = words.split(/和|、|,|，|跟|与|或者?|\//)
  if (pair.length !== 2) return undefined
  const both = pair.map((one) => readName(one.trim(), false))
  if (!both.every((one) => one?.kind === 'understood')) return undefined
  const choices = both.flatMap((one) =>
    one?.kind === 'understood' ? [{ value: one.value, label: one.value }] : [],
  )
  return choices[0]?.value === choices[1]?.value ? both[0] : askBack('two', { choices })
}

/** The words as a name; `isNamed` where the person said that it is one. */
export function readName(words: string, isNamed: boolean): Answer<string> | undefined {
  if (/^[A-Za-z]/.test(words)) return readLatin(words, isNamed)
  const joined = joinHan(words)
  if (/^\p{Script=Han}+(?:\s*[·•・‧∙⋅●.．。]\s*\p{Script=Han}+)+$/u.test(joined)) {
    const dotted = joined.replace(/\s*[·•・‧∙⋅●.．。]\s*/gu, '\u00b7')
    return dotted.length <= 25 && !/[的了吗呢么吧啊]/.test(dotted) ? understood(dotted) : undefined
  }
  if (!/^\p{Script=Han}{2,16}$/u.test(joined)) return undefined
  const simple = simplify(joined)
  if (titled(simple) || isWord(simple))
    return isNamed &&
      !titled(simple) &&
      !/[的了吗呢么吧啊什怎哪谁]/.test(simple) &&
      simple.length <= 4 &&
      surnames.has(simple[0] ?? '')
      ? understood(joined)
      : undefined
  const compound = compoundSurnames.has(simple.slice(0, 2))
  const fits = compound
    ? simple.length >= 3 && simple.length <= 4
    : surnames.has(simple[0] ?? '') && simple.length <= 3
  const married =
    simple.length === 4 && surnames.has(simple[0] ?? '') && surnames.has(simple[1] ?? '')
  if (!isNamed && (isWidePlace(simple) || isWidePlace(simple.replace(/人$/, '')))) return undefined
  if (fits || married || givenAlone.test(simple) || transcribed.test(simple))
    return understood(joined)
  if (isNamed && simple.length <= 6) return understood(joined)
  const isLong =
    simple.length === 4 && surnames.has(simple[0] ?? '') && !/[再说好快乐]/.test(simple)
  return isLong && !/人$/.test(simple)
    ? askBack('unsure', { choices: [{ value: joined, label: joined }] })
    : undefined
}

/** A name written with blanks: 张 三, 王 小明, 欧 阳 修; other words keep theirs. */
function joinHan(words: string): string {
  const parts = words.split(/\s+/)
  const isSpaced =
    parts.every((part) => part.length === 1) || (parts.length === 2 && words.length <= 5)
  return isSpaced || /[·•・‧∙⋅●.．。]/u.test(words)
    ? words.replace(/(?<=\p{Script=Han})\s+(?=\p{Script=Han})/gu, '')
    : words
}

const isWidePlace = (words: string): boolean =>
  placesNamed(words).some(({ code, former }) => !former && levelOf(code) !== 'county')

const english =
  /^(?:i|im|you|is|are|am|the|what|whats|how|why|who|where|when|thank|thanks|hello|hi|hey|ok|okay|yes|no|not|do|does|dont|can|my|your|a|an|to|of|help|please|test|admin|null|undefined|none|nan|true|false|select|drop|table|script|and|or|it|this|that|good|bye|sorry|fine|sure|fuck|shit|lol|hahaha|haha|back|next|skip|cancel|restart|name|user|from|for|social|insurance|transfer)$/i

function readLatin(words: string, isNamed: boolean): Answer<string> | undefined {
  const bare = words.replace(/^(?:my name is|name is|name|i am|i'm)[\s:]+/i, '')
  const told = isNamed || bare !== words
  const parts = bare.split(/\s+/)
  if (!parts.every((part) => /^[A-Za-zÀ-ɏ][A-Za-zÀ-ɏ'’.-]*$/.test(part))) return undefined
  if (parts.some((part) => english.test(part.replace(/[^A-Za-z]/g, '')))) return undefined
  if (parts.length > 5 || bare.length > 50 || bare.length < 3) return undefined
  if (parts.length === 1 && !told) return undefined
  return understood(parts.join(' '))
}
