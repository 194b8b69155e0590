import type { DocumentFacts, DocumentKind } from './act.ts'
import { applicationForm, certificateForm, type Part } from './forms.ts'
import { writeField } from './writeField.ts'

/**
 * A document as plain text: its name, the serial, and every fact with its label. Printable as it
 * is; no letterhead and no seal, and it says so.
 */
export function plainDocument(kind: DocumentKind, facts: DocumentFacts) {
  const { serial, application, decision, issuedAt } = facts
  const medical = application.business.startsWith('medical')
  const title = titles[kind](medical)
  const certificate = kind === 'certificate' ? certificateForm(application.business) : null
  const fields = { ...application.fields, ...decision.certificate }
  const form = certificate ?? applicationForm(application.business, fields)
  const received = [
    ['实际缴费月数', 'paidMonths', decision.paidMonths],
    ['个人账户储存额', 'accountBalance', decision.accountBalance],
  ] as const
  const lines = [
    title,
    '',
    `申报交易流水号：${serial}`,
    `日期：${writeField('', issuedAt.slice(0, 10))}`,
    ...form.flatMap((part) => ['', part.heading, ...linesOf(part, fields)]),
    ...(kind === 'informationForm' ? ['', '信息表登记'] : []),
    ...(kind === 'informationForm'
      ? received
          .filter(([, , value]) => value !== undefined)
          .map(([label, field, value]) => `${label}：${writeField(field, value)}`)
      : []),
    '',
    '本页由经办台生成，未加盖印章，以经办机构核定为准。',
  ]
  const content = new TextEncoder().encode(`\uFEFF${lines.join('\r\n')}\r\n`)
  return { name: `${title}-${serial}.txt`, type: 'text/plain; charset=utf-8', content }
}

const titles: Readonly<Record<DocumentKind, (medical: boolean) => string>> = {
  contactLetter: (medical) =>
    medical ? '基本医疗保险关系转移接续联系函' : '基本养老保险关系转移接续联系函',
  informationForm: (medical) =>
    medical ? '参保人员基本医疗保险类型变更信息表' : '基本养老保险关系转移接续信息表',
  certificate: (medical) => (medical ? '基本医疗保障参保（合）凭证' : '基本养老保险参保缴费凭证'),
}

function linesOf(part: Part, fields: Readonly<Record<string, unknown>>): readonly string[] {
  return part.fields.map(([field, label]) => `${label}：${writeField(field, fields[field])}`)
}
