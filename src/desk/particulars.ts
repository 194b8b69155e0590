import * as v from 'valibot'
import { months, yuan } from './amounts.ts'
import { readCertificate } from './certificateCells.ts'
import { labelOf } from './forms.ts'
import type { ActionName } from './stages.ts'
import { words } from './words.ts'

/** What a clerk said along with an action, checked. */
export type Particulars = {
  reason?: string
  field?: string
  explanation?: string
  paidMonths?: number
  accountBalance?: number
  amount?: number
  certificate?: Readonly<Record<string, unknown>>
}

export type Read =
  | { kind: 'read'; particulars: Particulars }
  | { kind: 'wrong'; field: string; message: string }

const text = (most: number, tooLong: string) =>
  v.pipe(v.string(), v.trim(), v.maxLength(most, tooLong))

const nothing = v.object({})

const refusal = v.object({
  reason: v.optional(
    v.pipe(
      v.string(words.reasonMissing),
      v.trim(),
      v.minLength(1, words.reasonMissing),
      v.maxLength(200, words.reasonTooLong),
    ),
    '',
  ),
  field: v.optional(v.pipe(v.string(), v.trim(), v.check(isField, words.fieldUnknown))),
  explanation: v.optional(text(500, words.explanationTooLong)),
})

const informationForm = v.object({
  paidMonths: v.optional(months),
  accountBalance: v.optional(yuan(0, words.accountBalance)),
})

const funds = v.object({ amount: v.optional(yuan(0.01, words.amount), '') })

const schemas = {
  accept: nothing,
  complete: nothing,
  'issue-contact-letter': nothing,
  'record-information-form': informationForm,
  'record-funds': funds,
  refuse: refusal,
} as const

/** Reads what came with an action; empty texts count as absent. */
export function readParticulars(
  action: ActionName,
  business: string,
  body: Readonly<Record<string, unknown>>,
): Read {
  if (action === 'issue-certificate') return readCertificate(business, body.fields)
  const given = Object.fromEntries(
    Object.entries(body).filter(([, value]) => value !== null && !isBlank(value)),
  )
  const read = v.safeParse(schemas[action], given, { message: words.notText })
  if (read.success) return { kind: 'read', particulars: withoutAbsent(read.output) }
  const [issue] = read.issues
  return { kind: 'wrong', field: String(issue.path?.[0]?.key ?? ''), message: issue.message }
}

const isBlank = (value: unknown) => typeof value === 'string' && value.trim() === ''

function isField(field: string): boolean {
  return field === 'certificate' || labelOf(field) !== field
}

/** The schemas leave no key that is present but undefined; the type cannot say so. */
const withoutAbsent = (output: object): Particulars => output as Particulars
