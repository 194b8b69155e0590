import type { Stint } from './facts.ts'

const end = (stint: Stint): string => stint.to ?? '9999-12'

/**
 * Stints in time order: by their ends (a stint without an end is still running), ties by their
 * beginnings. Where one of them bears no date at all, the order in which they were told stands.
 */
export function inTimeOrder(stints: readonly Stint[]): readonly Stint[] {
  if (!stints.every((stint) => stint.from || stint.to)) return stints
  return stints.toSorted(
    (a, b) => compare(end(a), end(b)) || compare(a.from ?? end(a), b.from ?? end(b)),
  )
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** The province where the person works now: that of the last stint in time; null without any. */
export const currentProvince = (stints: readonly Stint[]): string | null =>
  inTimeOrder(stints).at(-1)?.province ?? null

/** Provinces with at least one paid month, in time order, each once. */
export const paidProvinces = (stints: readonly Stint[]): readonly string[] => [
  ...new Set(
    inTimeOrder(stints)
      .filter((stint) => stint.months > 0)
      .map((stint) => stint.province),
  ),
]

/** Months paid in a province, on accounts of every kind or on general ones only. */
export const monthsIn = (
  stints: readonly Stint[],
  province: string,
  accounts: 'all' | 'general' = 'all',
): number =>
  stints
    .filter((stint) => stint.province === province && !(accounts === 'general' && stint.temporary))
    .reduce((sum, stint) => sum + stint.months, 0)

/**
 * The month of the first enrolment in a province, `YYYY-MM`; null where one of its stints does
 * not say when it began.
 */
export function firstEnrolled(stints: readonly Stint[], province: string): string | null {
  const there = stints.filter((stint) => stint.province === province && stint.months > 0)
  const months = there.flatMap(({ from }) => from ?? [])
  return months.length === there.length ? (months.toSorted()[0] ?? null) : null
}
