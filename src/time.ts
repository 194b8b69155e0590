/** The clock as conversations see it: the moment, and the day in Beijing that rules are applied on. */
export type Stamp = () => { at: string; today: string }

/** Makes a stamp; `fixedToday` (`YYYY-MM-DD`) holds the day still. */
export const createStamp =
  (clock: () => Date, fixedToday?: string): Stamp =>
  () => {
    const now = clock()
    return { at: now.toISOString(), today: fixedToday ?? dayInBeijing(now) }
  }

/** The day in Beijing, `YYYY-MM-DD`. */
export const dayInBeijing = (moment: Date): string =>
  new Date(moment.getTime() + 8 * 3_600_000).toISOString().slice(0, 10)
