/** What came of a load. */
export type Measured = { perSecond: number; p50: number; p99: number; count: number }

/** Lets `people` work side by side for `seconds`; `work` reports the milliseconds of each request. */
export async function load(
  people: number,
  seconds: number,
  work: (took: (milliseconds: number) => void) => Promise<unknown>,
): Promise<Measured> {
  const times: number[] = []
  const start = performance.now()
  const end = start + seconds * 1000
  const person = async (_: unknown, index: number) => {
    // People do not all begin at the same moment.
    await new Promise((resolve) => setTimeout(resolve, index * 20))
    while (performance.now() < end) {
      await work((milliseconds) => {
        if (performance.now() < end) times.push(milliseconds)
      })
    }
  }
  await Promise.all(Array.from({ length: people }, person))
  times.sort((a, b) => a - b)
  const at = (part: number) => times[Math.floor(times.length * part)] ?? 0
  return { perSecond: times.length / seconds, p50: at(0.5), p99: at(0.99), count: times.length }
}
