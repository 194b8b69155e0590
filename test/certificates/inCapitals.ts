const numerals = '零壹贰叁肆伍陆柒捌玖'
const units = ['', '拾', '佰', '仟']

/** An amount below ten million yuan as banks write it: 伍佰贰拾元叁角. */
export function inCapitals(yuan: number): string {
  const cents = Math.round(yuan * 100)
  const whole = Math.floor(cents / 100)
  const [jiao, fen] = [Math.floor(cents / 10) % 10, cents % 10]
  const high = Math.floor(whole / 10_000)
  const low = whole % 10_000
  const gap = high > 0 && low > 0 && low < 1000 ? '零' : ''
  const head = whole === 0 ? '零' : `${high ? `${groupOf(high)}万` : ''}${gap}${groupOf(low)}`
  const between = jiao === 0 && fen > 0 ? '零' : jiao ? `${numerals[jiao]}角` : ''
  return `${head}元${between}${fen ? `${numerals[fen]}分` : ''}${cents % 100 === 0 ? '整' : ''}`
}

function groupOf(number: number): string {
  const digits = [...String(number)].map(Number)
  const words = digits.map((digit, index) =>
    digit === 0 ? '零' : `${numerals[digit]}${units[digits.length - 1 - index]}`,
  )
  return words.join('').replace(/零+/g, '零').replace(/零$/, '')
}
