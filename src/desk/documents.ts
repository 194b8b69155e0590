import type { Render } from '../assets/render.ts'
import type { PaperId } from '../certificate/paper.ts'
import { papers } from '../certificate/papers.ts'
import { capitalAmount } from '../documents/capitalAmount.ts'
import type { Content, Writing } from '../documents/content.ts'
import { asValue, titleOf } from '../documents/sheet.ts'
import type { DeskDocument, DocumentFacts } from './act.ts'
import { writeField } from './writeField.ts'

/** What an action's document says: letters and forms by their template, certificates by their paper. */
export function documentOf(render: Render, kind: DeskDocument, facts: DocumentFacts): Writing {
  const paper: PaperId = facts.application.business.startsWith('medical') ? 'medical' : 'pension'
  const content: Content =
    kind === 'certificate'
      ? { paper, values: cellsOf(paper, facts) }
      : { text: render(`documents/${paper}.${kind}`, factsFor(facts)) }
  const title = 'text' in content ? titleOf(content.text) : papers[paper].title
  return { kind, content, fileName: `${title}-${facts.serial}.pdf` }
}

/** Every field that a document may name; what the application lacks is empty. */
const named = [
  ...['name', 'sex', 'idNumber', 'personalNumber', 'householdAddress', 'householdType'],
  ...['insuredPeriod', 'paidMonths', 'accountBalance', 'scheme', 'currentScheme', 'medicalNumber'],
  ...['certificateNumber', 'origin', 'divisionCode', 'agencyName', 'agencyAddress'],
  ...['agencyPostcode', 'agencyPhone', 'contactPerson'],
]

function factsFor({ serial, application, decision, issuedAt, submittedAt }: DocumentFacts) {
  const write = (field: string, value: unknown) => asValue(writeField(field, value))
  const { paidMonths, accountBalance } = decision
  return {
    serial,
    issuedOn: dayOf(issuedAt),
    submittedOn: dayOf(submittedAt),
    v: Object.fromEntries(named.map((field) => [field, write(field, application.fields[field])])),
    received: {
      paidMonths: write('paidMonths', paidMonths),
      accountBalance: write('accountBalance', accountBalance),
    },
  }
}

const dayOf = (at: string): string => writeField('', at.slice(0, 10))

/** The cells of a certificate as they are written on paper, from what the clerk filled in. */
function cellsOf(paper: PaperId, { application, decision, issuedAt }: DocumentFacts) {
  const fields: Readonly<Record<string, unknown>> = {
    ...{ issuedOn: issuedAt.slice(0, 10) },
    ...application.fields,
    ...decision.certificate,
  }
  const balance = fields.accountBalance
  const cells = papers[paper].cells.map(({ id }): [string, string] => {
    const value = fields[id]
    if (id === 'accountBalance') return [id, typeof balance === 'number' ? balance.toFixed(2) : '']
    if (id === 'balanceInWords') {
      return [id, typeof balance === 'number' ? capitalAmount(balance) : '']
    }
    if (id === 'paidMonths') return [id, value === undefined ? '' : String(value)]
    if (id === 'origin') return [id, nameOf(value)]
    return [id, writeField(id, value)]
  })
  const written = Object.fromEntries(cells.map(([id, text]) => [id, asValue(text)]))
  if (paper === 'medical') written.insuredPeriod = fromAndTo(fields.insuredPeriod)
  return written
}

/** A place's name alone; its code has a cell of its own. */
const nameOf = (place: unknown): string =>
  typeof place === 'object' && place !== null && 'name' in place
    ? String(place.name)
    : String(place ?? '')

/** The medical paper has 起 and 止 one below the other. */
function fromAndTo(period: unknown): string {
  const { from = '', to = '' } = (period ?? {}) as { from?: string; to?: string }
  return from === '' ? '' : `起：${writeField('', from)}\n止：${writeField('', to)}`
}
