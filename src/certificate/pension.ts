import {
  cell,
  type Paper,
  placeCells,
  placeRows,
  setCentred,
  setParagraphs,
  sheet,
} from './paper.ts'

const { headings, cells, table } = placeRows(
  [
    { heading: '参保人员基本信息' },
    {
      height: 40,
      cells: [
        cell('name', '姓名', [64, 106], '张三'),
        cell('sex', '性别', [46, 44], '女'),
        cell('personalNumber', '个人编号', [64, 171], '1101234567'),
      ],
    },
    {
      height: 44,
      cells: [
        cell('idNumber', '公民身份|号码', [64, 150], '11010519491231002X'),
        cell('householdAddress', '户籍地|地址', [60, 221], '河南省郑州市金水区文化路1号'),
      ],
    },
    {
      height: 54,
      cells: [
        cell('insuredPeriod', '在本地参保|起止时间', [64, 132], '2015年3月至2019年8月'),
        cell('paidMonths', '本地实际|缴费月数', [64, 58], '54'),
        cell('accountBalance', '本地参保期间|个人账户储存额', [86, 91], '32560.40', {
          after: '元',
        }),
      ],
    },
    { heading: '社会保险经办机构信息' },
    {
      height: 44,
      cells: [
        cell('divisionCode', '行政区划|代码', [64, 106], '120115'),
        cell('agencyName', '单位名称', [64, 261], '天津市社会保险基金管理中心宝坻分中心'),
      ],
    },
    {
      height: 44,
      cells: [
        cell('agencyPhone', '电话', [64, 106], '022-29241234'),
        cell('agencyAddress', '地址', [46, 154], '天津市宝坻区南城路2号'),
        cell('agencyPostcode', '邮政编码', [64, 61], '301800'),
      ],
    },
  ],
  124,
)

const bottom = table.y + table.height
const middle = sheet.left + sheet.inner / 2

const signatures = [
  ...placeCells([cell('clerk', '经办人（签章）：', [94, 140], '')], {
    ...{ section: '', row: 6, x: sheet.left, y: bottom + 14, height: 26 },
  }),
  ...placeCells([cell('agencySeal', '社会保险经办机构（章）：', [136, 111], '')], {
    ...{ section: '', row: 6, x: middle, y: bottom + 14, height: 26 },
  }),
  ...placeCells([cell('issuedOn', '填发日期', [0, 111], '2019年9月5日')], {
    ...{ section: '', row: 7, x: middle + 136, y: bottom + 44, height: 26 },
  }),
]

/** 《基本养老保险参保缴费凭证》, 人社部发〔2009〕187号 附件. */
export const pension: Paper = {
  id: 'pension',
  title: '基本养老保险参保缴费凭证',
  ...{ width: sheet.width, height: sheet.height, table, headings },
  cells: [...cells, ...signatures],
  prints: [
    setCentred('基本养老保险参保缴费凭证', 92, 20),
    setCentred('（本凭证一式两联，填发此凭证的社保机构和参保人员本人各一联）', bottom + 92, 10),
    setCentred('重要提示', bottom + 124, 12),
    ...setParagraphs(
      [
        '1. 本凭证是您参加基本养老保险的权益记录，是申请办理基本养老保险关系转移接续手续的重要凭证，请妥善保管。',
        '2. 当您跨省（自治区、直辖市）流动就业时，基本养老保险关系在原参保地社会保险经办机构保留，个人账户储存额按规定继续计算利息。到新就业地参保时，请向当地社会保险经办机构出示本凭证，办理基本养老保险关系转移接续手续。',
        '3. 本凭证如不慎遗失，请与填发此凭证的社会保险经办机构联系，申请补办。联系方式可到任何一个社会保险经办机构查询。',
      ],
      bottom + 148,
      10,
    ),
  ],
}
