const words =
  '还在 的时候 时候 期间 阶段 那几年 那些年 那段时间 就是 应该是 应当是 好像是 好象是 来自 我们 本人 原来 原先 以前 之前 过去 曾经 从前 一直 当时 那时候 那时 那会儿 当年 最早 最初 一开始 刚开始 开始 后来 最后 目前 现在 刚刚 全部 全都 主要 应该 应当 应是 好像 好象 ' +
  '呢 啊 吧 哦 噢 嗯 哈 呀 啦 嘛 哎 额 呃 的 了 过 着 里 内 中 市内 市里 市区 城里 县城 县里 老城 老家 家乡 户口所在地 户籍所在地 户籍地 户口 户籍 籍贯 祖籍 原籍 出生地 出生 所在地 所在 参保地 原参保地 缴费地 工作地 新就业地 就业地 居住地 打工 上班 工作 干活 做事 就业 待过 待 呆 住 生活 ' +
  '交的 交过 交 缴纳 缴费 缴 参保 参加 保险 社会保险 社保 养老保险 养老金 养老 医疗保险 医保 职工 企业 城镇 基本 关系 原地 转出地 转入地 转出 转入 转移 转到 转去 转往 转回 转自 转过来 转 迁出 迁入 出来 过来 过去 回到 回 离开 地方 城市 省份 省里 地名 这边 那边 这里 那里 那儿 这儿 这块儿 那块儿 这块 那块 集体户口 集体户 集体 农村户口 城镇户口 也在 也是 迁到 迁往 落在 落户 一带 全市 全省 本地 当地 单位 公司 厂里 办理 办的 办 开的 开具 凭证上 凭证 上面 上写 写的 写着 写 填的 填写 填 选择 选 改成 改为 换成 更正为 更正 请 帮我 麻烦 谢谢 多谢 您好 你好 地址 行政区划 行政区 区划 地区 地级市 县级市 直辖市 省会 ' +
  '社会保险基金管理中心 社会保险事业管理中心 社会保险事业管理局 社会保险管理局 社会保险管理中心 社会保险事业局 社会保险局 社会保险中心 社会保险经办机构 社保经办机构 经办机构 社保局 社保中心 社保所 社保处 社保分局 医疗保障局 医疗保险事务管理中心 医疗保障事务中心 医疗保险管理中心 医保局 医保中心 人力资源和社会保障局 人社局 人社厅 劳动局 市辖区 省直辖县级行政区划 中国 中华人民共和国 经济特区 特区 ' +
  '我 俺 咱 就 是 为 在 从 到 去 来 由 于 至 往 向 原 先 都 全 现 刚 人 市 省 上 那 这 和 与 跟 及 以及 还有 或者 或 还是 然后 再 另外 然而'

const list = words.split(' ').sort((a, b) => b.length - a.length)

/** Lengths of the words at this position that add nothing to a place (在…交的, 那边), longest first. */
export function fillersAt(text: string, at: number): number[] {
  const lengths = list.filter((word) => text.startsWith(word, at)).map((word) => word.length)
  const marks = /[\s,，.。、;；:：!！~\-/\\()<>[\]{}"'“”《》「」【】|·+→…>]+/uy
  marks.lastIndex = at
  const found = marks.exec(text)
  return found ? [found[0].length, ...lengths] : lengths
}

/** What may follow a place that it lies in: a street, a zone, a house; the place itself stays the answer. */
export const finerPart =
  /^[\p{Script=Han}\d-]{0,16}?(?:街道|镇|乡|苏木|村|社区|大道|大街|胡同|[路街巷弄道](?=\d|$)|\d+号|(?:高新技术产业|经济技术|高新|工业|经济|技术|旅游|生态)?(?:开发区|示范区|园区|高新区|经开区|新区|保税区|功能区|管理区|矿区))[\p{Script=Han}\d\-A-Za-z#()]*$/u
