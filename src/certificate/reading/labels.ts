import type { Cell, PaperId } from '../paper.ts'
import { papers } from '../papers.ts'

/** A printed label and the cell whose value stands beside it; null where it only ends another's value. */
export type Label = { words: string; cell: string | null }

/** How else agencies print the labels of a cell; the paper's own wording is known from the paper. */
const others: Readonly<Record<PaperId, Readonly<Record<string, string>>>> = {
  pension: {
    name: '参保人姓名 参保人员姓名',
    idNumber: '身份证号码 身份证号 社会保障号码 社会保障号 身份号码',
    personalNumber: '个人社保编号 社会保险个人编号 个人社会保障编号',
    householdAddress: '户籍地址 户籍所在地地址 户籍所在地 户口所在地地址',
    insuredPeriod: '本地参保起止时间 参保起止时间 参保缴费起止时间 缴费起止时间 起止时间',
    paidMonths: '实际缴费月数 累计缴费月数 累计实际缴费月数 缴费月数',
    accountBalance:
      '个人账户储存额 个人帐户储存额 本地参保期间个人帐户储存额 参保期间个人账户储存额 个人账户累计储存额',
    divisionCode: '行政区划 行政区划编码',
    agencyName: '机构名称 经办机构名称 单位(机构)名称 社会保险经办机构名称',
    agencyPhone: '联系电话 机构电话 经办机构电话',
    agencyAddress: '机构地址 单位地址 联系地址 经办机构地址',
    agencyPostcode: '邮编',
    issuedOn: '填发日期 生成日期 打印日期 出具日期 日期',
  },
  medical: {
    name: '参保人姓名 参保人员姓名',
    idNumber: '身份证号 身份证号码 公民身份号码 社会保障号 社会保障号码',
    medicalNumber: '医保编号 医疗保险编号 个人编号',
    householdAddress: '户籍地址 户籍地地址 户籍所在地地址',
    householdType: '户口类型 户口性质',
    scheme: '医疗保险类型 参保类型 险种类型',
    origin: '原参保地',
    insuredPeriod: '参保时间 参保起止时间 参合时间 起止时间',
    paidMonths: '累计实际缴费月数 实际缴费月数 累计缴费月数 缴费月数',
    accountBalance: '个人帐户余额 账户余额 (小写) 小写',
    balanceInWords: '(大写) 大写',
    agencyName: '经办机构名称 机构名称 单位名称',
    agencyAddress: '机构地址 联系地址',
    divisionCode: '行政区划',
    agencyPostcode: '邮编',
    agencyPhone: '电话',
    certificateNumber: '凭证编号 凭证号码',
    issuedOn: '填发日期 打印日期 出具日期 日期',
  },
}

/** What ends the value before it. */
const foreign =
  '经办人(签章) 经办人 社会保险经办机构(章) 社会保险经办机构(盖章) 经办机构(章) 重要提示 注意事项 温馨提示 备注 说明 校验码 验证码 编号 打印时间 参保人员基本信息 参保人基本信息 社会保险经办机构信息 转出地社会保险经办机构信息 转出地经办机构信息 基本信息 参保信息 民族 出生日期 年龄 传真'

/** Words without blanks, in the form in which they are compared. */
export const bare = (words: string): string => words.normalize('NFKC').replace(/[\s*:·_]/gu, '')

const labelsOf = (paper: PaperId): readonly Label[] => {
  const own = papers[paper].cells.flatMap(({ id, labelLines }: Cell): Label[] => {
    const label = labelLines.join('')
    if (id === 'clerk' || id === 'agencySeal') return [{ words: bare(label), cell: null }]
    // The amount in words has the label that the amount in figures goes by.
    const cell = id === 'balanceInWords' ? 'accountBalance' : id
    return label === '' ? [] : [{ words: bare(label), cell }]
  })
  const more = Object.entries(others[paper]).flatMap(([cell, words]) =>
    words.split(' ').map((one) => ({ words: bare(one), cell })),
  )
  const ends = foreign.split(' ').map((one) => ({ words: bare(one), cell: null }))
  const all = new Map([...ends, ...more, ...own].map((label) => [label.words, label]))
  return [...all.values()].sort((a, b) => b.words.length - a.words.length)
}

/** The labels of each paper, longest first. */
export const labels: Readonly<Record<PaperId, readonly Label[]>> = {
  pension: labelsOf('pension'),
  medical: labelsOf('medical'),
}
