import { medical } from '../certificate/medical.ts'
import type { Paper } from '../certificate/paper.ts'
import { pension } from '../certificate/pension.ts'

/** One part of a form: a heading and its fields in the paper's order. */
export type Part = { heading: string; fields: readonly (readonly [field: string, label: string])[] }

const person = '参保人员基本信息'
const formerAgency = '转出地社会保险经办机构信息'

/** What a certificate prints but nobody fills in: seals, signatures, an amount in words. */
const printed = ['clerk', 'agencySeal', 'balanceInWords']

/** The parts of a paper certificate. What stands above the table belongs to its first part. */
function partsOf({ cells, headings }: Paper): Part[] {
  const filled = cells.filter(({ id, section, row }) => {
    const belowTable = section === '' && row > 0
    return !printed.includes(id) && !belowTable
  })
  const sections = headings.flatMap(({ lines }) => (lines.length === 1 ? lines : []))
  return sections.map((heading, index) => ({
    heading,
    fields: filled
      .filter(({ section }) => section === heading || (index === 0 && section === ''))
      .map(({ id, label }) => [id, label] as const),
  }))
}

/** 《基本养老保险参保缴费凭证》. */
const pensionCertificate = partsOf(pension)
const [pensionPerson, pensionAgency] = pensionCertificate as [Part, Part]

/** 《基本医疗保障参保（合）凭证》. */
const medicalCertificate = partsOf(medical)

const national: readonly Part[] = [
  {
    heading: person,
    fields: [
      ['name', '姓名'],
      ['idNumber', '社会保障号码'],
      ['mobile', '申请人联系电话'],
      ['householdAddress', '户籍地址'],
    ],
  },
  {
    heading: '转移信息',
    fields: [
      ['destination', '转入地行政区'],
      ['origin', '转出地行政区'],
    ],
  },
]

const applications: Readonly<Record<string, readonly Part[]>> = {
  'pension-in': [
    { heading: '申报类型', fields: [['transferKind', '选择类型']] },
    {
      heading: person,
      fields: [...pensionPerson.fields, ['mobile', '手机号码']],
    },
    pensionAgency,
  ],
  'medical-in': [
    { heading: '申报类型', fields: [['personKind', '选择类型']] },
    {
      heading: person,
      fields: [
        ['name', '姓名'],
        ['sex', '性别'],
        ['idNumber', '公民身份号码'],
        ['age', '年龄'],
        ['householdType', '户籍类型'],
        ['householdAddress', '户籍地地址'],
        ['mobile', '联系电话'],
        ['contactAddress', '联系地址'],
        ['postcode', '邮政编码'],
        ['certificateNumber', '凭证号'],
        ['currentScheme', '现参加的基本医疗保险类型'],
        ['medicalNumber', '医疗保障编号'],
        ['issuedOn', '生成日期'],
      ],
    },
    {
      heading: '参保信息',
      fields: [
        ['scheme', '医疗保险类型'],
        ['insuredPeriod', '参保起止时间'],
        ['origin', '转出地'],
        ['paidMonths', '其中累计实际缴费月数'],
      ],
    },
    {
      heading: formerAgency,
      fields: [
        ['agencyName', '机构名称'],
        ['agencyAddress', '转出地址'],
        ['agencyPostcode', '邮政编码'],
        ['contactPerson', '联系人'],
        ['agencyPhone', '联系电话'],
        ['divisionCode', '行政区划代码'],
      ],
    },
    { heading: '申请人信息', fields: [['relation', '与参保人关系']] },
  ],
  'national-platform': national,
  alipay: national,
}

const applicant: Part = {
  heading: '申请人信息',
  fields: [
    ['name', '姓名'],
    ['sex', '性别'],
    ['birthDate', '出生日期'],
    ['age', '年龄'],
    ['idNumber', '公民身份号码'],
    ['personalNumber', '个人编号'],
    ['mobile', '手机号码'],
    ['householdAddress', '户籍地地址'],
    ['contactAddress', '联系地址'],
    ['postcode', '邮政编码'],
    ['scheme', '医疗保险类型'],
    ['medicalNumber', '医疗保障编号'],
    ['origin', '转出地'],
    ['destination', '转入地'],
    ['relation', '与参保人关系'],
  ],
}

/** The certificate that a business issues, or null. */
export function certificateForm(business: string): readonly Part[] | null {
  if (business === 'pension-out') return pensionCertificate
  if (business === 'medical-out') return medicalCertificate
  return null
}

/** An application's form with every field that was filled in: what the form lacks comes last. */
export function applicationForm(
  business: string,
  fields: Readonly<Record<string, unknown>>,
): readonly Part[] {
  const form = Object.hasOwn(applications, business) ? applications[business]! : [applicant]
  const filled = form.map((part) => ({
    ...part,
    fields: part.fields.filter(([field]) => isFilled(fields[field])),
  }))
  const known = new Set([...form, applicant].flatMap((part) => part.fields.map(([field]) => field)))
  const inForm = new Set(form.flatMap((part) => part.fields.map(([field]) => field)))
  const rest = [
    ...applicant.fields.filter(([field]) => !inForm.has(field) && isFilled(fields[field])),
    ...Object.keys(fields)
      .filter((field) => field !== 'certificate' && !known.has(field) && isFilled(fields[field]))
      .map((field) => [field, labelOf(field)] as const),
  ]
  return [...filled, { heading: '其他', fields: rest }].filter((part) => part.fields.length > 0)
}

/** A field's label on whichever form has it; its own id where none has. */
export function labelOf(field: string, business = ''): string {
  const forms = [
    ...(Object.hasOwn(applications, business) ? applications[business]! : []),
    ...Object.values(applications).flat(),
    ...pensionCertificate,
    ...medicalCertificate,
    applicant,
  ]
  for (const part of forms) {
    const found = part.fields.find(([id]) => id === field)
    if (found) return found[1]
  }
  return field === 'certificate' ? '参保凭证附件' : field
}

const isFilled = (value: unknown) => value !== undefined && value !== null && value !== ''
