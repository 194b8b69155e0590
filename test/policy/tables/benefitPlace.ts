import type { BenefitPlaceCase } from '../../../src/policy/benefitPlace.ts'
import type { Stint } from '../../../src/policy/facts.ts'

/** One example: who, the record as `省 months` (`*` marks a temporary account), and what follows. */
export type Example = {
  readonly name: string
  readonly source: string
  readonly household: string
  readonly record: string
  readonly place: string | null
  readonly by: BenefitPlaceCase
}

/** Reads `广东120 河南36*` as stints in that order. */
export const record = (text: string): Stint[] =>
  text
    .split(' ')
    .filter(Boolean)
    .map((word) => {
      const [, province = '', months = '0', star] = /^(\D+?)(\d+)(\*)?$/.exec(word) ?? []
      return { province, months: Number(months), temporary: star === '*' }
    })

const article6 = '国办发〔2009〕66号 第六条'

/** Official examples and such as follow from the wording of the article. */
export const examples: readonly Example[] = [
  {
    name: 'the relation at the household place is paid there however short',
    source: `${article6}（一）; 人力资源社会保障部: 无论参保缴费多长时间`,
    ...{ household: '河南', record: '广东180 河南1', place: '河南', by: 'household' },
  },
  {
    name: 'the relation at the household place wins over a longer place elsewhere',
    source: `${article6}（一）`,
    ...{ household: '四川', record: '上海240 四川60', place: '四川', by: 'household' },
  },
  {
    name: 'only ever insured at home',
    source: `${article6}（一）`,
    ...{ household: '山东', record: '山东200', place: '山东', by: 'household' },
  },
  {
    name: 'ten years and more where the relation is',
    source: `${article6}（二）`,
    ...{ household: '湖南', record: '湖南36 广东150', place: '广东', by: 'tenYearsHere' },
  },
  {
    name: 'exactly ten years count',
    source: '汕头市社会保险基金管理局的例子: 满10年含10年整',
    ...{ household: '江西', record: '福建30 广东120', place: '广东', by: 'tenYearsHere' },
  },
  {
    name: 'one month short of ten years does not count',
    source: `${article6}（四）`,
    ...{ household: '江西', record: '福建30 广东119', place: '江西', by: 'nowhereTenYears' },
  },
  {
    name: 'ten years are summed over two stays in the same province',
    source: `${article6}（二）: 累计缴费年限`,
    ...{ household: '安徽', record: '江苏70 上海60 江苏50', place: '江苏', by: 'tenYearsHere' },
  },
  {
    name: 'a gap in the sum does not matter, but where the relation is does',
    source: `${article6}（三）`,
    ...{
      household: '安徽',
      record: '江苏70 江苏50 上海60',
      place: '江苏',
      by: 'tenYearsElsewhere',
    },
  },
  {
    name: 'less than ten years where the relation is goes back to the last ten-year place',
    source: `${article6}（三）; 人力资源社会保障部 2025: 最后一个缴费满10年且非临时账户的省份`,
    ...{ household: '河北', record: '天津130 北京48', place: '天津', by: 'tenYearsElsewhere' },
  },
  {
    name: 'of two ten-year places the later one',
    source: `${article6}（三）: 上一个缴费年限满10年的原参保地`,
    ...{
      household: '河北',
      record: '天津130 山西140 北京48',
      place: '山西',
      by: 'tenYearsElsewhere',
    },
  },
  {
    name: 'the later one by its last stay, not by its months',
    source: `${article6}（三）`,
    ...{
      household: '河北',
      record: '山西200 天津130 北京48',
      place: '天津',
      by: 'tenYearsElsewhere',
    },
  },
  {
    name: 'a ten-year place that was left and visited again counts as the later one',
    source: `${article6}（三）`,
    ...{
      household: '河北',
      record: '山西120 天津130 山西6 北京48',
      place: '山西',
      by: 'tenYearsElsewhere',
    },
  },
  {
    name: 'nowhere ten years: the household place, although nothing was paid there',
    source: `${article6}（四）`,
    ...{ household: '贵州', record: '浙江100 广东110', place: '贵州', by: 'nowhereTenYears' },
  },
  {
    name: 'nowhere ten years, with some years at home in between',
    source: `${article6}（四）`,
    ...{
      household: '贵州',
      record: '浙江100 贵州30 广东110',
      place: '贵州',
      by: 'nowhereTenYears',
    },
  },
  {
    name: 'years deemed paid are part of the months',
    source: '人社部规〔2016〕5号 第一条: 缴费年限含视同缴费年限',
    ...{ household: '吉林', record: '辽宁144 北京24', place: '辽宁', by: 'tenYearsElsewhere' },
  },
  {
    name: 'a temporary account of more than ten years is no place of benefit receipt',
    source: '广州市办事指南: 临时缴费账户所在地不作为待遇领取地',
    ...{ household: '湖北', record: '广东60 北京150*', place: '湖北', by: 'nowhereTenYears' },
  },
  {
    name: 'a temporary account at the end leaves the relation where it was',
    source: `国办发〔2009〕66号 第五条（二）, ${article6}（二）`,
    ...{ household: '湖北', record: '广东130 北京90*', place: '广东', by: 'tenYearsHere' },
  },
  {
    name: 'temporary months are not added to general ones in the same province',
    source: `${article6}; 山东省办事指南`,
    ...{ household: '湖北', record: '广东80 广东80*', place: '湖北', by: 'nowhereTenYears' },
  },
  {
    name: 'only temporary accounts: the household place collects and pays',
    source: '广州市办事指南, 山东省办事指南',
    ...{ household: '湖北', record: '广东80* 北京150*', place: '湖北', by: 'onlyTemporary' },
  },
  {
    name: 'the household place cannot pull a relation home that has ten years elsewhere',
    source: '中山市办事指南 第四项',
    ...{ household: '广东', record: '广东100 上海121', place: '上海', by: 'tenYearsHere' },
  },
  {
    name: 'a resident of Hong Kong with ten years follows the same order',
    source: '人力资源社会保障部令第41号',
    ...{ household: '香港', record: '上海60 广东125', place: '广东', by: 'tenYearsHere' },
  },
  {
    name: 'a resident of Taiwan without ten years anywhere: the longest place',
    source: '绍兴市办事指南: 缴费年限最长的参保地',
    ...{ household: '台湾', record: '福建80 上海60', place: '福建', by: 'longest' },
  },
  {
    name: 'a resident of Macao with two equally long places: the last of them',
    source: '绍兴市办事指南: 年限相同的，最后参保地',
    ...{ household: '澳门', record: '福建60 广东60 上海12', place: '广东', by: 'longest' },
  },
  {
    name: 'a foreigner without ten years anywhere: the longest place',
    source: '广东省转入条件清单',
    ...{ household: '外国', record: '北京30 上海31', place: '上海', by: 'longest' },
  },
  {
    name: 'an enrolment without a paid month is no relation',
    source: `${article6}`,
    ...{ household: '湖北', record: '广东130 北京0', place: '广东', by: 'tenYearsHere' },
  },
  {
    name: 'no record, no place',
    source: `${article6}`,
    ...{ household: '湖北', record: '', place: null, by: 'noRecord' },
  },
]
