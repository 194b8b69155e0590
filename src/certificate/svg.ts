import { baselines, type Fitted } from './fit.ts'
import type { Box } from './paper.ts'

/** To the hundredth of a point, so that pictures stay small. */
export const round = (value: number): number => Math.round(value * 100) / 100

export const rect = ({ x, y, width, height }: Box, style: string): string =>
  `<rect x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}" ${style}/>`

type Pen = { x: number; y: number; size: number; colour: string; anchor?: 'middle' | 'end' }

export function write(text: string, { x, y, size, colour, anchor }: Pen): string {
  const at = `x="${round(x)}" y="${round(y)}" font-size="${round(size)}" fill="${colour}"`
  return `<text ${at}${anchor ? ` text-anchor="${anchor}"` : ''}>${inXml(text)}</text>`
}

/** Lines in the middle of a box, or from its left edge. */
export function set(fitted: Fitted, box: Box, colour: string, align: 'middle' | 'left'): string {
  const rows = baselines(fitted, box.height)
  const lines = fitted.lines.map((line, index) => {
    const pen = { y: box.y + rows[index]!, size: fitted.size, colour }
    return align === 'middle'
      ? write(line, { ...pen, x: box.x + box.width / 2, anchor: align })
      : write(line, { ...pen, x: box.x + 4 })
  })
  return lines.join('')
}

const inXml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
