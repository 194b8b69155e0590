import type { Stage } from '../backend/backend.ts'
import type { Standing } from '../operation/standing.ts'
import type { Role } from './roles.ts'
import type { ActionName } from './stages.ts'

/** The desk's own short words: labels, and why something was not done. Longer ones are templates. */
export const words = {
  applicant: '申请人',
  clerk: '经办员',
  unknownBusiness: '申报业务类型不属于本经办台受理范围',
  unknownRoute: '申报渠道只能是 platform、national 或 alipay',
  fieldsTooLong: '申报内容过长，请核对是否粘贴了多余的文字',
  nameMissing: '缺少姓名，请填写与身份证一致的姓名',
  idNumberWrong: '公民身份号码应是18位，且末位校验码正确，请对照身份证核对',
  attachmentMissing: '缺少参保凭证附件，请上传 PDF、JPG 或 PNG 文件，不超过 1024K',
  attachmentGone: '附件没有收到，请重新上传参保凭证',
  attachmentType: '附件只能是 PDF、JPG 或 PNG，请转换格式后重新上传',
  attachmentEmpty: '附件是空文件，请重新上传',
  attachmentSize: '附件超过 1024K，请压缩后重新上传',
  serialShape: '申报交易流水号是16位数字，如 2019122010072821',
  notInProcedure: (action: string) => `这项业务没有“${action}”这一步`,
  notAtStage: (stage: string, action: string) => `当前是“${stage}”，不能“${action}”`,
  unknownSerial: '没有这个流水号的申报，请核对16位数字',
  unknownPage: '没有这个页面',
  unknownChat: '没有这个会话，可能已被本人删除',
  unknownFile: '没有这个文件',
  days: (most: number) => `天数要写 1 到 ${most} 的整数，如 days=7`,
  waited: (seconds: number) =>
    seconds < 120 ? `已等 ${seconds} 秒` : `已等 ${Math.round(seconds / 60)} 分钟`,
  notYours: '您的岗位不能看这个页面，请找主管',
  clerkName: '姓名要写 2 到 20 个字，如 王芳',
  role: '请选择岗位',
  clerkTaken: '这个姓名已经有账户了，同名的请加上区别，如 王芳2',
  unknownClerk: '没有这个人的账户',
  passwordShort: '新密码至少 10 个字符，最多 200 个',
  firstPassword: '启动时的密码不在这里改，请由安装的人用 DESK_PASSWORD 设置',
  proposed: (action: string) => `已提交“${action}”，等另一位经办员复核`,
  alreadyProposed: '本件已有一项等待复核的办理，请先复核或撤回',
  noProposal: '本件没有等待复核的办理',
  ownProposal: '自己提交的办理要由另一位经办员复核',
  otherProposal: '这项办理在您打开以后变了，请核对现在的内容再复核',
  accountFirst: '这项办理要两个人经手，请用自己的账号登录再办（主管在“人员”里开账号）',
  ownPasswordFirst: '这项办理要两个人经手，请先在“修改密码”里换成只有自己知道的密码',
  approvedBy: (first: string, second: string) => `${first}（${second} 复核）`,
  withdrawn: '已撤回，没有办理',
  signInFirst: '请先登录经办台',
  wrongPassword: '密码不对，请核对大小写后再试',
  passwordMissing: '请填写密码',
  onceUsed: '这个登录链接已用过或已过期，请用密码登录，或重新启动系统取得新链接',
  tooManyFailures: (seconds: number) => `登录失败次数过多，请 ${seconds} 秒后再试`,
  csrf: '页面已过期，请刷新后再操作一次',
  crossSite: '请求来自别的网站，没有执行',
  malformed: '请求内容不是正确的 JSON',
  tooLarge: '请求内容过大',
  notThere: '申报内容缺少这一项，或写法不对',
  notText: '这一项应是文字',
  unsupported: '请求内容应是 JSON 或表单',
  failed: '系统暂时出错，操作没有完成，请稍后再试',
  page: '页码应是正整数，如 page=2',
  date: '日期应写成年-月-日，如 2019-12-20',
  dateOrder: '“申报日期到”早于“申报日期从”，请调换',
  serialFilter: '流水号只含数字，最多16位，可只填开头几位',
  handlingFilter: '办理状态只能是“处理中”或“处理结束”',
  filterTooLong: '查询条件过长',
  exportTooLarge: (most: number) => `查到的申报超过 ${most} 条，请缩小日期范围后再导出`,
  reasonMissing: '请选择或写明业务办理不成功原因，如“转入地未参保缴费”',
  reasonTooLong: '业务办理不成功原因最多200字',
  explanationTooLong: '业务办理反馈信息解释最多500字',
  fieldUnknown: '需更正的栏目不在申报表中，请从列表里选择',
  amount: '金额应是大于0的数，最多两位小数，如 32856.40',
  paidMonths: '缴费月数应是1到720之间的整数，如 96',
  accountBalance: '个人账户储存额应是不小于0的数，最多两位小数，如 32856.40',
  period: '起止时间应写成年-月，如从 2015-03 到 2019-08，且起不晚于止',
  certificateMissing: '请填写参保凭证的各栏',
  cellMissing: (label: string) => `请填写“${label}”`,
  cellUnknown: (field: string) => `参保凭证没有 ${field} 这一栏`,
  cellTooLong: (label: string, most: number) => `“${label}”最多${most}字`,
  sixDigits: (label: string) => `“${label}”应是6位数字`,
  dateCell: (label: string) => `“${label}”应写成年-月-日，如 2019-12-20`,
  acted: (page: string) => `${page}：办理`,
  textMissing: '请填写要发送的内容',
  textTooLong: '一次最多发送2000字',
  unsigned: '签名不对，或时间相差超过300秒',
  keyMissing: '缺少 Idempotency-Key',
  cursor: 'after 应是上次取得的 cursor',
  refusedLater: '办理不成功',
  done: (action: string) => `${action}：已记录，并将告知申请人`,
  handedBack: '已交还助手',
  sent: '已发送',
  noChats: '本系统没有接入会话',
  triedAgain: '已经再试，办成以后会从这里消失',
  unknownLetter: '没有这一条，可能已经办成了',
} as const

/** What each action is called on its button and in the history. */
export const actionLabels: Readonly<Record<ActionName | 'submit', string>> = {
  submit: '申报',
  accept: '受理',
  refuse: '不予受理',
  'issue-contact-letter': '开具联系函',
  'record-information-form': '登记信息表已收到',
  'record-funds': '登记基金到账',
  'issue-certificate': '开具参保凭证',
  complete: '办结',
}

/** What each stage is called. */
export const stageLabels: Readonly<Record<Stage, string>> = {
  submitted: '待受理',
  accepted: '已受理',
  refused: '未通过',
  contactLetterSent: '联系函已开具',
  informationFormReceived: '信息表已收到',
  fundsReceived: '基金已到账',
  certificateIssued: '参保凭证已开具',
  completed: '已办结',
}

/** 申报业务类型, and the 险种 of each. */
export const businessLabels: Readonly<Record<string, { label: string; insurance: string }>> = {
  'pension-in': { label: '养老保险关系异地转入', insurance: '养老保险' },
  'medical-in': { label: '医疗保险关系异地转入', insurance: '医疗保险' },
  'pension-out': { label: '养老保险转移接续参保凭证', insurance: '养老保险' },
  'medical-out': { label: '医疗保险转移接续参保凭证', insurance: '医疗保险' },
  'national-platform': { label: '养老保险关系转移（12333）', insurance: '养老保险' },
  alipay: { label: '养老保险关系转移（支付宝）', insurance: '养老保险' },
}

/** What each way to people is called. */
export const channelLabels: Readonly<Record<string, string>> = {
  web: '网页',
  wechat: '微信',
  wechatAccount: '微信公众号',
  dingtalk: '钉钉',
  rest: '接口',
}

/** What was given up, and why. */
export const deadKinds: Readonly<Record<string, string>> = {
  say: '发给申请人的消息',
  event: '申请人说的话',
  submit: '提交申请',
  lookUp: '查询申报',
  remind: '提醒',
  erase: '删除数据',
  handoff: '转人工',
  keepCode: '接续码',
  join: '接续对话',
}
export const deadReasons: Readonly<Record<string, string>> = {
  failed: '多次尝试都没有成功',
  noAddress: '这个渠道没有接通，或者找不到申请人的地址',
  unreadable: '内容打不开，可能是密钥换过',
}

/** The route's name, as a person knows it. */
export const roleLabels: Readonly<Record<Role, string>> = {
  clerk: '经办员',
  supervisor: '主管',
  operator: '运维',
}

/** What may wait. */
export const waitingLabels: Readonly<Record<keyof Standing, string>> = {
  outbox: '到时间还没发出的',
  submissions: '经办机构还没确认收到的申报',
  inbox: '收到还没处理的',
  handoffs: '在等人工的会话',
  failedEvents: '多次处理失败、等人来看的',
}

/** What a look was at, by the page's path. */
export const lookLabels: Readonly<Record<string, string>> = {
  '/desk/applications': '申报列表',
  '/desk/applications/:serial': '一件申报',
  '/desk/applications/:serial/attachment': '参保凭证附件',
  '/desk/applications/:serial/documents': '文书',
  '/desk/chats': '会话列表',
  '/desk/chats/:chat': '一个会话',
  unmarked: '此前的末尾没有标记（旧版本，或标记被删），从这一条起标记',
}

export const routeLabels: Readonly<Record<string, string>> = {
  platform: '网上服务平台',
  national: '国家社会保险公共服务平台（12333）',
  alipay: '支付宝',
}
