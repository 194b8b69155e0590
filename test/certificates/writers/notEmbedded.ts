/** Chinese fonts that a reader has to bring, by the encoding in which their text is written. */
export type NotEmbedded = keyof typeof encodings

const bytesOf = (codes: Iterable<number>) =>
  [...codes].map((code) => code.toString(16).padStart(2, '0')).join('')

/** The hexadecimal text of a string in each encoding. */
export const encodings = {
  'UniGB-UCS2-H': (text: string) => bytesOf(Buffer.from(text, 'utf16le').swap16()),
  'UniGB-UTF16-H': (text: string) => bytesOf(Buffer.from(text, 'utf16le').swap16()),
  'GBK-EUC-H': (text: string) => bytesOf([...text].flatMap(gbkOf)),
} as const satisfies Record<string, (text: string) => string>

let table: Map<string, readonly number[]> | undefined

/** GBK, turned round from the decoder that the runtime has. */
function gbkOf(char: string): readonly number[] {
  if (char === '¥') return gbkOf('￥')
  if (char < '\x80') return [char.charCodeAt(0)]
  if (!table) {
    table = new Map()
    const decoder = new TextDecoder('gbk')
    for (let lead = 0x81; lead <= 0xfe; lead++) {
      for (let trail = 0x40; trail <= 0xfe; trail++) {
        if (trail === 0x7f) continue
        const decoded = decoder.decode(Uint8Array.of(lead, trail))
        if (decoded.length === 1 && !table.has(decoded)) table.set(decoded, [lead, trail])
      }
    }
  }
  const code = table.get(char)
  if (!code) throw new Error(`GBK has no ${char}`)
  return code
}

/** The objects of STSong-Light, as programs write them that leave the font to the reader. */
export function systemFont(encoding: NotEmbedded) {
  return {
    type0: { Type: 'Font', Subtype: 'Type0', BaseFont: 'STSong-Light', Encoding: encoding },
    descendant: {
      ...{ Type: 'Font', Subtype: 'CIDFontType0', BaseFont: 'STSong-Light', DW: 1000 },
      W: [1, 95, 500, 814, 907, 500],
      CIDSystemInfo: {
        Registry: new String('Adobe'),
        Ordering: new String('GB1'),
        Supplement: 2,
      },
    },
    descriptor: {
      ...{ Type: 'FontDescriptor', FontName: 'STSong-Light', Flags: 6, ItalicAngle: 0 },
      ...{
        FontBBox: [-25, -254, 1000, 880],
        Ascent: 880,
        Descent: -120,
        CapHeight: 880,
        StemV: 93,
      },
    },
  }
}
