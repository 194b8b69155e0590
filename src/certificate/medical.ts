import {
  cell,
  headingHeight,
  type Paper,
  placeCells,
  placeRows,
  setCentred,
  setParagraphs,
  sheet,
} from './paper.ts'

/** The label at the side of the first two rows. */
const side = 40
const top = 140

const { headings, cells, table } = placeRows(
  [
    { heading: '基本信息' },
    {
      ...{ height: 36, indent: side },
      cells: [
        cell('name', '姓名', [45, 66], '张三'),
        cell('idNumber', '身份证号|（社会保障号）', [82, 116], '11010519491231002X'),
        cell('medicalNumber', '医疗保障|编号*', [58, 88], '1200001234567'),
      ],
    },
    {
      ...{ height: 36, indent: side },
      cells: [
        cell('householdAddress', '户籍|所在地', [45, 264], '河南省郑州市金水区文化路1号'),
        cell('householdType', '户籍类型', [58, 88], '农村（农业户口）'),
      ],
    },
    { heading: '参保信息' },
    {
      height: 30,
      cells: [
        cell('scheme', '基本医疗保险类型', [94, 151], '职工医保'),
        cell('origin', '转出地', [94, 156], '天津市宝坻区'),
      ],
    },
    {
      height: 40,
      cells: [
        cell('insuredPeriod', '参保（合）时间', [94, 151], '起：2015年3月\n止：2019年8月'),
        cell('paidMonths', '其中累计|实际缴费月数', [94, 156], '54', { after: '月' }),
      ],
    },
    {
      height: 30,
      cells: [
        cell('balanceInWords', '个人账户余额', [94, 245], '伍佰贰拾元叁角', { before: '（大写）' }),
        cell('accountBalance', '个人账户余额（小写）', [0, 156], '520.30', { before: '（小写）¥' }),
      ],
    },
    { heading: '转出地社会保险经办机构信息' },
    {
      height: 34,
      cells: [
        cell('agencyName', '办理机构名称', [94, 401], '天津市医疗保障基金管理中心宝坻分中心', {
          after: '（盖章）',
        }),
      ],
    },
    { height: 30, cells: [cell('agencyAddress', '地址', [94, 401], '天津市宝坻区南城路2号')] },
    {
      height: 30,
      cells: [
        cell('divisionCode', '行政区划代码', [94, 151], '120115'),
        cell('agencyPostcode', '邮政编码', [94, 156], '301800'),
      ],
    },
    {
      height: 30,
      cells: [
        cell('contactPerson', '联系人', [94, 151], '账户管理科'),
        cell('agencyPhone', '联系电话', [94, 156], '022-29241234'),
      ],
    },
  ],
  top,
)

const bottom = table.y + table.height

const above = placeCells(
  [
    cell('certificateNumber', '凭证号：', [54, 256], '津宝坻2019年第000123号'),
    cell('issuedOn', '生成日期：', [64, 121], '2019年9月5日'),
  ],
  { section: '', row: 0, x: sheet.left, y: top - 30, height: 26 },
)

/** 《基本医疗保障参保（合）凭证》. */
export const medical: Paper = {
  id: 'medical',
  title: '基本医疗保障参保（合）凭证',
  ...{ width: sheet.width, height: sheet.height, table },
  headings: [
    ...headings,
    {
      text: '参保人',
      lines: ['参', '保', '人'],
      box: { x: sheet.left, y: top + headingHeight, width: side, height: 72 },
    },
  ],
  cells: [...above, ...cells],
  prints: [
    setCentred('基本医疗保障参保（合）凭证', 92, 20),
    ...setParagraphs(
      ['* 未将社会保障号作为参保人唯一识别码的统筹地区，填写医疗保险编号。'],
      bottom + 20,
      9,
    ),
    setCentred('注意事项', bottom + 48, 12),
    ...setParagraphs(
      [
        '1. 本凭证是根据国家有关规定制发，是参保的权益记录以及申请办理基本医疗保险关系转移接续的重要凭证，请妥善保存。',
        '2. 跨统筹地区流动就业人员，有接收单位的，将此凭证交由单位按照规定办理参保手续。',
        '3. 其他跨统筹地区流动就业人员，应携此凭证在3个月内到指定办理机构办理相关登记手续。',
        '4. 本凭证如不慎遗失，请与出具此凭证的社会保险经办机构联系，申请补办。',
      ],
      bottom + 70,
      10,
    ),
    setCentred('人力资源和社会保障部、国家卫生和计划生育委员会监制', bottom + 168, 9),
  ],
}
