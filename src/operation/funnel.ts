import type { Kysely } from 'kysely'
import type { Tables } from '../store/tables.ts'

/** How many conversations came to a step of a flow, and how many have stayed there for a day. */
export type Reached = { flow: string; step: string; reached: number; left: number }

const day = 86_400_000

/** What became of the conversations of the last days, step by step. Counts only: nobody can be told from it. */
export async function readFunnel(db: Kysely<Tables>, now: Date, days: number): Promise<Reached[]> {
  const since = new Date(now.getTime() - days * day).toISOString()
  const quiet = new Date(now.getTime() - day).toISOString()
  const steps = () =>
    db
      .selectFrom('turn')
      .where('takenAt', '>=', since)
      .where('step', 'is not', null)
      .where('flow', 'is not', null)
      .groupBy(['flow', 'step'])
  const [reached, left] = await Promise.all([
    steps()
      .select(({ fn }) => [
        ...(['flow', 'step'] as const),
        fn.count('conversationId').distinct().as('count'),
      ])
      .execute(),
    steps()
      .where('takenAt', '<', quiet)
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom('turn as later')
              .select('later.seq')
              .whereRef('later.conversationId', '=', 'turn.conversationId')
              .whereRef('later.seq', '>', 'turn.seq'),
          ),
        ),
      )
      .select(({ fn }) => [...(['flow', 'step'] as const), fn.countAll().as('count')])
      .execute(),
  ])
  const stayed = new Map(left.map(({ flow, step, count }) => [`${flow}/${step}`, Number(count)]))
  return reached.map(({ flow, step, count }) => ({
    ...{ flow: flow!, step: step!, reached: Number(count) },
    left: stayed.get(`${flow}/${step}`) ?? 0,
  }))
}

/** How many turns were taken since a moment. */
export async function countTurns(db: Kysely<Tables>, since: Date): Promise<number> {
  const row = await db
    .selectFrom('turn')
    .where('takenAt', '>=', since.toISOString())
    .select(({ fn }) => fn.countAll().as('count'))
    .executeTakeFirstOrThrow()
  return Number(row.count)
}
