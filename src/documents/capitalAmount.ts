const digits = [...'零壹贰叁肆伍陆柒捌玖']
const places = ['', '拾', '佰', '仟']
const groups = ['', '万', '亿']

/** An amount in yuan in the capitals of cheques and certificates: 520.3 is 伍佰贰拾元叁角. */
export function capitalAmount(amount: number): string {
  const cents = Math.round(amount * 100)
  const [yuan, jiao, fen] = [Math.floor(cents / 100), Math.floor(cents / 10) % 10, cents % 10]
  if (cents === 0) return '零元整'
  const whole = yuan === 0 ? '' : `${integer(yuan)}元`
  if (jiao === 0 && fen === 0) return `${whole}整`
  const tenths = jiao > 0 ? `${digits[jiao]}角` : yuan > 0 ? '零' : ''
  return whole + tenths + (fen > 0 ? `${digits[fen]}分` : '')
}

/** In groups of four digits. Zeros that lie together are said once, those that end a group not at all. */
function integer(value: number): string {
  const figures = [...String(value)].map(Number)
  let written = ''
  let owesZero = false
  let isGroupEmpty = true
  for (const [index, figure] of figures.entries()) {
    const place = figures.length - 1 - index
    if (figure === 0) owesZero = written !== ''
    else {
      written += (owesZero ? '零' : '') + digits[figure] + places[place % 4]
      owesZero = false
      isGroupEmpty = false
    }
    if (place % 4 > 0) continue
    if (!isGroupEmpty) {
      written += groups[place / 4]
      owesZero = false
    }
    isGroupEmpty = true
  }
  return written
}
