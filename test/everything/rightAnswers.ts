import type { Happening } from '../../src/conversation/event.ts'
import type { Step } from '../../src/flow/schema.ts'

const said = (...texts: string[]): Happening[] => texts.map((text) => ({ kind: 'said', text }))

const file: Happening = {
  kind: 'sent',
  file: { id: 'file-1', name: '凭证.pdf', type: 'application/pdf', bytes: 150_000 },
}

/** What people rightly answer, by kind of answer; several where flows fork at them. */
const byKind: Readonly<Record<string, readonly Happening[]>> = {
  address: said('河南省郑州市金水区文化路1号'),
  birthDate: said('1990年5月1日', '1978年5月1日'),
  code: said('1101234567'),
  contactPerson: said('李四'),
  date: said('2026年10月8日'),
  division: said('天津市宝坻区'),
  divisionCode: said('120115'),
  file: [file],
  idNumber: said('11010519491231002X'),
  mobile: said('13800138000'),
  money: said('32560.40'),
  month: said('2020年1月'),
  months: said('50', '90'),
  moverScheme: said('都是企业职工', '原来城乡居民，现在企业职工'),
  name: said('张三'),
  organisation: said('天津市社会保险基金管理中心宝坻分中心'),
  period: said('2015年3月至2019年8月'),
  phone: said('022-29241234'),
  postcode: said('301800'),
  province: said('河南', '上海'),
  serial: said('2026 1123 0000 0001'),
  sex: said('男', '女'),
  stints: said(
    '2005年3月到2019年12月在广东，2020年1月到2026年10月在北京',
    '广东5年，后来北京1年',
    '北京10年',
  ),
}

/** The right answers to the question that a step asks. */
export function rightAnswers(step: Step): readonly Happening[] {
  if (step.kind !== 'ask') return []
  const chosen = Object.keys(step.choices ?? {}).map(
    (value): Happening => ({ kind: 'chose', value }),
  )
  const free = byKind[step.answer] ?? []
  if (step.answer === 'yesNo' && chosen.length === 0) return said('是', '否')
  const right = chosen.length > 0 ? chosen : free
  return step.optional ? [...right, { kind: 'chose', value: 'skip' }] : right
}
