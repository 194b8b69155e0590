const minorities =
  '蒙古族|回族|藏族|维吾尔|苗族|彝族|壮族|布依族|朝鲜族|满族|侗族|瑶族|白族|土家族|哈尼族|哈萨克族?|傣族|黎族|傈僳族|佤族|畲族|拉祜族|水族|东乡族|纳西族|景颇族|柯尔克孜|土族|达斡尔族|仫佬族|羌族|布朗族|撒拉族|毛南族|仡佬族|锡伯|塔吉克|怒族|鄂温克族|保安族|裕固族|独龙族|鄂伦春|各族|蒙古|门巴族|珞巴族|普米族'
const endings = [
  new RegExp(`(?:${minorities})*(?:自治区|自治州|自治县|自治旗|联合旗)$`),
  /(?:特别行政区|达斡尔族区|回族区|地区|特区|林区|新区|矿区)$/,
  /族自治[州县旗]$/,
  /(?:自治旗|省|市|县|区|旗|盟|州)$/,
]

/** The bare name people use: 恩施 for 恩施土家族苗族自治州, 宝坻 for 宝坻区; a name of one character keeps its ending (单县). */
export function stemOf(name: string): string {
  if (name === '内蒙古自治区') return '内蒙古'
  for (const ending of endings) {
    const stem = name.replace(ending, '')
    if (stem !== name && stem.length > 1) return stem
  }
  return name
}
