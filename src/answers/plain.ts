import pairs from 'opencc-js/dict/TSCharacters'

const simplifiedOf = new Map(
  pairs.split('|').map((pair) => {
    const [from, to] = pair.split(' ')
    return [from ?? '', to ?? ''] as const
  }),
)

/** Zero-width and bidirectional marks, control characters but the line feed, variation selectors, keycaps. */
const invisible = /\p{Cf}|\p{Cc}|[\ufe00-\ufe0f]|\u20e3/gu

/**
 * The form in which words are kept: NFKC, line ends as `\n`, nothing invisible, runs of blanks as one,
 * no outer white space. Traditional characters stay.
 */
export function plain(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/\r\n?|[\u2028\u2029\v\f]/g, '\n')
    .replace(/\t/g, ' ')
    .replace(invisible, (mark) => (mark === '\n' ? mark : ''))
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .trim()
}

/** Traditional characters as simplified ones, one for one; for comparing, never for keeping. */
export function simplify(text: string): string {
  if (!/\p{Script=Han}/u.test(text)) return text
  let simple = ''
  for (const char of text) simple += simplifiedOf.get(char) ?? char
  return simple
}

/** The form in which words are compared: `plain`, simplified, one kind of dash, tilde, yuan sign and apostrophe, no letter O for a nought. */
export function comparable(text: string): string {
  return simplify(plain(text))
    .replace(/[‐‑‒–—―−─━﹣－ー]/g, '-')
    .replace(/[〜∼～˜]/g, '~')
    .replace(/[￥]/g, '¥')
    .replace(/[‘’‛′＇`´]/g, "'")
    .replace(/(?<=\d)[oO](?=[\d年月日])|(?<![A-Za-z\d])[oO](?=\d)/g, '0')
    .replace(/(\d) ?[。｡] ?(?=\d)/g, '$1.')
    .replace(/｡/g, '。')
}
