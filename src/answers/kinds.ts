import type { AnswerKind } from './answer.ts'
import { birthDate } from './birthDate.ts'
import { choice } from './choice.ts'
import { date } from './date.ts'
import { idNumber } from './idNumber.ts'
import { mobile } from './mobile.ts'
import { money } from './money.ts'
import { months } from './months.ts'
import { period } from './period.ts'
import { phone } from './phone.ts'
import { postcode } from './postcode.ts'
import { sex } from './sex.ts'
import { yesNo } from './yesNo.ts'

/** Every answer kind by the name that a flow's `answer:` gives it. */
export const kinds = {
  birthDate,
  choice,
  date,
  idNumber,
  mobile,
  money,
  months,
  period,
  phone,
  postcode,
  sex,
  yesNo,
} as const satisfies Record<string, AnswerKind<unknown>>

export type KindName = keyof typeof kinds
