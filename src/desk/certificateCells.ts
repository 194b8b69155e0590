import * as v from 'valibot'
import { months, yuan } from './amounts.ts'
import { certificateForm } from './forms.ts'
import type { Read } from './particulars.ts'
import { words } from './words.ts'
import { choicesOf } from './writeField.ts'

/** The cells without which a certificate says nothing. */
const required = ['insuredPeriod', 'paidMonths', 'accountBalance']

const longest: Readonly<Record<string, number>> = {
  personalNumber: 70,
  agencyPhone: 20,
  agencyAddress: 40,
  householdAddress: 40,
}

/** Reads a certificate's cells as a clerk filled them in. */
export function readCertificate(business: string, given: unknown): Read {
  const form = certificateForm(business)?.flatMap((part) => part.fields)
  // An action outside the procedure: the stage's answer is the better one.
  if (!form) return { kind: 'read', particulars: {} }
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    return { kind: 'wrong', field: 'fields', message: words.certificateMissing }
  const cells = new Map(Object.entries(given))
  const labels = new Map(form)
  for (const field of cells.keys())
    if (!labels.has(field)) return { kind: 'wrong', field, message: words.cellUnknown(field) }

  const certificate: Record<string, unknown> = {}
  for (const [field, label] of form) {
    const value = cells.get(field)
    if (isEmpty(value)) {
      const optional = !required.includes(field) || isWithoutAccount(field, cells)
      if (optional) continue
      return { kind: 'wrong', field, message: words.cellMissing(label) }
    }
    const read = v.safeParse(schemaOf(field, label), value)
    if (!read.success) return { kind: 'wrong', field, message: read.issues[0].message }
    certificate[field] = read.output
  }
  return { kind: 'read', particulars: { certificate } }
}

/** Residents' medical insurance keeps no individual account. */
function isWithoutAccount(field: string, cells: ReadonlyMap<string, unknown>): boolean {
  return field === 'accountBalance' && cells.get('scheme') === 'resident'
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null) return true
  if (typeof value === 'string') return value.trim() === ''
  if (typeof value !== 'object') return false
  const parts = Object.values(value)
  return parts.length === 0 || parts.every(isEmpty)
}

const month = v.pipe(v.string(words.period), v.regex(/^\d{4}-(0[1-9]|1[0-2])$/, words.period))

const period = v.pipe(
  v.object({ from: month, to: month }, words.period),
  v.check(({ from, to }) => from <= to, words.period),
)

function schemaOf(field: string, label: string): v.GenericSchema<unknown, unknown> {
  const most = longest[field] ?? 100
  const text = v.pipe(
    v.string(words.cellMissing(label)),
    v.trim(),
    v.maxLength(most, words.cellTooLong(label, most)),
  )
  const choices = choicesOf(field)
  if (choices) return v.picklist(Object.keys(choices), words.cellMissing(label))
  if (field === 'insuredPeriod') return period
  if (field === 'paidMonths') return months
  if (field === 'accountBalance') return yuan(0, words.accountBalance)
  if (field === 'issuedOn')
    return v.pipe(text, v.regex(/^\d{4}-\d{2}-\d{2}$/, words.dateCell(label)))
  if (field === 'divisionCode' || field === 'agencyPostcode')
    return v.pipe(text, v.regex(/^\d{6}$/, words.sixDigits(label)))
  if (field === 'origin') return v.union([text, v.object({ code: v.string(), name: v.string() })])
  return text
}
