const fillers =
  `我 我的 我们 本人 自己 俺 咱 您 你 您好 你好 老师 师傅 同志 亲 请 麻烦 谢谢 谢谢你 谢谢您 多谢 感谢 好 好的 好吧 嗯 恩 啊 哦 噢 呃 额
  哎 唉 吧 呢 哈 哟 呀 嘛 喔 啦 咯 来着 的 了 也 就 那 那个 这 这个 就是 就是说 也就是 也就是说 等于 相当于 是 为 有 还 还有 当然
  应该 应当 好像 可能 似乎 貌似 记得 印象中 印象里 据我所知 觉得 想 想起来 想想 看 看了 看了看 看了下 看到 查 查了 查了查 查了下 查到
  算 算了 算了算 算了下 算出来 算下来 算起来 数 数了 数了数 凭证 凭证上 证明 证上 单子 清单 表 表格 纸 系统 手机 网 网上 上 上面 上边 上头
  这上面 里面 里头 里边 写 写着 写的 显示 印着 印 打印 记载 记着 标着 标注 填 输入 改成 改为 确定 肯定 确实 准确 没错 没问题
  没断 没断过 没有断过 没中断 没中断过 没有中断 未中断 没间断 没间断过 没停过 不间断 连续 中间 刚好 正好 恰好 不多不少 整整 整 正
  共 总 总共 总计 合计 共计 累计 累积 全部 加起来 加一起 其中 都 已 已经 交满 实际 实缴 缴纳 缴费 交费 交 交了 缴 缴了 参保 参加 投保
  社会保险 社保 保险 养老 医疗 医保 基本 职工 企业 本地 当地 时间 时长 数字 数额 数目 期间 期限 年限 截止 截止到 截至 到 到现在 目前 现在
  至 止 今 答案 回答 和 或 或者 还是 哈哈 呵呵 嘿嘿`.split(/\s+/)

const punctuation = '[\\s,，.。;；:：!！~、"\'“”‘’()（）\\[\\]【】{}<>《》=＝/|…-]+'

/**
 * Tells whether words around a value say nothing that matters: labels, politeness, hedges, particles.
 * `own` lists further words of that kind for one answer kind.
 */
export function fillerTest(own: readonly string[]): (rest: string) => boolean {
  const longestFirst = [...own, ...fillers].sort((a, b) => b.length - a.length)
  const words = new RegExp(`${longestFirst.join('|')}|${punctuation}`, 'gu')
  return (rest) => rest.replace(words, '') === ''
}
