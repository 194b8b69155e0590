import type { Catalogue } from '../conversation/catalogue.ts'
import { mostAttempts } from '../inbox/inbox.ts'
import type { Store } from '../store/store.ts'
import { countTurns, type Reached, readFunnel } from './funnel.ts'
import { readStanding, type Standing } from './standing.ts'

/** A step of the funnel with the names that people know. */
export type Counted = Reached & { title: string; label: string }

/** What an operator sees of the running service: counts, and nobody's data. */
export type Operation = {
  standing(): Promise<Standing>
  turns(): Promise<{ hour: number; day: number }>
  /** In the order of each flow's steps. */
  funnel(days: number): Promise<Counted[]>
  /** Lets everything that was given up be tried again; how much that was. */
  retry(): Promise<number>
}

type Dependencies = { store: Store; catalogue: () => Catalogue; clock: () => Date }

export function createOperation({ store, catalogue, clock }: Dependencies): Operation {
  const { db } = store
  const ago = (milliseconds: number) => new Date(clock().getTime() - milliseconds)
  return {
    standing: () => readStanding(db, clock(), mostAttempts),
    async turns() {
      const [hour, day] = await Promise.all([
        countTurns(db, ago(3_600_000)),
        countTurns(db, ago(86_400_000)),
      ])
      return { hour, day }
    },
    async funnel(days) {
      const counted = await readFunnel(db, clock(), days)
      const { flows, label } = catalogue()
      const byPlace = new Map(counted.map((one) => [`${one.flow}/${one.step}`, one]))
      return Object.values(flows).flatMap(({ flow }) =>
        Object.keys(flow.steps).flatMap((step) => {
          const one = byPlace.get(`${flow.flow}/${step}`)
          return one ? [{ ...one, title: flow.title, label: label(step) }] : []
        }),
      )
    },
    retry: () => store.retryFailed(mostAttempts),
  }
}
