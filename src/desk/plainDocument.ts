import type { DocumentFacts, DocumentKind } from './act.ts'
import { applicationForm, certificateForm, type Part } from './forms.ts'
import { writePdf } from './pdf.ts'
import { writeField } from './writeField.ts'

/**
 * A document as a PDF of its facts: its name, the serial, and every fact with its label, in the
 * certificate's order. No letterhead and no seal, and it says so.
 */
export function plainDocument(kind: DocumentKind, facts: DocumentFacts) {
  const { serial, application, decision, issuedAt } = facts
  const medical = application.business.startsWith('medical')
  const title = titles[kind](medical)
  const certificate = kind === 'certificate' ? certificateForm(application.business) : null
  const fields = { ...application.fields, ...decision.certificate }
  const form = certificate ?? applicationForm(application.business, fields)
  const received: Part = {
    heading: '信息表登记',
    fields: [
      ['paidMonths', '实际缴费月数'],
      ['accountBalance', '个人账户储存额'],
    ],
  }
  const tables = form.map((part) => tableOf(part, fields))
  if (kind === 'informationForm') {
    const { paidMonths, accountBalance } = decision
    const table = tableOf(received, { paidMonths, accountBalance })
    const rows = table.rows.filter(([, value]) => value !== '')
    if (rows.length > 0) tables.push({ ...table, rows })
  }
  const content = writePdf({
    title,
    lines: [`申报交易流水号：${serial}`, `日期：${writeField('', issuedAt.slice(0, 10))}`],
    tables,
    note: '本页由经办台生成，未加盖印章，以经办机构核定为准。',
  })
  return { name: `${title}-${serial}.pdf`, type: 'application/pdf', content }
}

const titles: Readonly<Record<DocumentKind, (medical: boolean) => string>> = {
  contactLetter: (medical) =>
    medical ? '基本医疗保险关系转移接续联系函' : '基本养老保险关系转移接续联系函',
  informationForm: (medical) =>
    medical ? '参保人员基本医疗保险类型变更信息表' : '基本养老保险关系转移接续信息表',
  certificate: (medical) => (medical ? '基本医疗保障参保（合）凭证' : '基本养老保险参保缴费凭证'),
}

const tableOf = (part: Part, fields: Readonly<Record<string, unknown>>) => ({
  heading: part.heading,
  rows: part.fields.map(
    ([field, label]) => [label, writeField(field, fields[field])] as [string, string],
  ),
})
