/** A typical 业务办理不成功原因, with what the applicant has to do. */
export type TypicalReason = { reason: string; explanation: string }

const pension: readonly TypicalReason[] = [
  {
    reason: '转入地未参保或未缴费',
    explanation: '请先在转入地参保并实际缴费满1个月，再重新申报。',
  },
  {
    reason: '男性满50周岁、女性满40周岁后首次在本地参保，且非本地户籍',
    explanation:
      '依国办发〔2009〕66号第五条，关系保留在原参保地，在本地建立临时缴费账户，退休时归集。经组织调动的，请补交批准材料。',
  },
  {
    reason: '在转入地为临时基本养老保险缴费账户',
    explanation: '临时账户不能转入，退休时由待遇领取地归集，请持材料到参保地经办机构办理。',
  },
  {
    reason: '转出地未停保',
    explanation: '请联系原单位办理减员，缴费状态变为暂停缴费后重新申报。',
  },
  {
    reason: '转出地有欠费',
    explanation: '请与转出地经办机构核对欠费，补缴或按当地规定处理后重新申报。',
  },
  { reason: '已按国家规定领取基本养老保险待遇', explanation: '已领取待遇的人员不再转移关系。' },
  {
    reason: '重复缴费或有多个养老保险关系',
    explanation: '请选定要保留的关系，先转移后清理；重复缴费的个人账户部分退还本人。',
  },
  {
    reason: '一次性缴费超过3年，缺少承诺书或法律文书',
    explanation: '请由缴费所在地提供材料，依人社厅发〔2019〕94号办理；其余年限可先转移。',
  },
  {
    reason: '本地不是待遇领取地',
    explanation: '请依国办发〔2009〕66号第六条确定待遇领取地，并向该地申报。',
  },
  {
    reason: '省内企业职工无需转移',
    explanation: '在同一省内流动不转移关系，请办理参保变更登记。',
  },
  {
    reason: '险种或类型选择有误',
    explanation: '请核对原参保类型（企业、机关事业、退役军人、随军配偶），选择正确类型后重新申报。',
  },
]

const medical: readonly TypicalReason[] = [
  {
    reason: '转出地未中止参保，或转入地未参保',
    explanation: '请先在转出地停保、在转入地参保，再重新申报。',
  },
  {
    reason: '城乡居民基本医疗保险当年度内不转移',
    explanation: '请参加下一年度居民医保并进入待遇享受期后再申报。',
  },
]

const certificate: readonly TypicalReason[] = [
  { reason: '尚未停保', explanation: '请联系单位办理减员，次月再申请参保凭证。' },
  { reason: '前一笔转移尚未办结', explanation: '请等前一笔转移办结后再申请。' },
]

const any: readonly TypicalReason[] = [
  {
    reason: '身份信息或凭证信息不一致',
    explanation: '请对照参保凭证更正所填信息；凭证本身有误的，请到开具机构更正后重新申报。',
  },
  {
    reason: '附件看不清或不完整',
    explanation: '请重新上传参保凭证，PDF、JPG 或 PNG，多页合并为一个文件，不超过1024K。',
  },
]

/** The reasons that a clerk finds in the list for a business. */
export function typicalReasons(business: string): readonly TypicalReason[] {
  if (business.endsWith('-out')) return [...certificate, ...any]
  if (business === 'medical-in') return [...medical, ...any]
  return [...any.slice(0, 1), ...pension, ...any.slice(1)]
}
