import type { Context } from 'hono'
import type { Render } from '../assets/render.ts'
import { wantsJson } from './reading.ts'
import { mayCall } from './roles.ts'
import type { Session } from './sessions.ts'

/** What a request of the desk carries once its session is known. */
export type DeskEnv = { Variables: { session: Session } }

/** Statuses with which the desk says no. */
export type No = 400 | 401 | 403 | 404 | 409 | 413 | 415 | 429 | 500

/** The two faces of every answer: a page, or JSON where the request asks for it. */
export type Answers = {
  /** A page of `templates/desk`. */
  page(c: Context, template: string, data: object, status?: 200 | No): Response | Promise<Response>
  /** `{ error: { code, message, field? } }`, or a page that says the same. */
  no(
    c: Context,
    status: No,
    code: string,
    message: string,
    field?: string,
  ): Response | Promise<Response>
}

/** What not every desk has pages for; connections may come and go. */
type Has = Readonly<Record<'chats' | 'letters' | 'operation', boolean>> & {
  channels: () => boolean
}

/** Makes the answers of pages that `render` renders. */
export function createAnswers(render: Render, has: Has): Answers {
  const page: Answers['page'] = (c, template, data, status = 200) => {
    const session: Session | undefined = c.get('session')
    const path = c.req.path
    const may = (part: string) => session !== undefined && mayCall(session.role, `/desk/${part}`)
    const frame = {
      signedIn: session !== undefined,
      clerk: session?.clerk ?? '',
      csrf: session?.csrf ?? '',
      hasChats: has.chats && may('chats'),
      hasChannels: has.channels() && may('channels'),
      inChannels: path.startsWith('/desk/channels'),
      mayLetters: has.letters && may('dead-letters'),
      mayApplications: may('applications'),
      mayLooks: may('looks'),
      mayClerks: may('clerks'),
      mayOperation: has.operation && may('operation'),
      inOperation: path.startsWith('/desk/operation'),
      inClerks: path.startsWith('/desk/clerks'),
      inLetters: path.startsWith('/desk/dead-letters'),
      inChats: path.startsWith('/desk/chats'),
      inLooks: path.startsWith('/desk/looks'),
      inApplications: path.startsWith('/desk/applications'),
    }
    return c.html(render(template, { ...frame, ...data }), status)
  }
  return {
    page,
    no(c, status, code, message, field) {
      if (wantsJson(c)) return c.json({ error: { code, message, ...(field && { field }) } }, status)
      return page(c, 'desk/error', { status, message }, status)
    },
  }
}
