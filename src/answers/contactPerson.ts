import { type Answer, type AnswerKind, type Context, notAnAnswer, understood } from './answer.ts'
import { name } from './name.ts'
import { plain } from './plain.ts'

/** Whom to ask for at the agency, as typed: a name, a title (王老师) or a department (账户管理科). */
export const contactPerson: AnswerKind<string> = {
  parse: parseContactPerson,
  write: (value) => value,
}

const label =
  /^(?:您好|你好|请|应该是|好像是|就是|(?:(?:凭证|证|单子)?上面?)?就?(?:写|印)[着的]|就写|就填|就|找|改成|改为|填写?|写|(?:经办机构|机构|单位|转出地)?的?联系人(?:姓名)?|经办人|负责人|办理人|(?:凭证|证|单子)上面?|上面)(?:是|为|叫)?[\s:：,，]*/

const titled =
  /^(?:\p{Script=Han}{1,3}(?:先生|女士|小姐|老师|师傅|主任|科长|处长|局长|经理|同志|会计|股长|所长|专员)|\p{Script=Han}[工姐哥]|[老小]\p{Script=Han})$/u

const department =
  /^[\p{Script=Han}\d()、]{1,18}(?:科|股|室|部|处|窗口|大厅|中心|组|岗|柜台|办公室|咨询台|服务台|经办人员?|工作人员)(?:\d+号?)?$/u

function parseContactPerson(text: string, context: Context): Answer<string> {
  let words = plain(text)
  for (let i = 0; i < 3; i++) words = words.replace(label, '') || words
  words = words.replace(/[\s,，。.!！]+(?:谢谢)?$/, '').replace(/(?<=[科室部])(?:吧|呢|啊|的)$/, '')
  const both = /^(?<office>\S+) (?<who>\S+)$/.exec(words)?.groups
  const isBoth = both && department.test(both.office ?? '') && titled.test(both.who ?? '')
  const isAsked = /[?？]|吗|怎么|什么|哪|谁|不知道|没有|不清楚|人工|客服/.test(words)
  if (!isAsked && (isBoth || titled.test(words) || department.test(words))) return understood(words)
  const asName = name.parse(words, context)
  return asName.kind === 'misunderstood' && asName.reason !== 'masked' ? notAnAnswer : asName
}
