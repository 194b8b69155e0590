import type { DocumentId } from './documents.ts'
import type { Standing } from './ruling.ts'

/** Why an agency refuses an application, and what the person can do about it. */
export type RefusalReason = {
  readonly id: RefusalId
  /** The reason as agencies write it. */
  readonly reason: string
  /** What the person can do. */
  readonly remedy: string
  /** The field to mend, where mending one field can help. */
  readonly field?: string
  /** Words by which the reason is known again in an agency's own sentence. */
  readonly signs: readonly (readonly string[])[]
  /** Which insurance it concerns. */
  readonly insurance: 'pension' | 'medical' | 'both'
  readonly source: readonly [DocumentId, string] | null
  readonly standing?: Standing
}

/** The ids of {@link refusalReasons}. */
export type RefusalId =
  | 'notEnrolled'
  | 'ageBar'
  | 'temporaryAccount'
  | 'notStopped'
  | 'arrears'
  | 'drawing'
  | 'paidTwice'
  | 'backPayment'
  | 'notBenefitPlace'
  | 'mismatch'
  | 'withinProvince'
  | 'wrongKind'
  | 'notOnline'
  | 'earlierOpen'
  | 'attachment'
  | 'medicalNotStopped'
  | 'medicalThisYear'

/**
 * The reasons for refusal that follow from the rules. Agencies word them in their own ways, hence
 * `signs`: each inner list holds words that have to appear together.
 */
export const refusalReasons: readonly RefusalReason[] = [
  {
    id: 'notEnrolled',
    reason: '转入地未参保或未缴费',
    remedy: '请先在转入地参保，实际缴费满一个月后再申请。',
    signs: [
      ['转入地', '未参保'],
      ['转入地', '未缴费'],
      ['本地', '未参保'],
      ['本市', '未参保'],
      ['本市', '未缴费'],
      ['无', '缴费记录'],
    ],
    insurance: 'both',
    source: ['transfer', '第八条'],
  },
  {
    id: 'ageBar',
    reason: '男性年满50周岁、女性年满40周岁首次在本地参保（非本地户籍）',
    remedy:
      '原关系留在原参保地，本地建立临时账户，退休时归集。如属组织调动，请补交批准材料；如为本地户籍，请补交户口簿。',
    signs: [['50周岁'], ['40周岁'], ['五十周岁'], ['四十周岁'], ['超龄'], ['年龄', '首次参保']],
    insurance: 'pension',
    source: ['transfer', '第五条'],
  },
  {
    id: 'temporaryAccount',
    reason: '转入地为临时缴费账户',
    remedy: '临时账户不能转入，只能在退休时转出归集。请带材料到参保地经办机构窗口办理。',
    signs: [['临时', '账户'], ['临时', '缴费'], ['临时户']],
    insurance: 'pension',
    source: ['transfer', '第五条'],
  },
  {
    id: 'notStopped',
    reason: '转出地未停保（未办理减员）',
    remedy: '请原单位在转出地办理减员（停保），状态变为暂停缴费后再申请。',
    signs: [['未停保'], ['未减员'], ['转出地', '正常参保'], ['转出地', '正常缴费'], ['在保']],
    insurance: 'pension',
    source: null,
    standing: 'local',
  },
  {
    id: 'arrears',
    reason: '转出地有欠费',
    remedy: '请联系原单位补缴；部分地区可以书面承诺放弃补缴，请咨询转出地经办机构。',
    signs: [['欠费'], ['欠缴'], ['未到账']],
    insurance: 'pension',
    source: null,
    standing: 'local',
  },
  {
    id: 'drawing',
    reason: '已领取基本养老保险待遇',
    remedy: '已经领取养老金的，养老保险关系不再转移，无需办理。',
    signs: [['已领取'], ['领取待遇'], ['已退休'], ['享受待遇']],
    insurance: 'pension',
    source: ['transfer', '第二条'],
  },
  {
    id: 'paidTwice',
    reason: '重复缴费（两地同时存续养老保险关系）',
    remedy: '请与经办机构商定保留哪一个关系，先转后清；重复月份的个人缴费退还本人，请备好社保卡。',
    signs: [['重复缴费'], ['重复参保'], ['重复', '时段'], ['两地同时'], ['多个', '关系']],
    insurance: 'pension',
    source: ['details', '第十条'],
  },
  {
    id: 'backPayment',
    reason: '一次性缴纳养老保险费累计超过三年，缺少承诺书或法律文书',
    remedy: '由补缴地提供书面承诺书或法律文书；其余符合规定的年限先照常转移。',
    signs: [['一次性缴'], ['一次性补缴'], ['补缴', '三年'], ['补缴', '文书']],
    insurance: 'pension',
    source: ['backPayment', '全文'],
  },
  {
    id: 'notBenefitPlace',
    reason: '本地不是待遇领取地',
    remedy: '请到按规定确定的待遇领取地申请。问我“我的养老金在哪里领”，我帮您算。',
    signs: [
      ['非待遇领取地'],
      ['不是待遇领取地'],
      ['不属于', '待遇领取地'],
      ['不满10年'],
      ['不满十年'],
    ],
    insurance: 'pension',
    source: ['transfer', '第六条'],
  },
  {
    id: 'mismatch',
    reason: '姓名、号码、起止时间或月数与凭证不一致',
    remedy: '请对照凭证改正；凭证本身有误的，请先到出具凭证的经办机构更正，再重新提交。',
    signs: [
      ['不一致'],
      ['不符'],
      ['不相符'],
      ['信息有误'],
      ['信息错误'],
      ['填写有误'],
      ['录入错误'],
      ['对不上'],
    ],
    insurance: 'both',
    source: null,
  },
  {
    id: 'withinProvince',
    reason: '省内企业职工养老保险不需要转移',
    remedy: '同一省内只需变更登记，不用转移，请咨询参保地经办机构。',
    signs: [['省内', '转移'], ['同一省'], ['本省内'], ['省内流动']],
    insurance: 'pension',
    source: ['transfer', '第一条'],
  },
  {
    id: 'wrongKind',
    reason: '选错险种或转入类型',
    remedy: '请重新选择转入类型（企业、退役军人、随军配偶、机关事业）后再提交。',
    field: 'transferKind',
    signs: [['险种', '错'], ['类型', '错'], ['险种不'], ['类型不'], ['选择', '有误']],
    insurance: 'pension',
    source: null,
  },
  {
    id: 'notOnline',
    reason: '转入地未开通网上申请',
    remedy: '请在 12333 查询开通地区；未开通的，请到转入地经办机构窗口办理。',
    signs: [['未开通'], ['不支持网上'], ['暂不支持']],
    insurance: 'pension',
    source: null,
  },
  {
    id: 'earlierOpen',
    reason: '前一笔转移尚未办结',
    remedy: '请等前一笔转移办结后再申请。',
    signs: [['未办结'], ['正在办理'], ['在途'], ['重复申请'], ['重复提交']],
    insurance: 'both',
    source: null,
    standing: 'local',
  },
  {
    id: 'attachment',
    reason: '附件格式、大小或清晰度不符合要求',
    remedy:
      '请重新上传参保凭证：PDF、JPG 或 PNG，多页合成一个文件，不大于 A4，不超过 1024K，字迹清楚。',
    field: 'certificate',
    signs: [
      ['附件', '不符'],
      ['附件', '格式'],
      ['附件'],
      ['模糊'],
      ['不清晰'],
      ['看不清'],
      ['图片'],
      ['上传'],
      ['照片'],
    ],
    insurance: 'both',
    source: null,
  },
  {
    id: 'medicalNotStopped',
    reason: '转出地医保未中止参保',
    remedy: '请先在转出地停止参保，并在转入地参保后再申请。',
    signs: [
      ['医保', '未中止'],
      ['医保', '未停'],
      ['医疗', '未停'],
      ['医疗', '未中止'],
      ['未中止参保'],
    ],
    insurance: 'medical',
    source: ['medical', '全文'],
  },
  {
    id: 'medicalThisYear',
    reason: '居民医保当年度内原则上不办理转移',
    remedy: '请在转入地参加下一年度居民医保后，在待遇享受期内再申请。',
    signs: [['居民医保', '年度'], ['居民', '当年度'], ['下一年度']],
    insurance: 'medical',
    source: ['medical', '全文'],
  },
]
