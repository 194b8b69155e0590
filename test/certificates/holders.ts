import { checkDigit } from '../../src/answers/identity.ts'
import type { PaperId } from '../../src/certificate/paper.ts'
import { inCapitals } from './inCapitals.ts'
import { createRandom, type Random } from './random.ts'

/** Somebody's certificate: what is printed in each cell, and what each says. */
export type Holder = {
  paper: PaperId
  /** By the cell's id. */
  printed: Readonly<Record<string, string>>
  /** By the form's field. */
  values: Readonly<Record<string, unknown>>
}

const names =
  '张三 李秀英 王建国 欧阳修文 刘洋 陈思琪 杨桂兰 赵志强 黄海燕 周杰 吴丽娟 徐晓明 孙悦 胡凤霞 朱文博 高远 林雨晴 何国庆 郭子涵 马晓东 罗春梅 梁永福 宋佳怡 郑浩然 谢婷婷 韩雪 唐嘉豪 冯玉兰 于洪波 董丽华 阿依古丽 诸葛瑾'.split(
    ' ',
  )

/** Code, name, telephone area, beginning of the postcode, abbreviation. */
const places = [
  ['120115', '天津市宝坻区', '022', '3018', '津宝坻'],
  ['110105', '北京市朝阳区', '010', '1000', '京朝阳'],
  ['410105', '河南省郑州市金水区', '0371', '4500', '豫郑州'],
  ['440305', '广东省深圳市南山区', '0755', '5180', '粤深圳'],
  ['320106', '江苏省南京市鼓楼区', '025', '2100', '苏南京'],
  ['510107', '四川省成都市武侯区', '028', '6100', '川成都'],
  ['610113', '陕西省西安市雁塔区', '029', '7100', '陕西安'],
  ['370202', '山东省青岛市市南区', '0532', '2660', '鲁青岛'],
  ['430102', '湖南省长沙市芙蓉区', '0731', '4100', '湘长沙'],
  ['210102', '辽宁省沈阳市和平区', '024', '1100', '辽沈阳'],
  ['330106', '浙江省杭州市西湖区', '0571', '3100', '浙杭州'],
  ['420106', '湖北省武汉市武昌区', '027', '4300', '鄂武汉'],
  ['350203', '福建省厦门市思明区', '0592', '3610', '闽厦门'],
  ['530102', '云南省昆明市五华区', '0871', '6500', '云昆明'],
  ['230102', '黑龙江省哈尔滨市道里区', '0451', '1500', '黑哈尔滨'],
] as const

const streets = '文化路 南城路 建设大街 人民路 解放东路 长江路 和平街 中山北路 经三路 新华街'.split(
  ' ',
)
const communities = ['', '幸福小区', '阳光花园', '兴华里', '翠苑新村']

const digits = (random: Random, count: number) =>
  String(random.between(1, 9)) +
  Array.from({ length: count - 1 }, () => random.between(0, 9)).join('')
const two = (number: number) => String(number).padStart(2, '0')

/** The certificate of one of many imagined people. */
export function holderOf(paper: PaperId, seed: number): Holder {
  const random = createRandom(seed * 7919 + (paper === 'pension' ? 1 : 2))
  const person = personOf(random)
  const agency = agencyOf(random, paper)
  const insured = insuredOf(random)
  const common = {
    printed: { ...person.printed, ...agency.printed, ...insured.printed },
    values: { ...person.values, ...agency.values, ...insured.values },
  }
  const own = paper === 'pension' ? pensionOf(random) : medicalOf(random, agency.place)
  return {
    paper,
    printed: { ...common.printed, ...own.printed },
    values: { ...common.values, ...own.values },
  }
}

function personOf(random: Random) {
  const place = random.pick(places)
  const born = `${random.between(1962, 1988)}${two(random.between(1, 12))}${two(random.between(1, 28))}`
  const order = random.between(100, 999)
  const digits = `${place[0]}${born}${order}`
  const idNumber = digits + checkDigit(digits)
  const name = random.pick(names)
  const householdAddress = addressIn(random, random.pick(places)[1])
  const sex = order % 2 === 1 ? '男' : '女'
  return {
    printed: { name, idNumber, householdAddress, sex },
    values: { name, idNumber, householdAddress },
  }
}

const addressIn = (random: Random, place: string) =>
  `${place}${random.pick(streets)}${random.between(1, 399)}号${random.pick(communities)}`

function agencyOf(random: Random, paper: PaperId) {
  const place = random.pick(places)
  const [divisionCode, name, area, post] = place
  const agencyName =
    paper === 'pension'
      ? `${name}社会保险${random.pick(['基金管理中心', '事业管理局', '管理中心'])}`
      : `${name}医疗${random.pick(['保障基金管理中心', '保险管理局', '保障事务中心'])}`
  const local = digits(random, area === '0371' || area.length === 3 ? 8 : 7)
  const agencyPhone = `${area}-${local}`
  const agencyAddress = `${name}${random.pick(streets)}${random.between(1, 299)}号`
  const agencyPostcode = `${post}${two(random.between(0, 99))}`
  const values = { divisionCode, agencyName, agencyPhone, agencyAddress, agencyPostcode }
  return { place, values, printed: values }
}

function insuredOf(random: Random) {
  const year = random.between(2005, 2014)
  const start = random.between(1, 12)
  const length = random.between(14, 130)
  const last = year * 12 + start - 1 + length - 1
  const [toYear, to] = [Math.floor(last / 12), (last % 12) + 1]
  const paidMonths = length - random.between(0, 9)
  const cents = random.between(100_000, 9_999_999)
  const accountBalance = cents / 100
  const insuredPeriod = { from: `${year}-${two(start)}`, to: `${toYear}-${two(to)}` }
  const period = random.pick([
    `${year}年${start}月至${toYear}年${to}月`,
    `${year}年${two(start)}月至${toYear}年${two(to)}月`,
    `${year}.${two(start)}-${toYear}.${two(to)}`,
    `${year}-${two(start)}至${toYear}-${two(to)}`,
    `${year}${two(start)}-${toYear}${two(to)}`,
  ])
  const amount = accountBalance.toFixed(2)
  const printed = {
    insuredPeriod: period,
    paidMonths: String(paidMonths),
    accountBalance: random.pick([amount, amount.replace(/\B(?=(\d{3})+\.)/g, ',')]),
  }
  return { printed, values: { insuredPeriod, paidMonths, accountBalance } }
}

function pensionOf(random: Random) {
  const personalNumber = digits(random, random.between(8, 12))
  return {
    printed: { personalNumber, issuedOn: dateOf(random).printed },
    values: { personalNumber },
  }
}

function dateOf(random: Random) {
  const [year, month, day] = [
    random.between(2017, 2025),
    random.between(1, 12),
    random.between(1, 28),
  ] as const
  const value = `${year}-${two(month)}-${two(day)}`
  const printed = random.pick([`${year}年${month}月${day}日`, value, value.replaceAll('-', '.')])
  return { year, value, printed }
}

function medicalOf(random: Random, place: (typeof places)[number]) {
  const issued = dateOf(random)
  const number = String(random.between(1, 99_999)).padStart(6, '0')
  const certificateNumber = `${place[4]}${issued.year}年第${number}号`
  const medicalNumber = digits(random, random.between(10, 13))
  const [householdType, household] = random.pick([
    ['rural', '农村（农业户口）'],
    ['urban', '城镇（非农业户口）'],
    ['rural', '农业户口'],
    ['urban', '非农业户口'],
  ] as const)
  const [scheme, printedScheme] = random.pick([
    ['employee', '职工医保'],
    ['employee', '城镇职工基本医疗保险'],
    ['resident', '城乡居民基本医疗保险'],
  ] as const)
  const contactPerson = random.pick(['账户管理科', '王丽', '张建华', '关系转移科', '李老师'])
  const balance = random.between(1_000, 999_999) / 100
  const origin = { code: place[0], name: place[1] }
  return {
    printed: {
      ...{ certificateNumber, medicalNumber, contactPerson, issuedOn: issued.printed },
      ...{ householdType: household, scheme: printedScheme, origin: place[1] },
      ...{ accountBalance: balance.toFixed(2), balanceInWords: inCapitals(balance) },
    },
    values: {
      ...{ certificateNumber, medicalNumber, contactPerson, issuedOn: issued.value },
      ...{ householdType, scheme, origin, accountBalance: balance },
    },
  }
}
