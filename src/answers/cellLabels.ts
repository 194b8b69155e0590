/** Whose data a part of a certificate holds: the person's or the agency's. */
export type Section = 'person' | 'agency'

/** A label of a form or certificate, or the words people use for it; the fields it may stand for, by section. */
export type CellLabel = { readonly words: string; readonly fields: readonly string[] }

const rows = `
name 姓名 参保人姓名 参保人员姓名 申请人姓名 真实姓名 名字 我叫 我的名字 我名字 本人姓名 参保人 姓名叫 人叫 名叫
idNumber 公民身份号码 公民身份证号码 居民身份证号码 居民身份证号 身份证号码 身份证号 身份证 身份号码 社会保障号码 社会保障号 身份证号(社会保障号) 社会保障卡号 证件号码 证件号
sex 性别
birthDate 出生日期 出生年月日 出生年月 生日
age 年龄
personalNumber 个人编号 个人社保编号 个人社保号 社保编号 社保个人编号 参保编号 个人号
householdAddress 户籍地地址 户籍所在地地址 户籍地址 户口地址 户口所在地址 户口本地址 身份证地址 身份证上的地址 户口本上写的 户口本写的 户口本上 身份证住址 户籍住址 老家地址 户口所在地址
householdAddress/household 户籍所在地 户籍地 户口所在地 户口在 户籍在 老家在 老家
householdAddress/household/householdType 户口 户籍
householdType 户籍类型 户口类型 户口性质 户籍性质
mobile 手机号码 手机号 手机 移动电话 本人电话 本人联系电话 我的电话 我电话 本人手机 本人手机号
mobile/agencyPhone 座机号码 座机号 座机 固定电话 固话 联系电话 联系方式 电话号码 电话
agencyPhone 社保局的电话 社保中心的电话 经办机构电话 机构电话 单位电话 机构联系电话 社保局电话 社保中心电话 经办机构联系电话
contactAddress 联系地址 通讯地址 通信地址 现住址 居住地址 居住地 现居住地 邮寄地址 家庭住址 我住在 现在住在 住在 现住 寄信到 寄信地址 寄到 收信地址 收件地址
contactAddress/householdAddress 住址
contactAddress/householdAddress/agencyAddress 地址
agencyAddress 社保局的地址 社保中心的地址 经办机构地址 机构地址 单位地址 转出地址 办公地址 社保局地址 社保中心地址 机构所在地址
postcode 本人邮编 家里邮编
postcode/agencyPostcode 邮政编码 邮编
agencyPostcode 机构邮编 机构邮政编码 单位邮编 经办机构邮编 社保局邮编
insuredPeriod 在本地参保起止时间 本地参保起止时间 参保起止时间 参保(合)时间 参保时间 起止时间 缴费起止时间 缴费时间 参保起止年月 起止年月 参保年月 缴费起止年月 参保期间
paidMonths 本地实际缴费月数 其中累计实际缴费月数 累计实际缴费月数 实际缴费月数 累计缴费月数 缴费月数 实际缴费 累计缴费 实缴月数 缴费年限 累计月数 月数
accountBalance 本地参保期间个人账户储存额 个人账户储存额 本地个人账户储存额 账户储存额 储存额 个人账户余额 个人帐户储存额 个人帐户余额 账户余额 余额 个人账户里面 个人账户里 个人账户上 个人账户 账户 本息合计 本息 账户里面有 账户里面 账户里有 账户里 账户上有 账户上 账上还有 账上有 里面有 里头有
certificateNumber 凭证号码 凭证编号 凭证号 参保凭证号 缴费凭证号
issuedOn 生成日期 凭证生成日期 出具日期 开具日期 打印日期 填发日期
currentScheme 现参加的基本医疗保险类型 现参加的医疗保险类型 现参保类型 现在参加的医保 现参加的医保 现在的医保类型 现在的医保 现在医保 现医保类型
scheme 基本医疗保险类型 医疗保险类型 原医疗保险类型 原参保类型 以前的医保类型 以前的医保 原来的医保
medicalNumber 医疗保障编号 医保编号 医疗保险编号 医保个人编号 医保号
origin 转出地 原参保地 以前参保地 原来参保地
destination 转入地 新就业地 现参保地
agencyName 机构 盖章单位 盖章的单位 社会保险经办机构名称 经办机构名称 办理机构名称 单位(机构)名称 机构名称 单位名称 经办机构单位名称 经办机构 办理机构 社保机构 机构全称 社保局名称 社保局 社保中心 医保局 单位
contactPerson 机构联系人 经办机构联系人 联系人
divisionCode 区划 行政区划代码 行政区划 区划代码 经办机构行政区划代码 区划码 代码
relation 与参保人关系 与参保人的关系 申请人与参保人关系 关系
personalNumber/medicalNumber/certificateNumber 编号
transferKind/personKind 选择类型 转入类型 申请类型 参保人类型
- 经办人 经办人(签章) 代办人电话 代办人手机 代办人身份证 代办人姓名 代办人 经办人电话 委托人 紧急联系人 开户行 银行卡号 银行账号 流水号 申报流水号 申报交易流水号 校验码 验证码 密码 社会保险经办机构(章) 社会保险经办机构(盖章) 盖章 重要提示 说明 备注 公积金账号 QQ 微信 微信号 邮箱 电子邮箱 传真 单位编号 统一社会信用代码 组织机构代码 民族 出生 医保卡号 社保卡号 卡号 工号
>person 参保人员基本信息 参保人基本信息 个人基本信息 基本信息 参保信息 个人信息 申请人信息
>agency 社会保险经办机构信息 转出地社会保险经办机构信息 经办机构信息 机构信息 转出地经办机构信息
`

const lines = rows
  .trim()
  .split('\n')
  .map((row) => row.split(' '))

/** Every label; those of no field (`[]`) end the value before them and keep their own out. */
export const cellLabels: readonly CellLabel[] = lines
  .filter(([head]) => !head?.startsWith('>'))
  .flatMap(([head = '', ...labels]) =>
    labels.map((words) => ({ words, fields: head === '-' ? [] : head.split('/') })),
  )
  .sort((a, b) => b.words.length - a.words.length)

/** Labels that are everyday words, too: they count only where their value follows at once. */
export const everyday: ReadonlyMap<string, RegExp> = new Map(
  (
    [
      ['账户 本息', '[: ]?[¥\\d]'],
      ['编号 代码 区划', '(?:号|是|为|：|:)* ?[A-Za-z\\d]'],
      ['机构 单位 社保局 社保中心 医保局 关系', '(?:名称)?(?:是|叫|为|选|:) ?'],
      [
        '个人账户里面 个人账户里 个人账户上 账户里面有 账户里面 账户里有 账户里 账户上有 账户上 账上还有 账上有 里面有 里头有',
        '(?:还|一共|总共|大概|现在|有|是)* ?[¥\\d零一二两三四五六七八九十百千万壹贰叁肆伍陆柒捌玖]',
      ],
      ['老家 老家在', '(?:是|在)?[: ]?(?![交缴])\\p{Script=Han}{2,}?[省市县区州旗镇乡村路街号]'],
      ['户籍 现住 寄到 寄信到 现在住', '(?:是|在|到)?[: ]?\\p{Script=Han}'],
      ['民族', '[: ]*\\p{Script=Han}{1,5}(?:族|(?= |$))'],
      ['出生 卡号', '[: ]? ?\\d'],
      ['户口本上 户口本写的', '(?:写的?)?(?:是|:)?\\p{Script=Han}'],
    ] as const
  ).flatMap(([words, after]) =>
    words.split(' ').map((one) => [one, new RegExp(`^${after}`, 'u')] as const),
  ),
)

/** Headings that say whose data follows. */
export const headings: ReadonlyMap<string, Section> = new Map(
  lines
    .filter(([head]) => head?.startsWith('>'))
    .flatMap(([head, ...labels]) =>
      labels.map((words) => [words, head?.slice(1) as Section] as const),
    ),
)

/** The fields that stand in the agency's part of a certificate. */
export const agencyFields: ReadonlySet<string> = new Set(
  'divisionCode agencyName agencyPhone agencyAddress agencyPostcode contactPerson'.split(' '),
)
