import { currentDivisions, headingCodes, retiredDivisions } from './divisionData.ts'
import { stemOf } from './stem.ts'

/** What became of a division that is gone: `renewed` where it lives on as one division, else merged into these (none: not known). */
export type Fate = { name: string; renewed: boolean; now: readonly string[] }

const rows = (lines: readonly string[]) => lines.flatMap((line) => line.split(' '))

const current = new Map(rows(currentDivisions).map((row) => [row.slice(0, 6), row.slice(6)]))
const headings = new Set(headingCodes.split(' '))
const retired = new Map<string, Fate[]>()
for (const row of rows(retiredDivisions)) {
  const [, code = '', name = '', sign, now = ''] = /^(\d{6})([^=>]+)([=>])(.*)$/.exec(row) ?? []
  const fate = { name, renewed: sign === '=', now: now.split('/').filter(Boolean) }
  retired.set(code, [...(retired.get(code) ?? []), fate])
}

/** Codes of all divisions of today, provinces first within each province. */
export const divisionCodes: readonly string[] = [...current.keys()]

/** Whether six digits were ever a code in GB/T 2260 or are one since. */
export const isPublished = (code: string): boolean =>
  current.has(code) || retired.has(code) || headings.has(code)

/** A current division's own name, such as 宝坻区. */
export const ownName = (code: string): string | undefined => current.get(code)

/** What became of a retired code; undefined for current and unpublished ones. */
export function fatesOf(code: string): readonly Fate[] {
  if (current.has(code)) return []
  const parent = parentOf(code)
  if (headings.has(code) && parent) return [{ name: '', renewed: true, now: [parent] }]
  return retired.get(code) ?? []
}

/** The division that a current or published code lies in; undefined for a province. */
export function parentOf(code: string): string | undefined {
  if (code.endsWith('0000')) return undefined
  const city = `${code.slice(0, 4)}00`
  return city !== code && current.has(city) ? city : `${code.slice(0, 2)}0000`
}

/** Whether the first code is the second or lies in it. */
export function isWithin(code: string, area: string): boolean {
  return code === area || code.startsWith(area.replace(/(?:00){1,2}$/, ''))
}

/** The name from the province down, such as 广东省深圳市南山区. */
export function fullName(code: string): string {
  const parent = parentOf(code)
  return (parent ? fullName(parent) : '') + (current.get(code) ?? '')
}

/** A province's name without its ending, such as 内蒙古. */
export const provinceOf = (code: string): string =>
  stemOf(current.get(`${code.slice(0, 2)}0000`) ?? '')

export const levelOf = (code: string): 'province' | 'city' | 'county' =>
  code.endsWith('0000') ? 'province' : code.endsWith('00') ? 'city' : 'county'

/** Every retired division by name, with its code. */
export const retiredNames: ReadonlyMap<string, readonly { code: string; fate: Fate }[]> = new Map(
  [
    ...Map.groupBy(
      [...retired].flatMap(([code, fates]) => fates.map((fate) => ({ code, fate }))),
      ({ fate }) => fate.name,
    ),
  ].filter(([name]) => name.length > 1),
)
