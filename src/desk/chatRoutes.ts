import { Hono } from 'hono'
import * as v from 'valibot'
import type { Answers, DeskEnv } from './answers.ts'
import type { ChatDesk } from './chats.ts'
import { readBody, wantsJson } from './reading.ts'
import { minuteOf } from './rows.ts'
import { channelLabels, words } from './words.ts'

const message = v.object({
  text: v.optional(
    v.pipe(
      v.string(words.textMissing),
      v.trim(),
      v.minLength(1, words.textMissing),
      v.maxLength(2000, words.textTooLong),
    ),
    '',
  ),
})

/** Conversations that asked for a person: read them, answer, hand them back. */
export function chatRoutes(chats: ChatDesk, { page, no }: Answers) {
  return new Hono<DeskEnv>()
    .get('/chats', async (c) => {
      const waiting = await chats.list()
      if (wantsJson(c)) return c.json({ chats: waiting })
      return page(c, 'desk/chats', {
        chats: waiting.map((one) => ({
          ...one,
          since: minuteOf(one.since),
          clerkName: one.clerk ?? '',
          channelName: channelLabels[one.channel] ?? one.channel,
        })),
      })
    })
    .get('/chats/:chat', async (c) => {
      const read = await chats.read(c.req.param('chat'))
      if (!read) return no(c, 404, 'unknown', words.unknownChat)
      if (wantsJson(c)) return c.json(read)
      const done = doneWords[c.req.query('done') ?? ''] ?? ''
      return page(c, 'desk/chat', { ...viewOf(read), done, wrong: '' })
    })
    .post('/chats/:chat/messages', async (c) => {
      const chat = c.req.param('chat')
      const read = await chats.read(chat)
      if (!read) return no(c, 404, 'unknown', words.unknownChat)
      const given = await readBody(c)
      if (given.kind === 'wrong') return no(c, given.status, given.code, given.message)
      const said = v.safeParse(message, given.body)
      if (!said.success) {
        const [{ message: wrong }] = said.issues
        if (wantsJson(c)) return no(c, 400, 'text', wrong, 'text')
        return page(c, 'desk/chat', { ...viewOf(read), done: '', wrong }, 400)
      }
      await chats.say(chat, said.output.text, c.get('session').clerk)
      if (!wantsJson(c)) return c.redirect(`/desk/chats/${encodeURIComponent(chat)}?done=sent`, 303)
      return c.json(await chats.read(chat))
    })
    .post('/chats/:chat/hand-back', async (c) => {
      const chat = c.req.param('chat')
      if (!(await chats.read(chat))) return no(c, 404, 'unknown', words.unknownChat)
      await chats.handBack(chat, c.get('session').clerk)
      if (!wantsJson(c)) return c.redirect(`/desk/chats/${encodeURIComponent(chat)}?done=back`, 303)
      return c.json(await chats.read(chat))
    })
}

const doneWords: Readonly<Record<string, string>> = { sent: words.sent, back: words.handedBack }

const speakers = { user: '办事人', assistant: '助手', clerk: '经办员' } as const

function viewOf(read: NonNullable<Awaited<ReturnType<ChatDesk['read']>>>) {
  return {
    chat: encodeURIComponent(read.chat),
    channelName: channelLabels[read.channel] ?? read.channel,
    waiting: read.waiting,
    clerkName: read.clerk ?? '',
    lines: read.messages.map((line) => ({
      ...line,
      at: minuteOf(line.at),
      speaker: speakers[line.from],
    })),
  }
}
