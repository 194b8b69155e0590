import type { Extension } from './inspect.ts'

/** How many pixels a picture says it has, from its head alone; null where it does not say. */
export function pixelsOf(bytes: Uint8Array, kind: Exclude<Extension, 'pdf'>): number | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const pixels = measures[kind](view)
  return pixels !== null && pixels > 0 ? pixels : null
}

const measures: Record<Exclude<Extension, 'pdf'>, (view: DataView) => number | null> = {
  png: (view) => (view.byteLength < 24 ? null : view.getUint32(16) * view.getUint32(20)),
  jpg(view) {
    for (let at = 2; at + 9 < view.byteLength; ) {
      if (view.getUint8(at) !== 0xff) return null
      const marker = view.getUint8(at + 1)
      const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)
      if (isFrame) return view.getUint16(at + 5) * view.getUint16(at + 7)
      if (marker === 0xff) at += 1
      else at += 2 + view.getUint16(at + 2)
    }
    return null
  },
  webp(view) {
    if (view.byteLength < 30) return null
    const chunk = String.fromCharCode(...new Uint8Array(view.buffer, view.byteOffset + 12, 4))
    const size = (at: number) => (view.getUint8(at + 2) << 16) | view.getUint16(at, true)
    if (chunk === 'VP8X') return (size(24) + 1) * (size(27) + 1)
    if (chunk === 'VP8 ')
      return (view.getUint16(26, true) & 0x3fff) * (view.getUint16(28, true) & 0x3fff)
    if (chunk !== 'VP8L') return null
    const bits = view.getUint32(21, true)
    return ((bits & 0x3fff) + 1) * (((bits >> 14) & 0x3fff) + 1)
  },
}
