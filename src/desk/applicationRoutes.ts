import { type Context, Hono } from 'hono'
import type { Answers, DeskEnv } from './answers.ts'
import { applicationView, type Given, proposalView } from './applicationView.ts'
import { type Case, statusOf } from './case.ts'
import type { Clerks } from './clerks.ts'
import { disposition, download } from './download.ts'
import type { HiddenQuery } from './hiddenQuery.ts'
import { type Particulars, readParticulars } from './particulars.ts'
import type { Proposal, Proposals } from './proposals.ts'
import { type QueryRead, readQuery } from './query.ts'
import { readBody, wantsJson } from './reading.ts'
import { typicalReasons } from './reasons.ts'
import type { AgencyRecord } from './record.ts'
import { minuteOf, rowOf } from './rows.ts'
import { beijing } from './serial.ts'
import type { Session } from './sessions.ts'
import { writeSpreadsheet } from './spreadsheet.ts'
import { type ActionName, actionNames, allowedActions } from './stages.ts'
import type { Entry } from './trail.ts'
import { actionLabels, businessLabels, words } from './words.ts'

type Held = { case: Case; history: readonly Entry[] }

const pageSize = 15
const mostExported = 5000

/** The query, one application, its files, and what a clerk does to it. */
export function applicationRoutes(
  record: AgencyRecord,
  proposals: Proposals,
  clerks: Clerks,
  hidden: HiddenQuery,
  answers: Answers,
  clock: () => Date,
) {
  const { page, no } = answers
  const unknown = (c: Context) => no(c, 404, 'unknown', words.unknownSerial)

  const list = async (c: Context, given: Readonly<Record<string, string>>, read: QueryRead) => {
    const { page: _, format, ...filtered } = given
    const q = Object.values(filtered).some((value) => value !== '')
      ? await hidden.hide(filtered)
      : ''
    if (read.kind === 'wrong' && wantsJson(c)) return no(c, 400, 'query', read.message, read.field)
    const found =
      read.kind === 'read'
        ? await record.find(read.query, read.page, pageSize)
        : { cases: [], page: 1, pages: 1, total: 0, pageSize }
    const rows = found.cases.map(rowOf)
    if (wantsJson(c)) {
      const { page, pages, total } = found
      return c.json({ applications: rows, page, pages, total })
    }
    const filters = {
      ...{ from: '', to: '', serial: '', business: '', idNumber: '', name: '', handling: '' },
      ...given,
    }
    const first = found.total === 0 ? 0 : (found.page - 1) * pageSize + 1
    const view = {
      filters,
      isFiltered: Object.values(given).some((value) => value.trim() !== ''),
      wrongField: read.kind === 'wrong' ? read.field : '',
      wrongMessage: read.kind === 'wrong' ? read.message : '',
      businesses: Object.entries(businessLabels).map(([id, { label }]) => ({ id, label })),
      rows: rows.map((row) => ({ ...row, submittedAt: minuteOf(row.submittedAt) })),
      ...{ total: found.total, page: found.page, pages: found.pages, pageSize },
      ...{ first, last: first === 0 ? 0 : first + rows.length - 1 },
      exportLink: linkTo(q, { format: 'xlsx' }),
      links: {
        first: found.page > 1 ? linkTo(q, { page: '1' }) : '',
        before: found.page > 1 ? linkTo(q, { page: String(found.page - 1) }) : '',
        after: found.page < found.pages ? linkTo(q, { page: String(found.page + 1) }) : '',
        last: found.page < found.pages ? linkTo(q, { page: String(found.pages) }) : '',
      },
    }
    return page(c, 'desk/applications', view, read.kind === 'wrong' ? 400 : 200)
  }

  const spreadsheet = async (c: Context, read: QueryRead & { kind: 'read' }) => {
    const { cases, total } = await record.find(read.query, 1, mostExported)
    if (total > mostExported)
      return no(c, 400, 'exportTooLarge', words.exportTooLarge(mostExported))
    const day = beijing(clock()).slice(0, 10).replaceAll('-', '')
    return c.body(await writeSpreadsheet(cases.map(rowOf)), 200, {
      'content-type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      'content-disposition': disposition(`申报信息-${day}.xlsx`),
    })
  }

  const act = async (c: Context<DeskEnv>, serial: string, action: ActionName) => {
    const held = await record.read(serial)
    if (!held) return unknown(c)
    const given = await readBody(c)
    if (given.kind === 'wrong') return no(c, given.status, given.code, given.message)
    const body =
      wantsJson(c) || action !== 'refuse' ? given.body : chosenReason(held.case, given.body)
    const mayBeDone = allowedActions(held.case.business, held.case.stage).includes(action)
    const read = readParticulars(action, held.case.business, body)
    if (read.kind === 'wrong' && mayBeDone) {
      if (wantsJson(c)) return no(c, 400, 'particulars', read.message, read.field)
      return show(c, held, { message: read.message, action, field: read.field }, 400, given.body)
    }
    const particulars = read.kind === 'read' ? read.particulars : {}
    const { clerk } = c.get('session')
    if (mayBeDone && proposals.mustWait(action)) {
      const unproved = await whyUnproved(c.get('session'))
      if (unproved) return notNow(c, held, unproved)
      const proposed = await proposals.propose(serial, action, particulars, clerk)
      if (!proposed) return notNow(c, held, words.alreadyProposed)
      if (!wantsJson(c)) return c.redirect(`/desk/applications/${serial}?done=proposed`, 303)
      return c.json({ proposed: await proposals.read(serial) }, 202)
    }
    return perform(c, held, action, particulars, clerk)
  }

  /**
   * Where two are to decide, each needs an account and a password that was chosen since it was opened. By
   * whom it was chosen nobody can tell: whoever opens accounts may have been first to sign in.
   */
  const whyUnproved = async ({ hasAccount, clerk }: Session): Promise<string | null> => {
    if (!hasAccount) return words.accountFirst
    return (await clerks.choseOwnPassword(clerk)) ? null : words.ownPasswordFirst
  }

  /** Does what a colleague proposed, as it was shown. */
  const approve = async (c: Context<DeskEnv>, serial: string) => {
    const held = await record.read(serial)
    if (!held) return unknown(c)
    const proposal = await proposals.read(serial)
    if (!proposal) return notNow(c, held, words.noProposal)
    const unproved = await whyUnproved(c.get('session'))
    if (unproved) return notNow(c, held, unproved)
    const { clerk } = c.get('session')
    if (proposal.clerk === clerk) return notNow(c, held, words.ownProposal)
    const given = await readBody(c)
    if (given.kind === 'wrong') return no(c, given.status, given.code, given.message)
    if (given.body.proposal !== proposal.id) return notNow(c, held, words.otherProposal)
    // Whoever takes the proposal away is the one who does it.
    if (!(await proposals.remove(serial, proposal.id))) return notNow(c, held, words.otherProposal)
    const both = words.approvedBy(proposal.clerk, clerk)
    return perform(c, held, proposal.action, proposal.particulars, both)
  }

  const withdraw = async (c: Context<DeskEnv>, serial: string) => {
    const held = await record.read(serial)
    if (!held) return unknown(c)
    if (!(await proposals.remove(serial))) return notNow(c, held, words.noProposal)
    if (!wantsJson(c)) return c.redirect(`/desk/applications/${serial}?done=withdrawn`, 303)
    return c.json({ proposed: null })
  }

  const notNow = async (c: Context, held: Held, message: string) =>
    wantsJson(c)
      ? no(c, 409, 'notAllowed', message)
      : show(c, held, { message, action: '', field: '' }, 409)

  const perform = async (
    c: Context<DeskEnv>,
    held: Held,
    action: ActionName,
    particulars: Particulars,
    clerk: string,
  ) => {
    const { serial } = held.case
    const acted = await record.act(serial, action, particulars, clerk)
    if (acted.kind === 'unknown') return unknown(c)
    if (acted.kind === 'notAllowed')
      return notNow(c, (await record.read(serial)) ?? held, acted.reason)
    // What waited for a second clerk can no longer be done.
    await proposals.remove(serial)
    if (!wantsJson(c)) return c.redirect(`/desk/applications/${serial}?done=${action}`, 303)
    return c.json(described((await record.read(serial)) ?? held))
  }

  const show = async (
    c: Context,
    { case: held, history }: Held,
    wrong: { message: string; action: string; field: string },
    status: 200 | 400 | 409 = 200,
    given: Given = {},
  ) => {
    const proposal = await proposals.read(held.serial)
    const isOwn = proposal?.clerk === c.get('session').clerk
    const view = {
      ...applicationView(held, history, given),
      ...{ wrong, isOwn, proposal: proposal && proposalView(proposal, held) },
      done: status === 200 ? doneWords(c.req.query('done'), proposal) : '',
    }
    return page(c, 'desk/application', view, status)
  }

  const routes = new Hono<DeskEnv>()
    .get('/applications', async (c) => {
      const given = await hidden.show(c.req.query())
      const read = readQuery(given)
      if (given.format === 'xlsx' && read.kind === 'read') return spreadsheet(c, read)
      return list(c, given, read)
    })
    .post('/applications', async (c) => {
      const given = await readBody(c)
      if (given.kind === 'wrong') return no(c, given.status, given.code, given.message)
      const filters = Object.entries(given.body).filter(
        (entry): entry is [string, string] => entry[0] !== 'csrf' && typeof entry[1] === 'string',
      )
      const filled = filters.filter(([, value]) => value.trim() !== '')
      if (filled.length === 0) return c.redirect('/desk/applications', 303)
      return c.redirect(linkTo(await hidden.hide(Object.fromEntries(filled)), {}), 303)
    })
    .get('/applications/:serial', async (c) => {
      const held = await record.read(c.req.param('serial'))
      if (!held) return unknown(c)
      return wantsJson(c)
        ? c.json({ ...described(held), proposed: await proposals.read(held.case.serial) })
        : show(c, held, { message: '', action: '', field: '' })
    })
    .get('/applications/:serial/attachment', async (c) => {
      const file = await record.attachment(c.req.param('serial'))
      return file ? download(c, file) : no(c, 404, 'unknown', words.unknownFile)
    })
    .get('/applications/:serial/documents/:id', async (c) => {
      const file = await record.document(c.req.param('serial'), c.req.param('id'))
      return file ? download(c, file) : no(c, 404, 'unknown', words.unknownFile)
    })
    .post('/applications/:serial/approve', (c) => approve(c, c.req.param('serial')))
    .post('/applications/:serial/withdraw', (c) => withdraw(c, c.req.param('serial')))
  for (const action of actionNames)
    routes.post(`/applications/:serial/${action}`, (c) => act(c, c.req.param('serial'), action))
  return routes
}

/** What a page says after something was done. */
function doneWords(done: string | undefined, proposal: Proposal | null): string {
  if (done === 'withdrawn') return words.withdrawn
  if (done === 'proposed') return proposal ? words.proposed(actionLabels[proposal.action]) : ''
  const action = actionNames.find((name) => name === done)
  return action ? words.done(actionLabels[action]) : ''
}

/** One application as JSON, nothing masked. */
function described({ case: held, history }: Held) {
  const { serial, application, decision } = held
  const { attachment, route, fields, mends } = application
  const href = `/desk/applications/${serial}`
  return {
    status: statusOf(held),
    route,
    fields,
    certificate: decision.certificate ?? null,
    attachment: attachment ? { ...attachment, url: `${href}/attachment` } : null,
    mends: mends ?? null,
    history,
    actions: allowedActions(held.business, held.stage),
  }
}

/** A form's reason: written out, or chosen from the list, which then brings its explanation along. */
function chosenReason(held: Case, body: Readonly<Record<string, unknown>>) {
  const { otherReason, ...rest } = body
  const isWritten = typeof otherReason === 'string' && otherReason.trim() !== ''
  if (isWritten) return { ...rest, reason: otherReason }
  const isExplained = typeof rest.explanation === 'string' && rest.explanation.trim() !== ''
  const typical = typicalReasons(held.business).find(({ reason }) => reason === rest.reason)
  return typical && !isExplained ? { ...rest, explanation: typical.explanation } : rest
}

function linkTo(q: string, change: Readonly<Record<string, string>>) {
  return `/desk/applications?${new URLSearchParams({ ...(q && { q }), ...change })}`
}
