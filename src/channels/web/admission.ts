import type { Context } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import { isBehindTls } from '../../isBehindTls.ts'
import { RequestError } from '../../requestError.ts'
import type { createTickets } from './tickets.ts'

/** Where the next token of a chat is handed out. */
export const tokenHeader = 'Chat-Token'

export const noSuchChat = () => new RequestError(404, 'notFound', '没有这个对话')

export const wantsSocket = (context: Context): boolean =>
  context.req.header('Upgrade')?.toLowerCase() === 'websocket'

/** Lets those into a chat who bear its token. */
export function createAdmission(tickets: ReturnType<typeof createTickets>) {
  /** The chat that a request is about; 404 unless it bears the chat's own token. */
  async function chatOf(context: Context): Promise<string> {
    const chat = context.req.param('chat') ?? ''
    const token = wantsSocket(context) ? tokenOfSocket(context) : tokenOf(context, chat)
    const worth = await tickets.worth(chat, token)
    if (worth === 'none') throw noSuchChat()
    if (worth === 'ageing') handTo(context, chat, await tickets.next(chat))
    return chat
  }

  /** Gives out a new chat's token. */
  async function handOver(context: Context, chat: string): Promise<string> {
    const token = await tickets.issue(chat)
    handTo(context, chat, token)
    return token
  }

  /** As a cookie, and in a header for pages that keep it themselves. */
  function handTo(context: Context, chat: string, token: string): void {
    context.header(tokenHeader, token)
    setCookie(context, cookieName(chat), token, {
      ...{ httpOnly: true, sameSite: 'Lax', path: `/api/chats/${chat}`, maxAge: 200 * 86_400 },
      secure: isBehindTls(context),
    })
  }

  return { chatOf, handOver }
}

/** Browsers send no header of ours with a WebSocket: the token comes as the second of two protocols. */
const tokenOfSocket = (context: Context): string =>
  /^jiexu, *(\S+)$/.exec(context.req.header('Sec-WebSocket-Protocol') ?? '')?.[1] ?? ''

const tokenOf = (context: Context, chat: string): string =>
  /^Bearer (\S+)$/.exec(context.req.header('Authorization') ?? '')?.[1] ??
  getCookie(context, cookieName(chat)) ??
  ''

const cookieName = (chat: string) => `jiexu_${chat.slice(0, 8)}`
