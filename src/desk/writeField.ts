const labels: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  transferKind: {
    enterprise: '外省企业保险转入',
    military: '退役军人保险转入',
    militarySpouse: '未就业随军配偶保险转入',
    government: '外省机关事业保险转入',
  },
  personKind: { employee: '普通职工', militarySpouse: '随军配偶' },
  sex: { M: '男', F: '女' },
  householdType: { urban: '城镇（非农业户口）', rural: '农村（农业户口）' },
  currentScheme: { employee: '职工医保', resident: '居民医保' },
  scheme: { employee: '职工医保', resident: '居民医保' },
  relation: { self: '本人', agent: '代办' },
}

const money = new Intl.NumberFormat('zh-CN', {
  minimumFractionDigits: 2,
  maximumFractionDigits: 2,
})

/** The choices of a field that has a closed list, value → label; null for any other. */
export function choicesOf(field: string): Readonly<Record<string, string>> | null {
  return Object.hasOwn(labels, field) ? labels[field]! : null
}

/** A field's value in the words of the form. */
export function writeField(field: string, value: unknown): string {
  if (value === undefined || value === null) return ''
  const label = choicesOf(field)?.[String(value)]
  if (label) return label
  if (field === 'accountBalance' || field === 'amount') return `${money.format(Number(value))} 元`
  if (field === 'paidMonths') return `${value} 个月`
  if (field === 'age') return `${value} 岁`
  if (typeof value === 'string') return writeDate(value)
  if (typeof value === 'boolean') return value ? '是' : '否'
  if (typeof value !== 'object') return String(value)
  if (Array.isArray(value)) return value.map((item) => writeField('', item)).join('；')
  if (has(value, 'from') && has(value, 'to'))
    return `${writeDate(String(value.from))} 至 ${writeDate(String(value.to))}`
  if (has(value, 'code') && has(value, 'name')) return `${value.name}（${value.code}）`
  if (has(value, 'name')) return String(value.name)
  return JSON.stringify(value)
}

/** `张*`: the family name stays, the rest is hidden. */
export function maskName(name: string): string {
  const [first = '', ...rest] = [...name]
  return first + '*'.repeat(Math.min(rest.length, 4))
}

/** `110***********1237`: the first three and the last four characters stay. */
export function maskNumber(idNumber: string): string {
  if (idNumber.length <= 7) return '*'.repeat(idNumber.length)
  return idNumber.slice(0, 3) + '*'.repeat(idNumber.length - 7) + idNumber.slice(-4)
}

function writeDate(text: string): string {
  const [, year, month, day] = /^(\d{4})-(\d{2})(?:-(\d{2}))?$/.exec(text) ?? []
  if (!year) return text
  return `${year}年${Number(month)}月${day ? `${Number(day)}日` : ''}`
}

function has<Key extends string>(value: object, key: Key): value is Record<Key, unknown> {
  return key in value
}
