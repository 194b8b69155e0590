import {
  type Answer,
  type AnswerKind,
  type Context,
  misunderstood,
  notAnAnswer,
  understood,
} from './answer.ts'
import { askBack } from './askBack.ts'
import { flaw } from './identity.ts'
import { mendTail } from './mendTail.ts'
import { digitByDigit } from './numerals.ts'
import { plain, simplify } from './plain.ts'

/** A number that an agency gave (个人编号, 凭证号, 医疗保障编号): letters, digits, dashes, brackets, 字第…号; at most 70 characters. */
export const code: AnswerKind<string> = {
  parse: parseCode,
  mend: (before, words, context) => mendTail(before, words, (whole) => parseCode(whole, context)),
  write: (value) => value,
  mask: (value) => (value.length > 6 ? `${value.slice(0, 3)}***${value.slice(-3)}` : '***'),
}

const labels: Readonly<Record<string, string>> = {
  personalNumber: '个人编号|个人社保编号|个人社保号|社保编号|社保号|个人号|参保编号|职工编号',
  certificateNumber: '凭证号码?|凭证编号|参保凭证号|证书编号|缴费凭证号|凭证的?编号',
  medicalNumber:
    '医疗保障编号|医保编号|医保号|医疗编号|医疗保险编号|保障编号|医疗证号|医保个人编号',
}
const anyLabel = Object.values(labels).join('|')

const around =
  /^(?:您好|你好|请|麻烦|帮我|应该是|应该|好像是|好像|就是|就|填写?|写[的着]?|改成|改为|更正为|我的?|本人|凭证上的?|卡上的?|上面的?|写的|写着|印的|右上角|左上角)+(?=.)/
const slip =
  /^.*(?:不对|错了|[写打说输填]错|不是的|更正(?:一下|为)?|改成|改为|[啊哦噢哎呃额]\s*不(?:是)?(?=[,，\s。]))[,，。.!！:：\s]*(?:应该|应当)?(?:是)?\s*(.+)$/s

/** A number dictated digit by digit. */
const spelledOut = /^[零〇一幺二两三四五六七八九\d]{6,}$/

const shape = /^(?=.*\d)(?![-—])[\p{Script=Han}A-Za-z\d\-—()[\]〔〕【】\s]+$/u

function parseCode(text: string, context: Context): Answer<string> {
  const whole = plain(text).replace(/\n+/g, ' ')
  const later = slip.exec(whole)?.[1] ?? whole
  const other = /^.*?不是(.+?)[,，。;；\s]*(?:而是|应该是|是)(.+)$/s.exec(later)
  let words = (other?.[2] ?? later).trim()
  const own = labels[context.field ?? ''] ?? anyLabel
  const label = new RegExp(`^(?:${own}|编号|号码|号|No\\.?|№)(?:应该是|是|为)?[\\s:：#,，.=]*`, 'i')
  for (let i = 0; i < 4; i++) {
    const shorter = words
      .replace(around, '')
      .replace(label, '')
      .replace(/^(?:是|为)[\s:：]*/, '')
    if (shorter === words || shorter === '') break
    words = shorter
  }
  words = words
    .replace(/^["'“‘「『]+|["'”’」』]+$/g, '')
    .replace(/[\s,，。!！;；~](?:[\s,，。!！;；~]|谢谢|多谢|麻烦了?)*$/, '')
    .replace(/(?<=[\dA-Za-z号])(?:吧|呢|啊|哦|哈|的)$/, '')
    .trim()
  return judge(spelledOut.test(words) ? digitByDigit(words) : words, context)
}

/** 201503-201908 is from when to when, and no number that an agency gave. */
const isPeriod = /^(?:(?:19|20)\d{2}(?:0[1-9]|1[0-2])?)[-—](?:19|20)\d{2}(?:0[1-9]|1[0-2])?$/

/** 李庄村12号 is where somebody lives. */
const isAddress = /[路街巷弄村镇乡院](?!\p{Script=Han}{0,3}[字第])\p{Script=Han}{0,4}\d+号/u

function judge(words: string, { field, answers, today }: Context): Answer<string> {
  const simple = simplify(words)
  const chinese = simple.replace(/[^\p{Script=Han}]/gu, '')
  const joined = words.replace(/(?<=[\dA-Za-z]) +(?=[\dA-Za-z])/g, '')
  if (/^[\dA-Za-z]*[*＊xX]{3,}[\dA-Za-z]*$/.test(joined)) return misunderstood('masked')
  if (!shape.test(words) || isPeriod.test(joined) || isAddress.test(simple)) return notAnAnswer
  if (
    /手机|电话|身份证|邮编|流水|业务|[了在用我他那]|编号|凭证号|保号|月|元|块|万|岁|天|[?？]|吗|不|没|什么|怎么|哪/.test(
      chinese,
    )
  )
    return notAnAnswer
  const numbered =
    /^[\p{Script=Han}()〔〕[\]【】\s]{0,24}(?:\d{4}年?度?)?.{0,12}第?\s*[\dA-Za-z\-—]+\s*号?[)\]〕】]?$/u.test(
      simple,
    )
  if (
    chinese.length > 0 &&
    !(numbered && /字|第|号|[()〔〕[\]【】]/.test(simple) && !/\d月|月\d/.test(simple))
  )
    return notAnAnswer
  const length = [...joined].length
  if (length > 70) return misunderstood('tooLong', { count: String(length) })
  const digits = joined.replace(/\D/g, '').length
  if (digits < 4 || joined.length < 4)
    return /^[\dA-Za-z-]+$/.test(joined)
      ? misunderstood('tooShort', { count: String(joined.length) })
      : notAnAnswer
  if (field !== 'certificateNumber' && /^1[3-9]\d{9}$/.test(joined))
    return askBack('mobile', { choices: [{ value: joined, label: joined }] })
  if (isOfAnother(joined, answers?.idNumber, today))
    return askBack('idNumber', { choices: [{ value: joined, label: joined }] })
  return understood(joined)
}

/** Whether a number is somebody's ID number, but not that of the person whose form this is. */
const isOfAnother = (number: string, own: unknown, today: string): boolean =>
  typeof own === 'string' &&
  /^\d{17}[\dX]$/i.test(number) &&
  number.toUpperCase() !== own &&
  flaw(number.toUpperCase(), today) === undefined
