import type { Attachment, Stage } from '../backend/backend.ts'
import { type Case, statusOf } from './case.ts'
import { applicationForm, certificateForm, labelOf } from './forms.ts'
import type { Proposal } from './proposals.ts'
import { typicalReasons } from './reasons.ts'
import { labelOfBusiness, minuteOf } from './rows.ts'
import { allowedActions } from './stages.ts'
import type { Entry } from './trail.ts'
import { actionLabels, routeLabels, stageLabels, words } from './words.ts'
import { choicesOf, writeField } from './writeField.ts'

/** What a form sent, kept so that a mistake costs nobody the rest of what they typed. */
export type Given = Readonly<Record<string, unknown>>

/** Everything that the page of one application shows. */
export function applicationView(held: Case, history: readonly Entry[], given: Given = {}) {
  const { serial, business, application, decision, stage } = held
  const actions = allowedActions(business, stage)
  const { reason = '', field = '', explanation = '', ...status } = statusOf(held)
  return {
    serial,
    serialGrouped: serial.replace(/(\d{8})(\d{4})(\d{4})/, '$1 $2 $3'),
    businessName: labelOfBusiness(business).label,
    insurance: labelOfBusiness(business).insurance,
    routeName: routeLabels[application.route] ?? application.route,
    submittedAt: minuteOf(held.submittedAt),
    handling: status.handling,
    feedback: status.feedback ?? '',
    stageLabel: stageLabels[stage],
    refused: stage === 'refused',
    reason,
    fieldLabel: field && labelOf(field, business),
    explanation,
    mends: application.mends ?? '',
    tracker: trackerOf(held, history),
    parts: applicationForm(business, application.fields).map((part) => ({
      heading: part.heading,
      fields: part.fields.map(([id, label]) => ({
        label,
        value: writeField(id, application.fields[id]),
        wrong: id === field,
      })),
    })),
    attachment: application.attachment
      ? fileOf(application.attachment, `/desk/applications/${serial}/attachment`)
      : null,
    documents: decision.documents.map((document) =>
      fileOf(document, `/desk/applications/${serial}/documents/${document.id}`),
    ),
    history: history.map((entry, index) => lineOf(entry, business, index > 1)),
    may: Object.fromEntries(
      Object.keys(actionLabels).map((action) => [
        action.replaceAll('-', '_'),
        actions.some((allowed) => allowed === action),
      ]),
    ),
    mayNothing: actions.length === 0,
    refuseLabel: stage === 'submitted' ? actionLabels.refuse : words.refusedLater,
    reasons: typicalReasons(business),
    cells: applicationForm(business, application.fields).flatMap((part) =>
      part.fields.map(([id, label]) => ({ id, label })),
    ),
    certificate: certificateView(held, given.fields),
    given: Object.fromEntries(typed.map((name) => [name, textOf(given[name])])),
  }
}

const typed = [
  'reason',
  'otherReason',
  'field',
  'explanation',
  'amount',
  'paidMonths',
  'accountBalance',
]

/** The certificate's cells with what is known already, ready to be filled in. */
function certificateView({ business, application, decision }: Case, given: unknown) {
  const form = certificateForm(business)
  const known: Readonly<Record<string, unknown>> = {
    ...application.fields,
    ...decision.certificate,
    ...(typeof given === 'object' ? given : {}),
  }
  return (form ?? []).map(({ heading, fields }) => ({
    heading,
    cells: fields.map(([id, label]) => {
      const value = known[id]
      const choices = choicesOf(id)
      return {
        id,
        label,
        isPeriod: id === 'insuredPeriod',
        isDate: id === 'issuedOn',
        required: ['insuredPeriod', 'paidMonths', 'accountBalance'].includes(id),
        choices: Object.entries(choices ?? {}).map(([choice, text]) => ({
          value: choice,
          label: text,
          selected: choice === value,
        })),
        isChoice: choices !== null,
        value: textOf(value),
        ...{ from: partOf(value, 'from'), to: partOf(value, 'to') },
      }
    }),
  }))
}

function textOf(value: unknown): string {
  if (typeof value === 'string' || typeof value === 'number') return String(value)
  return partOf(value, 'name')
}

function partOf(value: unknown, part: string): string {
  if (typeof value !== 'object' || value === null) return ''
  const found = new Map<string, unknown>(Object.entries(value)).get(part)
  return typeof found === 'string' ? found : ''
}

const ways: Readonly<Record<string, readonly Stage[]>> = {
  in: [
    'submitted',
    'accepted',
    'contactLetterSent',
    'informationFormReceived',
    'fundsReceived',
    'completed',
  ],
  out: ['submitted', 'accepted', 'certificateIssued', 'completed'],
  other: ['submitted', 'accepted', 'completed'],
}

const stageAfter: Readonly<Record<string, Stage>> = {
  submit: 'submitted',
  accept: 'accepted',
  'issue-contact-letter': 'contactLetterSent',
  'record-information-form': 'informationFormReceived',
  'record-funds': 'fundsReceived',
  'issue-certificate': 'certificateIssued',
  complete: 'completed',
}

/** The way of an application with how far it has come; a refusal ends it where it happened. */
function trackerOf({ business, stage }: Case, history: readonly Entry[]) {
  const form = business.endsWith('-out') ? 'out' : 'other'
  const isIn = ['pension-in', 'medical-in', 'national-platform', 'alipay'].includes(business)
  const way = ways[isIn ? 'in' : form] ?? []
  const reached = new Map(history.map(({ action, at }) => [stageAfter[action], at]))
  const steps = way.map((step) => ({
    label: step === 'submitted' ? '已申报' : stageLabels[step],
    at: reached.has(step) ? minuteOf(reached.get(step) ?? '') : '',
    state: step === stage ? 'now' : reached.has(step) ? 'done' : 'next',
  }))
  if (stage !== 'refused') return steps
  const at = history.find(({ action }) => action === 'refuse')?.at ?? ''
  return [
    ...steps.filter(({ state }) => state !== 'next'),
    { label: stageLabels.refused, at: minuteOf(at), state: 'bad' },
  ]
}

function lineOf({ action, clerk, at, detail }: Entry, business: string, wasAccepted: boolean) {
  const named = Object.entries(actionLabels).find(([name]) => name === action)?.[1] ?? action
  const label = action === 'refuse' && wasAccepted ? words.refusedLater : named
  return { label, clerk, at: minuteOf(at), notes: notesOf(detail, business) }
}

/** What waits for a second clerk. */
export function proposalView({ id, action, particulars, clerk, at }: Proposal, held: Case) {
  const label =
    action === 'refuse' && held.stage !== 'submitted' ? words.refusedLater : actionLabels[action]
  return { id, label, clerk, at: minuteOf(at), notes: notesOf(particulars, held.business) }
}

function notesOf(detail: Readonly<Record<string, unknown>>, business: string) {
  const { certificate, ...rest } = detail
  return Object.entries(rest).map(([id, value]) => ({
    label: detailLabels[id] ?? labelOf(id, business),
    value: id === 'field' ? labelOf(String(value), business) : writeField(id, value),
  }))
}

const detailLabels: Readonly<Record<string, string>> = {
  reason: '原因',
  field: '需更正',
  explanation: '解释',
  amount: '到账金额',
  paidMonths: '实际缴费月数',
  accountBalance: '个人账户储存额',
}

function fileOf({ name, type, bytes }: Attachment, href: string) {
  const size = bytes < 1024 ? `${bytes} B` : `${Math.round(bytes / 1024)} KB`
  const kind = type.split(';')[0]?.split('/').at(-1) ?? ''
  return { name, size, kind: kind === 'plain' ? 'TXT' : kind.toUpperCase(), href }
}
