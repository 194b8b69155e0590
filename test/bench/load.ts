/** What came of a load. */
export type Measured = { perSecond: number; p50: number; p99: number; count: number }

type Took = (milliseconds: number) => void

/** Lets `people` work side by side for `seconds`; `work` reports the milliseconds of each request. */
export async function load(
  people: number,
  seconds: number,
  work: (took: Took) => Promise<unknown>,
): Promise<Measured> {
  const end = performance.now() + seconds * 1000
  const measured = await loadWhile(people, () => performance.now() < end, work)
  return { ...measured, perSecond: measured.count / seconds }
}

/** The same for as long as it `goesOn`. */
export async function loadWhile(
  people: number,
  goesOn: () => boolean,
  work: (took: Took) => Promise<unknown>,
): Promise<Measured> {
  const times: number[] = []
  const start = performance.now()
  const person = async (_: unknown, index: number) => {
    // People do not all begin at the same moment.
    await new Promise((resolve) => setTimeout(resolve, index * 20))
    while (goesOn()) {
      await work((milliseconds) => {
        if (goesOn()) times.push(milliseconds)
      })
    }
  }
  await Promise.all(Array.from({ length: people }, person))
  return measuredOf(times, (performance.now() - start) / 1000)
}

/** The times of single requests, put together. */
export function measuredOf(times: number[], seconds: number): Measured {
  times.sort((a, b) => a - b)
  const at = (part: number) => times[Math.floor(times.length * part)] ?? 0
  return { perSecond: times.length / seconds, p50: at(0.5), p99: at(0.99), count: times.length }
}
