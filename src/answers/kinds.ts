import { address } from './address.ts'
import { type AnswerKind, type Context, notAnAnswer } from './answer.ts'
import { birthDate } from './birthDate.ts'
import { choice } from './choice.ts'
import { code } from './code.ts'
import { contactPerson } from './contactPerson.ts'
import { date } from './date.ts'
import { division } from './division.ts'
import { divisionCode } from './divisionCode.ts'
import { file } from './file.ts'
import { idNumber } from './idNumber.ts'
import { mobile } from './mobile.ts'
import { money } from './money.ts'
import { month } from './month.ts'
import { months } from './months.ts'
import { moverScheme } from './moverScheme.ts'
import { name } from './name.ts'
import { organisation } from './organisation.ts'
import { period } from './period.ts'
import { phone } from './phone.ts'
import { postcode } from './postcode.ts'
import { province } from './province.ts'
import { serial } from './serial.ts'
import { sex } from './sex.ts'
import { stints } from './stints.ts'
import { tooLong } from './told.ts'
import { yesNo } from './yesNo.ts'

/** What nobody writes as one answer is not read as one: no pattern has to run over pages. */
const bounded = <Value>(kind: AnswerKind<Value>): AnswerKind<Value> => ({
  ...kind,
  parse: (text, context) => (text.length > tooLong ? notAnAnswer : kind.parse(text, context)),
  ...(kind.mend && {
    mend: (before: Value, words: string, context: Context) =>
      words.length > tooLong ? null : kind.mend!(before, words, context),
  }),
})

const all = {
  address,
  birthDate,
  choice,
  code,
  contactPerson,
  date,
  division,
  divisionCode,
  file,
  idNumber,
  mobile,
  money,
  month,
  months,
  moverScheme,
  name,
  organisation,
  period,
  phone,
  postcode,
  province,
  serial,
  sex,
  stints,
  yesNo,
} as const satisfies Record<string, AnswerKind<unknown>>

/** Every answer kind by the name that a flow's `answer:` gives it. */
export const kinds = Object.fromEntries(
  Object.entries(all).map(([name, kind]) => [name, bounded(kind as AnswerKind<unknown>)]),
) as unknown as typeof all

/** What may stand after `answer:` in a flow. */
export type KindName = keyof typeof kinds
