import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { Meter } from './meter.ts'
import type { Standing } from './standing.ts'

/** Counts by prom-client, on Node. `standing` is read whenever somebody asks. */
export function createPrometheus(standing: () => Promise<Standing>): Meter {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })
  const turns = new Counter({
    ...{ name: 'jiexu_turns_total', help: 'Turns taken', labelNames: ['event', 'flow'], registers },
  })
  const requests = new Histogram({
    name: 'jiexu_request_seconds',
    help: 'How long requests took',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers,
  })
  const waiting = new Gauge({
    ...{ name: 'jiexu_waiting', help: 'What waits now', labelNames: ['what'], registers },
  })
  const oldest = new Gauge({
    ...{ name: 'jiexu_oldest_seconds', help: 'How long the oldest has waited' },
    ...{ labelNames: ['what'], registers },
  })
  return {
    turn: (event, flow) => turns.inc({ event, flow }),
    request: (method, route, status, seconds) =>
      requests.observe({ method, route, status: String(status) }, seconds),
    async text() {
      for (const [what, { count, seconds }] of Object.entries(await standing())) {
        waiting.set({ what }, count)
        oldest.set({ what }, seconds)
      }
      return { text: await registry.metrics(), type: registry.contentType }
    },
  }
}
