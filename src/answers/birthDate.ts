import { type AnswerKind, misunderstood, notAnAnswer, understood } from './answer.ts'
import { writeDate } from './calendar.ts'
import { readDate } from './date.ts'
import { birthDateOf } from './identity.ts'
import { idNumber } from './idNumber.ts'
import { told } from './told.ts'

const otherDay =
  /生成|出具|打印|参保|缴费|入职|领证|办证|退休|工作|上班|结婚|毕业|入伍|当兵|开始|入学|[来到去]的/
const birth = /出生|生日|生于|生的|生人/

/** 我1980年的，5月1号生日. */
const yearThenDay =
  /(?<!\d)(\d{2}|\d{4})年(?:的|生的?|出生的?)?[,， ]+(?:生日)?(?:是)?(?=\d{1,2}月\d{1,2}[日号])/

/** A person's day of birth, `YYYY-MM-DD`; an ID number tells it too. */
export const birthDate: AnswerKind<string> = {
  parse: (text, context) => {
    const number = idNumber.parse(text, context)
    if (number.kind === 'understood') return understood(birthDateOf(number.value) ?? '')
    if (number.kind === 'misunderstood' && /checksum|date|province/.test(number.reason))
      return misunderstood('idNumber')
    return told(text, writeDate, (words) =>
      otherDay.test(words) && !birth.test(words)
        ? notAnAnswer
        : readDate(words.replace(yearThenDay, '$1年'), context.today, '1900'),
    )
  },
  write: (value) => writeDate(value),
  mask: (value) => `${value.slice(0, 4)}年**月**日`,
}
