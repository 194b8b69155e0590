/**
 * Words that make a number a rough one (大概三万, 三万多, 五六年, 块八毛). A hedge around an exact number
 * (应该是, 好像) is none. Expects comparable words that hold a number.
 */
const rounding =
  /大概|大约|约(?!定)|差不多|左右|上下|前后|将近|接近|近(?=[\d一二两三四五六七八九十百半])|快(?=[\d一二两三四五六七八九十百到满有半])|不到|不足|没到|未满|不满|超过|多|几|[\d十百千万][来余](?=[年个万千百块元岁天]|$)|余(?=[年个块元])|出头|开外|[块万千百][把来](?=[块万个年元]|$)|至少|最少|最多|起码|少说|顶多|估计|估摸|以上|以下|以内|上[万千百十](?!\S*上)|好些|若干|一两|两三|二三|三四|三五|四五|五六|六七|七八|八九|块(?:儿)?八毛|万儿八千|千儿八百|百十|百八十|[\d万千百]\+|\+\s*$|零头|一点(?!\d|[零一二三四五六七八九])|不等|满(?=[\d一二两三四五六七八九十])|之间|许/

export const roundsOff = (words: string): boolean => rounding.test(words)
