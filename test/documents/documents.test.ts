import { getDocumentProxy } from 'unpdf'
import { describe, expect, test } from 'vitest'
import * as built from '../../src/assets/generated.js'
import { createRender } from '../../src/assets/render.ts'
import { papers } from '../../src/certificate/papers.ts'
import { documentOf } from '../../src/desk/documents.ts'
import { createFont } from '../../src/documents/font.ts'
import { loadFont } from '../../src/documents/nodeFont.ts'
import { documentWords } from '../../src/documents/words.ts'
import { writeDocument } from '../../src/documents/writeDocument.ts'
import { pdfText } from '../pdfText.ts'

const render = createRender(built.templates)
const font = createFont(loadFont)
const words = documentWords(render)
const link = 'https://jiexu.example/verify/JX2026112300000001?s=signature'

/** A document's file with its imprint. */
async function write(content: Parameters<typeof writeDocument>[1]) {
  const pdf = await writeDocument(await font(), content, {
    ...{ number: 'JX2026112300000001', at: new Date('2026-11-23T02:00:00Z'), link },
    foot: (facts) =>
      words.foot({
        ...{ ...facts, number: 'JX 20261123 0000 0001', issuedOn: '2026-11-23' },
        address: 'https://jiexu.example/verify',
      }),
    missingWord: words.missingWord(),
  })
  const document = await getDocumentProxy(new Uint8Array(pdf))
  return { pdf, document, text: await pdfText(pdf) }
}

/** The text without what layout does to it. */
const bare = (text: string) => text.replace(/\s/g, '')

const fields = {
  ...{
    name: '买买提·吐尔逊',
    idNumber: '11010519491231002X',
    sex: 'F',
    personalNumber: '11012345',
  },
  ...{ householdAddress: '新疆维吾尔自治区乌鲁木齐市天山区解放南路1号', householdType: 'rural' },
  ...{ insuredPeriod: { from: '2015-03', to: '2019-08' }, paidMonths: 54 },
  ...{ accountBalance: 32_560.4, scheme: 'employee', currentScheme: 'employee' },
  ...{ medicalNumber: '12000012345', certificateNumber: '津宝坻2019年第000123号' },
  ...{ origin: { code: '120115', name: '天津市宝坻区' }, divisionCode: '120115' },
  ...{ agencyName: '天津市社会保险基金管理中心', agencyAddress: '天津市宝坻区南城路2号' },
  ...{ agencyPostcode: '301800', agencyPhone: '022-29241234', contactPerson: 'Ng O’Neil' },
}
const written = {
  pension: ['买买提·吐尔逊', '2015年3月至2019年8月', '32,560.40元', '022-29241234'],
  medical: ['买买提·吐尔逊', '农村（农业户口）', '职工医保', 'NgO’Neil', '天津市宝坻区'],
}

function facts(business: string) {
  const application = { business, route: 'platform' as const, fields }
  const decision = { documents: [], paidMonths: 54, accountBalance: 32_856.4, certificate: fields }
  const at = '2026-11-23T10:00:00+08:00'
  return { serial: '2026112300000001', application, decision, issuedAt: at, submittedAt: at }
}

describe.each(['pension', 'medical'] as const)('the %s documents', (paper) => {
  test.each(['contactLetter', 'informationForm'] as const)('%s says what it must', async (kind) => {
    const { content, fileName } = documentOf(render, kind, facts(`${paper}-in`))
    const { text, document } = await write(content)
    const title = fileName.replace(/-\d+\.pdf$/, '')
    expect(title).toMatch(kind === 'contactLetter' ? /联系函$/ : /信息表$/)
    expect(text).toContain(title)
    const parts = kind === 'contactLetter' ? written[paper] : ['32,856.40元', '54个月']
    for (const part of [...parts, '2026112300000001', '2026年11月23日']) {
      expect(bare(text)).toContain(part)
    }
    expect(document.numPages).toBe(1)
  })

  test('a form that asks for few things makes a letter without gaps', async () => {
    const { name, idNumber, householdAddress, origin } = fields
    const few = { business: `${paper}-in`, route: 'platform' as const }
    const application = { ...few, fields: { name, idNumber, householdAddress, origin } }
    const { content } = documentOf(render, 'contactLetter', { ...facts(''), application })
    const { text } = await write(content)
    expect(text).not.toMatch(/undefined|NaN|\{\{/)
    expect(text).toMatch(/天津市宝坻区（120115）社会保险经办机构：|转出地医疗保险经办机构：/)
  })

  test('the certificate has every label and every value in its own cell', async () => {
    const { content } = documentOf(render, 'certificate', facts(`${paper}-out`))
    const { document } = await write(content)
    const page = await document.getPage(1)
    const { items } = await page.getTextContent()
    const words = items.flatMap((item) =>
      'str' in item && item.str.trim() !== ''
        ? [{ text: item.str, x: item.transform[4] + item.width / 2, y: 842 - item.transform[5] }]
        : [],
    )
    const within = ({ x, y, width, height }: (typeof papers)['pension']['table']) =>
      words
        .filter((one) => one.x > x && one.x < x + width && one.y > y && one.y <= y + height)
        .map(({ text }) => text)
        .join('')
    if (!('values' in content)) throw new Error('a certificate is its paper')
    const { cells } = papers[paper]
    expect(Object.keys(content.values).length).toBe(cells.length)
    for (const { id, labelLines, labelBox, box, before, after } of cells) {
      const value = content.values[id] ?? ''
      const expected = value === '' ? before : before + value + after
      expect(`${id}: ${bare(within(labelBox))}`).toBe(`${id}: ${labelLines.join('')}`)
      expect(`${id}: ${bare(within(box))}`).toBe(`${id}: ${bare(expected)}`)
    }
  })
})

describe('any document', () => {
  const table = (count: number) =>
    Array.from({ length: count }, (_, index) => `| 第${index}项 | 值${index} |`).join('\n')

  test('goes on to further pages, each with its number and code', async () => {
    const { text, document } = await write({ text: `# 很长\n## 表\n${table(90)}\n> 完` })
    expect(document.numPages).toBeGreaterThan(2)
    const order = [...text.matchAll(/值(\d+)/g)].map(([, number]) => Number(number))
    expect(order).toEqual(Array.from({ length: 90 }, (_, index) => index))
    expect(text.match(/JX 20261123 0000 0001/g)).toHaveLength(document.numPages)
    expect(text).toContain(`第 2 页，共 ${document.numPages} 页`)
    for (let number = 1; number <= document.numPages; number++) {
      const annotations = await (await document.getPage(number)).getAnnotations()
      expect(annotations.map(({ url }) => url)).toEqual([link])
    }
  })

  test('keeps a value whole that is longer than a page', async () => {
    const long = Array.from({ length: 4000 }, (_, index) => '路街巷号'[index % 4]).join('')
    const { text, document } = await write({ text: `# 长\n| 地址 | ${long} |` })
    expect(document.numPages).toBeGreaterThan(1)
    expect([...text].filter((char) => '路街巷号'.includes(char)).length).toBeGreaterThanOrEqual(
      4000,
    )
  })

  test('says where a character is missing from the font, and which', async () => {
    const { text } = await write({ text: '# 名字\n| 姓名 | 𠮷田䶮·Müller ئەخمەت😀 |' })
    expect(text).toContain('〔缺字〕田䶮·Müller 〔缺字〕')
    expect(text).toMatch(/〔缺字〕处是字库里没有的字（U\+20BB7、U\+0626、.*U\+1F600）/)
  })

  test('is small, names itself and holds no script', async () => {
    const { pdf, document } = await write(
      documentOf(render, 'certificate', facts('pension-out')).content,
    )
    expect(pdf.length).toBeLessThan(100_000)
    const { info } = await document.getMetadata()
    expect(info).toMatchObject({ Title: '基本养老保险参保缴费凭证', Subject: 'JX2026112300000001' })
    expect(await document.getJSActions()).toBeNull()
  })
})
