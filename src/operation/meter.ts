/** What is counted while the service runs. Never a name, a number or a conversation. */
export type Meter = {
  /** A turn was taken: by what kind of event, on which flow. */
  turn(event: string, flow: string): void
  /** A request was answered. `route` is its pattern. */
  request(method: string, route: string, status: number, seconds: number): void
  /** Everything counted so far, for Prometheus; null where nobody counts. */
  text?: () => Promise<{ text: string; type: string }>
}

/** Counts nothing. */
export const noMeter: Meter = { turn() {}, request() {} }
