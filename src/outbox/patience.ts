import type { Effect } from '../conversation/effect.ts'

const minute = 60_000

/** How long an effect waits after so many failures, milliseconds: five seconds at first, an hour at most. */
export const waitAfter = (attempts: number): number => Math.min(60, 2 ** attempts / 12) * minute

const never = Number.POSITIVE_INFINITY

/**
 * After so many failures an effect is given up, and shown to a clerk. What was said is given up after
 * some two and a half hours; what is owed to the agency, or to the person by law, never.
 */
export const lastAttempt: Readonly<Record<Effect['kind'], number>> = {
  ...{ say: 12, remind: never, handoff: never, submit: never, lookUp: 12, erase: never },
  ...{ issue: 12, keepCode: 3, join: 6 },
}
