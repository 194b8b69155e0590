import { Hono } from 'hono'
import type { Operation } from '../operation/operation.ts'
import type { Answers, DeskEnv } from './answers.ts'
import { wantsJson } from './reading.ts'
import { waitingLabels, words } from './words.ts'

const mostDays = 90

/** How the service runs, for whoever runs it: counts, and nobody's data. */
export function operationRoutes(operation: Operation, { page, no }: Answers) {
  return new Hono<DeskEnv>()
    .get('/operation', async (c) => {
      const days = Number(c.req.query('days') ?? 7)
      if (!Number.isInteger(days) || days < 1 || days > mostDays) {
        return no(c, 400, 'query', words.days(mostDays), 'days')
      }
      const [standing, turns, funnel] = await Promise.all([
        operation.standing(),
        operation.turns(),
        operation.funnel(days),
      ])
      if (wantsJson(c)) return c.json({ standing, turns, funnel })
      const flows = Map.groupBy(funnel, ({ title }) => title)
      return page(c, 'desk/operation', {
        ...{ turns, days, retried: c.req.query('retried') ?? '' },
        waiting: Object.entries(standing).map(([what, { count, seconds }]) => ({
          ...{ label: waitingLabels[what as keyof typeof standing], count },
          since: count > 0 ? words.waited(seconds) : '',
          isFailed: what === 'failedEvents' && count > 0,
        })),
        flows: [...flows].map(([title, steps]) => ({
          title,
          steps: steps.map(({ label, reached, left }) => ({
            ...{ label, reached, left },
            share: reached > 0 ? Math.round((100 * left) / reached) : 0,
          })),
        })),
      })
    })
    .post('/operation/retry', async (c) => {
      const retried = await operation.retry()
      if (wantsJson(c)) return c.json({ retried })
      return c.redirect(`/desk/operation?retried=${retried}`, 303)
    })
}
