import { Hono } from 'hono'
import type { DeadLetters } from '../outbox/deadLetters.ts'
import type { Answers, DeskEnv } from './answers.ts'
import { readBody, wantsJson } from './reading.ts'
import { minuteOf } from './rows.ts'
import { beijing } from './serial.ts'
import { channelLabels, deadKinds, deadReasons, words } from './words.ts'

/** What could not be delivered or carried out: a list, and a button to try each again. */
export function deadLetterRoutes(letters: DeadLetters, { page, no }: Answers) {
  return new Hono<DeskEnv>()
    .get('/dead-letters', async (c) => {
      const list = await letters.list()
      if (wantsJson(c)) return c.json({ letters: list })
      return page(c, 'desk/dead-letters', {
        letters: list.map(({ id, conversation, channel, kind, since, attempts, reason }) => ({
          ...{ id, attempts, conversation: encodeURIComponent(conversation) },
          channelName: channelLabels[channel] ?? channel,
          what: deadKinds[kind] ?? kind,
          since: since ? minuteOf(beijing(new Date(since))) : '',
          why: deadReasons[reason] ?? reason,
        })),
        done: c.req.query('done') === 'again' ? words.triedAgain : '',
      })
    })
    .post('/dead-letters/retry', async (c) => {
      const given = await readBody(c)
      if (given.kind === 'wrong') return no(c, given.status, given.code, given.message)
      const { id } = given.body
      const known = typeof id === 'string' && (await letters.retry(id))
      if (!known) return no(c, 404, 'unknown', words.unknownLetter)
      if (!wantsJson(c)) return c.redirect('/desk/dead-letters?done=again', 303)
      return c.json({ retried: id })
    })
}
