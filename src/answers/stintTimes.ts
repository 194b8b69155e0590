import { writeMonth } from './calendar.ts'
import type { Group } from './stintGroups.ts'
import { monthsOf, type Span, spanOf } from './stintPieces.ts'

/** The time of one stint, or the first thing that keeps it from being exact. */
export type Time =
  | { kind: 'time'; from?: string; to?: string; months: number }
  | {
      kind: 'missing'
      reason: 'months' | 'rounded' | 'end' | 'sum' | 'tooMany' | 'several'
      facts: Record<string, string>
    }
  | Extract<Span, { kind: 'flaw' }>

/** The times of one place; more than one where its ranges are apart. */
export function timesOf({ ranges, lengths }: Group, today: string): Time[] {
  const missing = (
    reason: 'months' | 'rounded' | 'end' | 'tooMany' | 'several',
    facts = {},
  ): Time[] => [{ kind: 'missing', reason, facts }]
  if (lengths.some(({ rounded }) => rounded)) return missing('rounded')
  const told = [...new Set(lengths.map(({ months }) => months))]
  const months = told[0]
  if (told.length > 1) return missing('several')
  if (ranges.length === 0)
    return months === undefined ? missing('months') : [{ kind: 'time', months }]
  const spans = ranges.map(({ from, to }) => spanOf(from, to, today))
  if (spans.length > 1 && months !== undefined) return missing('several')
  return spans.flatMap((span): Time[] => {
    if (span.kind === 'flaw') return [span]
    const whole = monthsOf(span)
    if (whole === undefined && months === undefined)
      return missing('end', { month: writeMonth(span.from) })
    if (whole !== undefined && months !== undefined && months > whole) return missing('tooMany')
    const { kind: _, ...dates } = span
    return [{ kind: 'time', ...dates, months: months ?? whole ?? 0 }]
  })
}
