import { digitChars, numeralChars } from './numerals.ts'

const number = `[\\d${numeralChars}]`

/** 五六, 十七八, 三五: neighbouring digits that stand for a range, and no digit around them. */
const neighbours = `(?<![\\d${digitChars}])(?:一两|一二|两三|二三|三四|三五|四五|五六|六七|七八|八九)(?![\\d${digitChars}点.])`

const rounding = new RegExp(
  [
    '大概|大约|约(?!定)|差不多|左右|上下|前后|将近|接近|之间|不等|估计|估摸|零头|许',
    '四舍五入|半载|大半|有余|挂零|冒头|出点头|[<>≈≥≤]|不到|不足|没到|未满|不满|超过|出头|开外|至少|最少|最多|起码|少说|顶多|以上|以下|以内|好些|若干|多|几',
    `近(?=${number}|半)|快(?=${number}|到|满|有|半)|(?<!交)满(?=${number})|小(?=${number}[年万千百十个])|上[万千百十]|余(?=[年个块元])`,
    `[\\d十百千万][来余](?=[年个万千百块元岁天]|$)|[块万千百][把来](?=[块万个年元]|$)|${number}\\+`,
    `(?<!${number})块(?:儿)?八毛|(?<!${number})万八千|百儿八十|[万千百]把|万儿八千|千儿八百|(?<!${number})(?:百十|百八十)|[一两二三四五六七八九]点(?=$|[,。])`,
    `${neighbours}|${number}[年月个万千百块元]*(?:[-~到至、]|或者?|还是)${number}`,
  ].join('|'),
)

/**
 * Tells whether words make a number a rough one (大概三万, 三万多, 五六年, 块八毛, 五到六年). A hedge around an
 * exact number (应该是, 好像) does not. Expects comparable words that hold a number.
 */
export const roundsOff = (words: string): boolean =>
  rounding.test(words.replace(/不多不少|差不多/g, (found) => (found === '差不多' ? '大概' : '')))
